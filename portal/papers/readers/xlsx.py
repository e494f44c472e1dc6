"""XLSX as blocks: each sheet a heading and a table, a page of its own."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from html import escape, unescape
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from portal.core.text import nfc
from portal.papers.blocks import Block, plain_block, to_text
from portal.papers.legacy import Letters
from portal.papers.readers.archive import Archive, opened
from portal.papers.readers.paper import Paper, Unreadable
from portal.papers.reasons import State

MAX_CELLS = 1_000_000
_WIDEST = 200
_HEADER = re.compile(rb"<(?:odd|even|first)(?:Header|Footer)>([^<]{1,2000})<")
_HEADER_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|[LCRPNDTGFAZBIUES]|\d{1,3})')
_DRAWN = re.compile(rb"<a:t>([^<]{1,2000})</a:t>")


def read_xlsx(path: Path, letters: Letters) -> Paper:
    """Sheets in their order, hidden ones too; texts drawn over them and headers as margins."""
    with opened(path) as archive:
        margins = list(_margins(archive))
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = [(one.name, book.get_sheet_by_name(one.name)) for one in book.sheets_metadata
                  if one.typ == SheetTypeEnum.WorkSheet]  # fmt: skip
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable(State.BROKEN) from error
    if sum(sheet.height * sheet.width for _, sheet in sheets) > MAX_CELLS:
        raise Unreadable(State.TOO_LARGE)
    paper = Paper([], margins=margins)
    for name, sheet in sheets:
        blocks = letters.blocks_by_content(list(_sheet(name, sheet)))
        if len(blocks) > 1:
            paper.parts += blocks
            paper.pages.append(to_text(blocks))
    drawn = [plain_block("p", text) for text in margins]
    if drawn:
        paper.parts += drawn
        paper.pages.append(to_text(drawn))
    return paper


def _sheet(name: str, sheet: CalamineSheet) -> Iterator[Block]:
    """A heading, lines of one cell as paragraphs, the rest as tables."""
    yield plain_block("h", nfc(name), 1)
    rows: list[list[str]] = []
    for cells in sheet.to_python(skip_empty_area=True):
        shown = [_shown(cell) for cell in cells[:_WIDEST]]
        filled = [cell for cell in shown if cell]
        if len(filled) == 1:
            yield from _table(rows)
            rows = []
            yield plain_block("p", filled[0])
        elif filled:
            rows.append(shown)
    yield from _table(rows)


def _table(rows: list[list[str]]) -> Iterator[Block]:
    if not rows:
        return
    used = [at for at in range(len(rows[0])) if any(row[at] for row in rows)]
    kept = [[row[at] for at in used] for row in rows]
    text = "\n".join("\t".join(row) for row in kept)
    html = tuple(tuple(escape(cell, quote=False).replace("\n", "<br>") for cell in row) for row in kept)
    yield Block("table", text, "", 1 if len(rows) > 1 else 0, html)


def _shown(cell: object) -> str:
    """A cell as a person reads it: days as 26/01/2026, whole numbers without a point."""
    if isinstance(cell, str):
        return nfc(cell).strip()
    if isinstance(cell, bool):
        return "Đúng" if cell else "Sai"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell).replace(".", ",")
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y}" if cell.time() == time() else f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return str(cell) if isinstance(cell, int) else ""


def _margins(archive: Archive) -> Iterator[str]:
    for name in archive.matching("xl/worksheets/"):
        for found in _HEADER.findall(archive.data(name)):
            text = _HEADER_CODES.sub(" ", unescape(found.decode("utf-8", "replace")))
            if any(map(str.isalpha, text)):
                yield nfc(" ".join(text.split()))
    for name in archive.matching("xl/drawings/"):
        for found in _DRAWN.findall(archive.data(name)):
            yield nfc(unescape(found.decode("utf-8", "replace"))).strip()
