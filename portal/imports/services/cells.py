"""Which cell a file means: by code, by name, by name with the name of its committee."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.core.text import equality_key
from portal.imports.services.headings import folded


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that the actor keeps."""

    id: int
    name: str
    code: str
    parent: str

    @property
    def title(self) -> str:
        """`Chi bộ 1 (Đảng bộ A)`: tells cells of the same name apart."""
        return f"{self.name} ({self.parent})" if self.parent else self.name


@dataclass(slots=True)
class CellBook:
    """The cells of an import's unit, found by what files write."""

    cells: dict[int, Cell]
    _codes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _exact: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _folded: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> "CellBook":
        """The book of these cells."""
        book = cls({one.id: one for one in cells})
        for one in book.cells.values():
            if one.code:
                book._codes[_code(one.code)].append(one.id)
            for text in (one.name, f"{one.name} {one.parent}", f"{one.parent} {one.name}"):
                book._exact[equality_key(text)].append(one.id)
                book._folded[folded(text)].append(one.id)
        return book

    def find(self, text: str) -> list[int]:
        """The cells that a text may mean: one where it is clear, several where names repeat, none where unknown."""
        for known, key in ((self._codes, _code(text)), (self._exact, equality_key(text)),
                           (self._folded, folded(text))):
            found = known.get(key)
            if found:
                return sorted(set(found))
        return []

    def like(self, text: str, limit: int = 12) -> list[Cell]:
        """The cells whose names share most words with a text, the likeliest first; for a picker."""
        wanted = set(folded(text).split())

        def likeness(one: Cell) -> float:
            there = set(folded(one.title).split())
            return len(wanted & there) / (len(wanted | there) or 1)

        return sorted(self.cells.values(), key=lambda one: (-likeness(one), one.title))[:limit]


def _code(text: str) -> str:
    return text.strip().casefold()
