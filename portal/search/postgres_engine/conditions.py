"""When a row answers a query, in SQL: the same sentence as finding.matching and filtering.bounds_of say in arrays."""

from collections.abc import Callable
from typing import Any

from portal.search.analysis import pairs, spellings
from portal.search.entry import Query
from portal.search.fields import facet_term
from portal.search.filtering import is_meant
from portal.search.wanted import Branch, Wanted

Values = dict[str, Any]


class Conditions:
    """Collects parts of a WHERE and their values. `facets` lists the terms of a facet, by its name."""

    def __init__(self, facets: Callable[[str], list[str]]) -> None:
        self._facets = facets
        self.values: Values = {}
        self._number = 0

    def where(self, query: Query, wanted: Wanted) -> str:
        """The condition for a row: may be read, holds a word and all phrases of a side, nothing excluded, as chosen."""
        parts = [f"readers && {self._put(sorted(query.readers))}"]
        if wanted.branches:
            parts.append(_any(self._side(branch, " | ") for branch in wanted.branches))
        parts += [f"NOT {self._put(one.exact)} = ANY(exact)" if one.exact else f"NOT {self.standing(one.words)}"
                  for one in wanted.exclusions]
        parts += [f"{self._put(facet_term(name, value))} = ANY(facets)" for name, value in query.chosen]
        if query.kind is not None:
            parts.append(f"kind = {self._put(query.kind)}")
        if query.unread:
            parts.append(_any(self._unopened(kind, records) for kind, records in query.opened.items()))
        for day, sign in ((query.since, ">="), (wanted.since, ">="), (query.until, "<="), (wanted.until, "<=")):
            if day:
                parts.append(f"day {sign} {self._put(day.toordinal())} AND day > 0")
        for name, named in wanted.facets:
            parts.append(f"facets && {self._put([term for term in self._facets(name) if is_meant(term, named)])}")
        return " AND ".join(parts)

    def whole(self, branches: list[Branch]) -> str:
        """The condition for a row to hold all words of one of these sides."""
        return _any(self._side(branch, " & ") for branch in branches)

    def holding_any(self, words: list[str]) -> str:
        """The condition for a row to hold one of some words."""
        return self._matches(" | ".join(map(quoted, words)))

    def standing(self, words: tuple[str, ...]) -> str:
        """The condition for words to stand side by side: by their pairs, and of more than two by the text."""
        found = self._matches(" & ".join(map(quoted, pairs(list(words)) or words)))
        if len(words) < 3:
            return found
        return f"({found} AND position({self._put(' ' + ' '.join(words) + ' ')} in folded) > 0)"

    def _side(self, branch: Branch, joined: str) -> str:
        parts = [self._matches(joined.join(map(quoted, branch.words))), *map(self.standing, branch.phrases)]
        return " AND ".join(parts)

    def _unopened(self, kind: str, records: Any) -> str:
        return f"kind = {self._put(kind)} AND record <> ALL({self._put(sorted(records))})"

    def _matches(self, query: str) -> str:
        return f"words @@ CAST({self._put(query)} AS tsquery)"

    def _put(self, value: Any) -> str:
        self._number += 1
        name = f"w{self._number}"
        self.values[name] = value
        return f"CAST(:{name} AS {_type(value)})"


def quoted(word: str) -> str:
    """A word, or the beginning of one, as a tsquery."""
    bare = word.rstrip("*").replace("'", "''").replace("\\", "\\\\")
    return f"('{bare}':* | '{spellings(bare)[0]}')" if word.endswith("*") else f"'{bare}'"


def _any(parts: Any) -> str:
    return f"({' OR '.join(f'({part})' for part in parts) or 'false'})"


def _type(value: Any) -> str:
    if isinstance(value, list):
        return "bigint[]" if value and isinstance(value[0], int) else "text[]"
    return "bigint" if isinstance(value, int) else "text"
