"""Text of a PDF, page by page, with pypdfium2. One that carries scripts or starts programs is refused."""

import ctypes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from portal.core.text import nfc
from portal.papers import blocks as text_blocks
from portal.papers.blocks import Block, join_cut
from portal.papers.legacy import Letters, like
from portal.papers.readers.paper import Paper, Unreadable
from portal.papers.readers.pdf_tables import bounded, grids_of
from portal.papers.readers.tables import table_blocks
from portal.papers.reasons import State

MAX_PAGES = 1500
MAX_CHARACTERS = 5_000_000
_PASSWORD_ERROR = 4
_PAGE_NUMBER = re.compile(r"[\s\-–—]*(?:Trang\s+)?\d{1,4}(?:\s*/\s*\d{1,4})?[\s\-–—]*", re.IGNORECASE)
_ACTIVE = re.compile(rb"/(?:JavaScript|Launch)(?![A-Za-z])")
_LONGEST_NAME = 16
_LONGEST_NOTE, _MOST_NOTES = 500, 200


@dataclass(slots=True)
class _Page:
    """A page's whole text, and the same as pieces: text outside of tables, cells of tables."""

    text: str = ""
    pieces: list[str | list[list[str]]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_pdf(path: Path, letters: Letters) -> Paper:
    """Blocks and the text of each page; unreadable pages are empty."""
    document = open_pdf(path)
    try:
        if is_active(document):
            raise Unreadable(State.SCRIPTED, len(document))
        pages = [_page(document, at) for at in range(len(document))]
    finally:
        document.close()
    if sum(len(page.text) for page in pages) > MAX_CHARACTERS:
        raise Unreadable(State.TOO_LARGE, len(pages))
    whole = "\f".join(page.text for page in pages)
    parts = join_cut(_blocks(pages, like(whole)))
    return Paper(parts, letters.by_content(whole).split("\f"), [note for page in pages for note in page.notes])


def _blocks(pages: list[_Page], right: Callable[[str], str]) -> Iterator[Block]:
    """Blocks of the text that flows from page to page, and the tables between; `right` mends old letters."""
    texts: list[str] = []
    for page in pages:
        for at, piece in enumerate(page.pieces):
            if isinstance(piece, str):
                is_whole = len(page.pieces) == 1
                texts.append(right(_without_number(piece, at == 0, is_whole or at == len(page.pieces) - 1)))
                continue
            yield from text_blocks.from_text("\n".join(texts))
            texts = []
            yield from table_blocks([[_cell(right(" ".join(cell.split()))) for cell in row] for row in piece])
    yield from text_blocks.from_text("\n".join(texts))


def _cell(text: str) -> list[Block]:
    return [text_blocks.plain_block("p", text)] if text else []


def open_pdf(path: Path, most: int = MAX_PAGES) -> pypdfium2.PdfDocument:
    """The document, with at least one page and at most so many; else `Unreadable`."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _PASSWORD_ERROR or "password" in str(error).lower()
        raise Unreadable(State.ENCRYPTED if locked else State.BROKEN) from error
    count = len(document)
    if 0 < count <= most:
        return document
    document.close()
    raise Unreadable(State.TOO_MANY_PAGES if count else State.BROKEN, count)


def is_active(document: pypdfium2.PdfDocument) -> bool:
    """True if anything in the file runs a script or starts a program.

    The whole file is written again without locks and packed objects, so that no name can hide, and only
    looked at as it goes by.
    """
    watcher = _Watcher()
    try:
        document.save(watcher, flags=pdfium.FPDF_REMOVE_SECURITY)
    except pypdfium2.PdfiumError:
        return False
    return watcher.found


class _Watcher:
    """A file that keeps nothing."""

    def __init__(self) -> None:
        self.found = False
        self._end = b""

    def write(self, data: bytes) -> int:
        """Look at a piece and at the seam before it."""
        piece = bytes(data)
        if not self.found:
            self.found = _ACTIVE.search(self._end + piece + b" " * (len(piece) < _LONGEST_NAME)) is not None
            self._end = piece[-_LONGEST_NAME:]
        return len(piece)


def _page(document: pypdfium2.PdfDocument, at: int) -> _Page:
    try:
        page = document[at]
        text_page = page.get_textpage()
        text = _clean(text_page.get_text_range())
        found = _Page(text, list(_pieces(page, text_page, text)), list(_notes(page.raw)))
        text_page.close()
        page.close()
    except pypdfium2.PdfiumError:
        return _Page()
    return found


def _pieces(
    page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage, text: str
) -> Iterator[str | list[list[str]]]:
    """The text over, between and under the tables of a page, and their cells."""
    grids = grids_of(page)
    if not grids or page.get_rotation():
        yield text
        return
    left, bottom, right, top = page.get_mediabox()
    for grid in grids:
        yield _clean(bounded(text_page, left, grid.rows[0], right, top))
        yield [[_clean(cell) for cell in row] for row in grid.cells(text_page)]
        top = min(top, grid.rows[-1])
    yield _clean(bounded(text_page, left, bottom, right, top))


def _clean(text: str) -> str:
    # pdfium writes U+FFFE or U+0002 for a hyphen it takes for one of word division
    text = re.sub("[\ufffe\x02]\r?\n?", "-", text)
    return nfc(text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n"))


def _notes(page: object) -> Iterator[str]:
    """What annotations say: stamps and text laid over a page are no text of it."""
    for at in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_NOTES)):
        note = pdfium.FPDFPage_GetAnnot(page, at)
        buffer = (ctypes.c_ushort * _LONGEST_NOTE)()
        size = pdfium.FPDFAnnot_GetStringValue(note, b"Contents", buffer, ctypes.sizeof(buffer))
        pdfium.FPDFPage_CloseAnnot(note)
        if 2 < size <= ctypes.sizeof(buffer):
            yield bytes(buffer)[: size - 2].decode("utf-16-le", "replace")


def flowing(pages: list[str]) -> str:
    """All pages as one text without the page numbers at their ends, so that cut sentences meet."""
    return "\n".join(_without_number(page) for page in pages)


def _without_number(page: str, first: bool = True, last: bool = True) -> str:
    lines = page.strip().split("\n")
    if first and len(lines) > 1 and _PAGE_NUMBER.fullmatch(lines[0]):
        lines = lines[1:]
    if last and lines and (len(lines) > 1 or not first) and _PAGE_NUMBER.fullmatch(lines[-1]):
        lines = lines[:-1]
    return "\n".join(lines)
