"""Rows of the index as a snapshot: few documents, with the rarities and lengths of the whole library."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from portal.search import fields as names
from portal.search.building import Postings, build
from portal.search.snapshot import Postings as Places
from portal.search.snapshot import Snapshot


class Rows:
    """Rows as a Source."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self.size = len(rows)
        self._rows = rows
        self._postings: dict[str, dict[str, tuple[list[int], list[float]]]] = {}
        for place, row in enumerate(rows):
            self._add(place, row)

    def _add(self, place: int, row: Any) -> None:
        *head, body = [line.split() for line in row.folded.split("\n")]
        lists = {name: dict.fromkeys(getattr(row, name), 1)
                 for name in (names.EXACT, names.SYMBOL, names.FACETS, names.READERS)}
        held = {names.HEAD: Counter(word for part in head for word in part), names.BODY: Counter(body),
                names.KIND: {row.kind: 1}, **lists}
        for field, counts in held.items():
            terms = self._postings.setdefault(field, {})
            for term, number in counts.items():
                documents, numbers = terms.setdefault(term, ([], []))
                documents.append(place)
                numbers.append(number)

    def names(self, field: str) -> Iterable[str]:
        return self._postings.get(field, {}).keys()

    def postings(self, field: str, term: str) -> Postings:
        return self._postings.get(field, {}).get(term, ((), ()))

    def column(self, name: str) -> Sequence[int]:
        return [getattr(row, name) for row in self._rows]

    def texts(self) -> Iterator[str]:
        return (row.folded for row in self._rows)


class Sample(Snapshot):
    """A snapshot of rows. `numbers` says how many documents of all hold each term."""

    def __init__(self, rows: Sequence[Any], total: int, averages: tuple[float, float], numbers: dict[str, int]) -> None:
        super().__init__([build(Rows(rows), averages)])
        self.alive = total
        self._numbers = numbers

    def living_holders(self, field: str, term: str, postings: list[Places]) -> int:
        own = super().frequency(field, term)
        return max(self._numbers.get(term, own), own) if field in (names.SYLLABLES, names.PAIRS) else own

    def frequency(self, field: str, term: str) -> int:
        return self.living_holders(field, term, [])
