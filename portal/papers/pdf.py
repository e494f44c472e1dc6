"""Text of a PDF, page by page, with pypdfium2. Runs in the child process only."""

import re
from pathlib import Path

import pypdfium2

from portal.core.text import nfc
from portal.papers.reasons import State

MAX_PAGES = 1500
MAX_CHARACTERS = 5_000_000
_PASSWORD_ERROR = 4
_PAGE_NUMBER = re.compile(r"[\s\-–—]*(?:Trang\s+)?\d{1,4}(?:\s*/\s*\d{1,4})?[\s\-–—]*", re.IGNORECASE)


def read_pdf(path: Path) -> tuple[State, list[str]]:
    """State and the text of each page; unreadable pages are empty."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _PASSWORD_ERROR or "password" in str(error).lower()
        return (State.ENCRYPTED if locked else State.BROKEN), []
    try:
        if not len(document):
            return State.BROKEN, []
        if len(document) > MAX_PAGES:
            return State.TOO_LARGE, []
        pages = [_page_text(document, at) for at in range(len(document))]
    finally:
        document.close()
    if sum(map(len, pages)) > MAX_CHARACTERS:
        return State.TOO_LARGE, []
    return State.OK, pages


def _page_text(document: pypdfium2.PdfDocument, at: int) -> str:
    try:
        page = document[at]
        text_page = page.get_textpage()
        text = text_page.get_text_range()
        text_page.close()
        page.close()
    except pypdfium2.PdfiumError:
        return ""
    # pdfium writes U+FFFE or U+0002 for a hyphen it takes for one of word division
    text = re.sub("[\ufffe\x02]\r?\n?", "-", text)
    return nfc(text.replace("\r\n", "\n").replace("\r", "\n"))


def flowing(pages: list[str]) -> str:
    """All pages as one text without the page numbers at their ends, so that cut sentences meet."""
    return "\n".join(_without_number(page) for page in pages)


def _without_number(page: str) -> str:
    lines = page.strip().split("\n")
    if len(lines) > 1 and _PAGE_NUMBER.fullmatch(lines[0]):
        lines = lines[1:]
    if len(lines) > 1 and _PAGE_NUMBER.fullmatch(lines[-1]):
        lines = lines[:-1]
    return "\n".join(lines)
