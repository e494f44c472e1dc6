"""Ruled tables of a PDF page: found by the lines drawn, so that they stay tables and no cell runs into another."""

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

_NEAR = 3.0
_SHORTEST = 8.0
_MOST_LINES, _MOST_SEGMENTS, _MOST_OBJECTS = 600, 20_000, 20_000
_MOST_COLUMNS, _MOST_ROWS = 30, 200


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: at `at` across, from `low` to `high` along; lengths in points."""

    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: places of its columns from the left and of its rows from the top."""

    columns: list[float]
    rows: list[float]
    level: list[Rule]
    upright: list[Rule]

    def cells(self, text: pypdfium2.PdfTextPage) -> list[list[str]]:
        """Texts of the cells by row; those that a wider or higher cell covers are empty."""
        return [[self._cell(text, row, column) for column in range(len(self.columns) - 1)]
                for row in range(len(self.rows) - 1)]  # fmt: skip

    def _cell(self, text: pypdfium2.PdfTextPage, row: int, column: int) -> str:
        if not (self._is_ruled_above(row, column) and self._is_ruled_before(row, column)):
            return ""
        right, below = column + 1, row + 1
        while right < len(self.columns) - 1 and not self._is_ruled_before(row, right):
            right += 1
        while below < len(self.rows) - 1 and not self._is_ruled_above(below, column):
            below += 1
        return bounded(text, self.columns[column], self.rows[below], self.columns[right], self.rows[row])

    def _is_ruled_before(self, row: int, column: int) -> bool:
        middle = (self.rows[row] + self.rows[row + 1]) / 2
        return column == 0 or _crosses(self.upright, self.columns[column], middle)

    def _is_ruled_above(self, row: int, column: int) -> bool:
        middle = (self.columns[column] + self.columns[column + 1]) / 2
        return row == 0 or _crosses(self.level, self.rows[row], middle)


def bounded(text: pypdfium2.PdfTextPage, left: float, bottom: float, right: float, top: float) -> str:
    """The text inside a box, a little drawn in so that neighbours stay out."""
    return str(text.get_text_bounded(left + 1, bottom + 1, right - 1, top - 1)) if top - bottom > _NEAR else ""


def grids_of(page: pypdfium2.PdfPage) -> list[Grid]:
    """Tables of at least two rows and two columns, from the top of the page down; none where a page is a drawing."""
    level: list[Rule] = []
    upright: list[Rule] = []
    for start, end in _lines(page):
        if abs(start[1] - end[1]) < 1 and abs(start[0] - end[0]) >= _SHORTEST:
            level.append(Rule(start[1], *sorted((start[0], end[0]))))
        elif abs(start[0] - end[0]) < 1 and abs(start[1] - end[1]) >= _SHORTEST:
            upright.append(Rule(start[0], *sorted((start[1], end[1]))))
        if len(level) + len(upright) > _MOST_LINES:
            return []
    found = [grid for grid in map(_grid, _connected(level, upright)) if grid]
    return sorted(found, key=lambda grid: -grid.rows[0])


def _lines(page: pypdfium2.PdfPage) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    left = _MOST_SEGMENTS
    for number in range(min(pdfium.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        drawn = pdfium.FPDFPage_GetObject(page.raw, number)
        if pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_PATH:
            left -= max(1, pdfium.FPDFPath_CountSegments(drawn))
            if left < 0:
                return
            yield from _lines_of(drawn)


def _lines_of(path: object) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for number in range(max(0, pdfium.FPDFPath_CountSegments(path))):
        segment = pdfium.FPDFPath_GetPathSegment(path, number)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield last, point
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield point, first


def _connected(level: list[Rule], upright: list[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Lines that touch, table by table."""
    rest = set(range(len(upright)))
    left = set(range(len(level)))
    while rest:
        across, along = set[int](), {rest.pop()}
        news = list(along)
        while news:
            touched = {n for n in left for one in news if _touch(level[n], upright[one])}
            left -= touched
            across |= touched
            news = [n for n in rest for one in touched if _touch(level[one], upright[n])]
            rest -= set(news)
            along |= set(news)
        yield [level[n] for n in across], [upright[n] for n in along]


def _touch(level: Rule, upright: Rule) -> bool:
    is_across = level.low - _NEAR <= upright.at <= level.high + _NEAR
    return is_across and upright.low - _NEAR <= level.at <= upright.high + _NEAR


def _grid(rules: tuple[list[Rule], list[Rule]]) -> Grid | None:
    level, upright = rules
    columns = _places(one.at for one in upright)
    rows = _places(one.at for one in level)[::-1]
    if 3 <= len(columns) <= _MOST_COLUMNS + 1 and 3 <= len(rows) <= _MOST_ROWS + 1:
        return Grid(columns, rows, level, upright)
    return None


def _places(values: Iterable[float]) -> list[float]:
    """Different places, those that nearly meet as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _crosses(rules: list[Rule], at: float, along: float) -> bool:
    return any(abs(one.at - at) <= _NEAR and one.low - 1 <= along <= one.high + 1 for one in rules)
