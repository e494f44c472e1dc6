"""ODT as blocks: paragraphs, headings, lists, tables, frames and notes; headers and footers as margins."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from xml.etree.ElementTree import Element

from portal.papers.blocks import Block, join_cut
from portal.papers.legacy import Letters
from portal.papers.readers.archive import Archive, opened
from portal.papers.readers.odt_styles import OFFICE, STYLE, TEXT, Look, Styles
from portal.papers.readers.paper import Paper, Unreadable
from portal.papers.readers.runs import Run, paragraph
from portal.papers.readers.tables import table_blocks
from portal.papers.reasons import State

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_SKIP = {
    TEXT + "tracked-changes", OFFICE + "annotation", OFFICE + "annotation-end", TEXT + "sequence-decls",
    OFFICE + "forms", TEXT + "note-citation", TEXT + "bookmark",
}  # fmt: skip
_SIGNS = {TEXT + "tab": " ", TEXT + "line-break": "\n", TEXT + "soft-page-break": ""}
_MARGINS = ("header", "header-left", "header-first", "footer", "footer-left", "footer-first")
_WIDEST = 60


def read_odt(path: Path, letters: Letters) -> Paper:
    """Blocks: headers (a stamp may stand there), the text with its notes, then footers."""
    with opened(path) as archive:
        if archive.has("META-INF/manifest.xml") and b"encryption-data" in archive.data("META-INF/manifest.xml"):
            raise Unreadable(State.ENCRYPTED)
        content = archive.xml("content.xml")
        page = archive.xml("styles.xml") if archive.has("styles.xml") else None
        reader = _Reader(Styles([root for root in (page, content) if root is not None]), letters)
        body = content.find(f"{OFFICE}body/{OFFICE}text")
        if body is None:
            raise Unreadable(State.BROKEN)
        headers, footers = _margins(page, reader)
        paper = Paper([], margins=["\n".join(block.text for block in blocks) for blocks in (headers, footers)])
        paper.parts = join_cut(chain(headers, reader.blocks(body), reader.notes(), footers))
        return paper


def _margins(page: Element | None, reader: "_Reader") -> tuple[list[Block], list[Block]]:
    found: dict[str, list[Block]] = {"header": [], "footer": []}
    for name in _MARGINS:
        for node in page.iter(STYLE + name) if page is not None else ():
            side = found[name.split("-")[0]]
            side += [block for block in reader.blocks(node) if block not in side and any(map(str.isalpha, block.text))]
    return found["header"], found["footer"]


class _Reader:
    """Makes blocks of elements; frames come before the paragraph that holds them, notes at the end."""

    def __init__(self, styles: Styles, letters: Letters) -> None:
        self._styles, self._letters = styles, letters
        self._notes: list[Block] = []

    def notes(self) -> Iterator[Block]:
        """Footnotes and endnotes met so far."""
        yield from self._notes

    def blocks(self, node: Element, number: str = "") -> Iterator[Block]:
        """Blocks of a body, a cell, a frame, a section."""
        for child in node:
            if child.tag in {TEXT + "p", TEXT + "h"}:
                yield from self._paragraph(child, number)
                number = "" if number == "-" else number
            elif child.tag == TEXT + "list":
                yield from self._list(child)
            elif child.tag == _TABLE + "table":
                yield from table_blocks(list(self._rows(child)))
            elif child.tag not in _SKIP:
                yield from self.blocks(child)

    def _list(self, node: Element) -> Iterator[Block]:
        for item in node:
            if item.tag in {TEXT + "list-item", TEXT + "list-header"}:
                yield from self.blocks(item, "-")

    def _rows(self, table: Element) -> Iterator[list[list[Block]]]:
        for child in table:
            if child.tag == _TABLE + "table-row":
                yield self._cells(child)
            elif child.tag in {_TABLE + "table-header-rows", _TABLE + "table-rows", _TABLE + "table-row-group"}:
                yield from self._rows(child)

    def _cells(self, row: Element) -> list[list[Block]]:
        cells: list[list[Block]] = []
        for cell in row:
            if cell.tag in {_TABLE + "table-cell", _TABLE + "covered-table-cell"}:
                repeated = cell.get(_TABLE + "number-columns-repeated", "1")
                content = list(self.blocks(cell))
                cells += [content] * min(int(repeated) if repeated.isdigit() else 1, _WIDEST)
        return cells

    def _paragraph(self, node: Element, number: str) -> Iterator[Block]:
        frames: list[Element] = []
        look = self._styles.look(node.get(TEXT + "style-name", ""), Look())
        runs = list(self._runs(node, look, "", frames))
        for frame in frames:
            yield from self.blocks(frame)
        level = node.get(TEXT + "outline-level", "1") if node.tag == TEXT + "h" else "0"
        depth = min(int(level), 6) if level.isdigit() else 1
        if block := paragraph(runs, level=depth, number="" if depth else number):
            yield block

    def _runs(self, node: Element, look: Look, href: str, frames: list[Element]) -> Iterator[Run]:
        yield self._run(node.text, look, href)
        for child in node:
            if child.tag in _SIGNS:
                yield Run(_SIGNS[child.tag])
            elif child.tag == TEXT + "s":
                yield Run(" ")
            elif child.tag == TEXT + "note":
                body = child.find(TEXT + "note-body")
                self._notes += self.blocks(body) if body is not None else ()
            elif child.tag.startswith(_DRAW):
                frames.append(child)
            elif child.tag not in _SKIP:
                inner = self._styles.look(child.get(TEXT + "style-name", ""), look)
                address = child.get(_HREF, "") if child.tag == TEXT + "a" else href
                yield from self._runs(child, inner, address if address.startswith("http") else href, frames)
            yield self._run(child.tail, look, href)

    def _run(self, text: str | None, look: Look, href: str) -> Run:
        plain = self._letters.of_font(" ".join(_kept_edges(text or "")), look.font)
        return Run(plain.upper() if look.capitals else plain, look.bold, look.italic, href)


def _kept_edges(text: str) -> list[str]:
    """The words, with an empty one at an end where there is a blank: XML blanks count as one."""
    words = text.split()
    if not words:
        return ["", ""] if text else []
    return [""] * text[0].isspace() + words + [""] * text[-1].isspace()


def has_scripts(archive: Archive) -> bool:
    """True if the file brings macros."""
    return any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in archive.names)
