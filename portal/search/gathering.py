"""Entries as a Source: terms counted, ready to be made into arrays or written."""

from array import array
from collections.abc import Iterable, Iterator, Sequence

from portal.search.analysis import Analysed, analyse, facet_terms, facts
from portal.search.building import Postings
from portal.search.entry import Entry
from portal.search.fields import BODY, COLUMNS, EXACT, FACETS, HEAD, KIND, LENGTHS, READERS, SYMBOL


class Gathered:
    """Some entries, numbered in the order they come."""

    def __init__(self, entries: Iterable[tuple[Entry, Analysed]]) -> None:
        self.size = 0
        self._texts: list[str] = []
        self._columns: dict[str, list[int]] = {name: [] for name in [*COLUMNS, *LENGTHS.values()]}
        self._postings: dict[str, dict[str, tuple[array[int], array[float]]]] = {
            field: {} for field in (HEAD, BODY, EXACT, SYMBOL, KIND, READERS, FACETS)
        }
        for entry, parts in entries:
            self._add(entry, parts)

    def _add(self, entry: Entry, parts: Analysed) -> None:
        for name, value in facts(entry).items():
            self._columns[name].append(value)
        for part, length in parts.lengths.items():
            self._columns[LENGTHS[part]].append(length)
        for field, counts in counted(entry, parts).items():
            terms = self._postings[field]
            for term, count in counts.items():
                documents, weights = terms.setdefault(term, (array("I"), array("f")))
                documents.append(self.size)
                weights.append(count)
        self._texts.append(parts.text)
        self.size += 1

    def names(self, field: str) -> Iterable[str]:
        return self._postings[field].keys()

    def postings(self, field: str, term: str) -> Postings:
        return self._postings[field].get(term, ((), ()))

    def column(self, name: str) -> Sequence[int]:
        return self._columns[name]

    def texts(self) -> Iterator[str]:
        return iter(self._texts)


def counted(entry: Entry, parts: Analysed) -> dict[str, dict[str, int]]:
    """The terms of an entry by field, with how often each occurs."""
    return {
        HEAD: parts.head,
        BODY: parts.body,
        EXACT: parts.exact,
        SYMBOL: parts.symbol,
        KIND: {entry.kind: 1},
        READERS: dict.fromkeys(entry.readers, 1),
        FACETS: dict.fromkeys(facet_terms(entry), 1),
    }


def gather(entries: Iterable[Entry]) -> Gathered:
    """Some entries, analysed."""
    return Gathered((entry, analyse(entry)) for entry in entries)
