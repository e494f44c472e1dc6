"""Finds the heading of a table and guesses what its columns hold. Pure functions on the first rows of a file."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from portal.core.text import fold, words
from portal.imports.models import HEADINGS, NOT_USED, Field

LOOKED_AT = 40
_DATA = re.compile(r"\d{4}-\d\d-\d\d|\d{6,}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
_ORDINAL = re.compile(r"\(?(\d{1,2}|[a-zđ])\)?", re.IGNORECASE)
Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Heading:
    """Rows `first` to `last` of the file, and the title of each column."""

    first: int
    last: int
    titles: list[str]


def folded(text: str) -> str:
    """Words of a text without marks, parted by one blank: how spellings are looked up."""
    return " ".join(words(fold(text)))


def find(rows: Sequence[Row], merged: Sequence[Sequence[int]] = (), at: int | None = None) -> Heading:
    """The heading of a table: the row (or two) that names most fields; `at` says which row a person meant.

    Merged cells count in each place they cover; a line of column numbers below belongs to the heading.
    """
    width = max((len(cells) for _, cells in rows), default=0)
    grid = {number: cells + [""] * (width - len(cells)) for number, cells in rows[:LOOKED_AT]}
    for top, left, bottom, right in merged:
        _spread(grid, top, left, bottom, right, width)
    spans = [(first, last) for first in grid for last in _lasts(grid, first, merged) if at in (None, first)]
    if not spans:
        return Heading(0, 0, [""] * width)
    best = max(spans, key=lambda span: (_score(_titles(grid, *span)), span[0] - span[1], -span[0]))
    if _score(_titles(grid, *best)) == 0 and at is None:
        number = next((number for number, cells in grid.items() if sum(map(bool, cells)) > 1), min(grid))
        best = (number, number)
    below = grid.get(best[1] + 1)
    last = best[1] + 1 if below and _is_numbering(below) else best[1]
    return Heading(best[0], last, _titles(grid, *best))


def _spread(grid: dict[int, list[str]], top: int, left: int, bottom: int, right: int, width: int) -> None:
    text = grid[top][left] if top in grid and 0 <= left < width else ""
    for number in range(top, bottom + 1):
        for place in range(max(left, 0), min(right, width - 1) + 1) if text else ():
            grid.setdefault(number, [""] * width)[place] = text


def _lasts(grid: dict[int, list[str]], first: int, merged: Sequence[Sequence[int]]) -> list[int]:
    """Where a heading that begins here may end: here, or below where it is two rows high."""
    ends = [bottom for top, _, bottom, _ in merged if top == first < bottom]
    if ends:
        return [max(ends)]
    below = grid.get(first + 1)
    is_heading = below is not None and not any(_DATA.search(cell) for cell in below)
    return [first, first + 1] if is_heading else [first]


def _titles(grid: dict[int, list[str]], first: int, last: int) -> list[str]:
    """What stands over each column, from top to bottom, nothing twice."""
    over = [grid[number] for number in range(first, last + 1) if number in grid]
    return [" ".join(dict.fromkeys(" ".join(cell.split()) for cell in column if cell))
            for column in zip(*over, strict=True)]


def _score(titles: Sequence[str]) -> int:
    return len(guess(titles))


def _is_numbering(cells: Sequence[str]) -> bool:
    """`1 | 2 | 3`, `(1) | (2)`, `A | B | 1`: the line under the headings of official forms."""
    filled = [cell for cell in cells if cell]
    return len(filled) > 2 and len(set(filled)) == len(filled) and all(_ORDINAL.fullmatch(cell) for cell in filled)


def guess(titles: Sequence[str]) -> dict[str, int]:
    """Field → column, each column and field once, the surest first.

    Two neighbours under one merged "Họ và tên" are the family and the given name.
    """
    meanings = [(place, *_meaning(title)) for place, title in enumerate(titles)]
    scored = sorted((-sure, place, field) for place, field, sure in meanings if field)
    found: dict[str, int] = {}
    for _, place, field in scored:
        found.setdefault(field, place)
    place = found.get(Field.FULL_NAME, -1)
    if 0 <= place < len(titles) - 1 and folded(titles[place]) == folded(titles[place + 1]):
        found[Field.FAMILY_NAME], found[Field.GIVEN_NAME] = found.pop(Field.FULL_NAME), place + 1
    if Field.FAMILY_NAME not in found and Field.GIVEN_NAME in found:
        found.setdefault(Field.FULL_NAME, found.pop(Field.GIVEN_NAME))
    if Field.FULL_NAME in found:
        found.pop(Field.FAMILY_NAME, None)
        found.pop(Field.GIVEN_NAME, None)
    return found


def _meaning(title: str) -> tuple[str, int]:
    """(field, how sure): a title spelled as known is surest, else the longest spelling found inside it."""
    text = folded(re.sub(r"\(.*?\)", " ", title)) or folded(title)
    if not text or text in NOT_USED:
        return "", 0
    for field, spellings in HEADINGS.items():
        if text in spellings:
            return field, 1000 - spellings.index(text)
    inside = [(len(spelling), field) for field, spellings in HEADINGS.items() for spelling in spellings
              if " " in spelling and f" {spelling} " in f" {text} "]
    inside += [(len(spelling), "") for spelling in NOT_USED if " " in spelling and f" {spelling} " in f" {text} "]
    size, field = max(inside, default=(0, ""))
    return field, size


def fingerprint(titles: Sequence[str]) -> str:
    """The same for files with the same headings in the same order."""
    return hashlib.sha256("\n".join(folded(title) for title in titles).encode()).hexdigest()
