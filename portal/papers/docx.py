"""DOCX as blocks: own reading of the zip with defusedxml, with limits. Runs in the child process only."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from posixpath import basename
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from portal.core.text import nfc
from portal.papers import lines as looks
from portal.papers.blocks import Block, join_cut
from portal.papers.docx_paragraphs import Styles, W, paragraph_block
from portal.papers.reasons import State

MAX_MEMBERS = 3_000
MAX_UNPACKED = 200_000_000
MAX_PART = 20_000_000
_RATIO, _RATIO_FROM = 200, 10_000_000
_OLE = b"\xd0\xcf\x11\xe0"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_OTHER_PARTS = re.compile(r"word/(?:(?P<header>header)|footer|footnotes|endnotes)\d*\.xml")


class _TooLarge(Exception):
    pass


def read_docx(path: Path) -> tuple[State, list[Block]]:
    """State and blocks: headers first (a stamp may stand there), the text, then footers and notes."""
    with path.open("rb") as file:
        if file.read(4) == _OLE:  # Word wraps an encrypted document into an OLE file
            return State.ENCRYPTED, []
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive)
            if any(info.flag_bits & 1 for info in archive.infolist()):
                return State.ENCRYPTED, []
            return State.OK, join_cut(_document(archive))
    except (_TooLarge, MemoryError):
        return State.TOO_LARGE, []
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, OSError, NotImplementedError, RecursionError):
        return State.BROKEN, []
    except (ParseError, DefusedXmlException):
        return State.BROKEN, []


def _check(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    unpacked = sum(info.file_size for info in members)
    packed = max(1, sum(info.compress_size for info in members))
    is_bomb = unpacked > _RATIO_FROM and unpacked / packed > _RATIO
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or is_bomb:
        raise _TooLarge


def _xml(archive: zipfile.ZipFile, name: str) -> Element:
    with archive.open(name) as part:
        data = part.read(MAX_PART + 1)  # the declared size may lie
    if len(data) > MAX_PART:
        raise _TooLarge
    root: Element = fromstring(data, forbid_dtd=True)
    return root


def _document(archive: zipfile.ZipFile) -> Iterator[Block]:
    names = sorted(archive.namelist())
    styles = Styles(
        _xml(archive, "word/styles.xml") if "word/styles.xml" in names else None,
        _xml(archive, "word/numbering.xml") if "word/numbering.xml" in names else None,
    )
    headers = [n for n in names if (m := _OTHER_PARTS.fullmatch(n)) and m["header"]]
    others = [n for n in names if (m := _OTHER_PARTS.fullmatch(n)) and not m["header"]]
    seen: set[str] = set()
    for name in [*headers, "word/document.xml", *others]:
        links = _links(archive, name, names)
        for block in _blocks(_xml(archive, name), styles, links):
            is_main = name == "word/document.xml"
            if is_main or not (block.text in seen or re.fullmatch(r"[\W\d_]*", block.text)):
                yield block
            if not is_main:
                seen.add(block.text)


def _links(archive: zipfile.ZipFile, name: str, names: list[str]) -> dict[str, str]:
    relations = f"word/_rels/{basename(name)}.rels"
    if relations not in names:
        return {}
    return {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in _xml(archive, relations).iter(_RELATIONS)
        if relation.get("TargetMode") == "External" and relation.get("Target", "").startswith("http")
    }


def _blocks(node: Element, styles: Styles, links: dict[str, str]) -> Iterator[Block]:
    for child in node:
        if child.tag == W + "p":
            for box in _text_boxes(child):
                yield from _blocks(box, styles, links)
            if block := paragraph_block(child, styles, links):
                yield block
        elif child.tag == W + "tbl":
            yield from _table(child, styles, links)
        elif child.tag != _FALLBACK and child.tag not in {W + "del", W + "moveFrom"}:
            yield from _blocks(child, styles, links)


def _text_boxes(node: Element) -> Iterator[Element]:
    for child in node:
        if child.tag == W + "txbxContent":
            yield child
        elif child.tag != _FALLBACK:
            yield from _text_boxes(child)


def _table(table: Element, styles: Styles, links: dict[str, str]) -> Iterator[Block]:
    """A data table, or the blocks of one that only lays out the head or the signature."""
    cells = [[list(_blocks(cell, styles, links)) for cell in row.findall(W + "tc")] for row in table.findall(W + "tr")]
    flat = [block for row in cells for cell in row for block in cell]
    if _is_layout(flat) or all(len(row) < 2 for row in cells):
        yield from flat
        return
    rows = tuple(tuple("<br>".join(block.html for block in cell) for cell in row) for row in cells)
    text = "\n".join("\t".join(" ".join(b.text for b in cell) for cell in row) for row in cells)
    if text.strip():
        yield Block("table", nfc(text), "", 1 if len(rows) > 1 else 0, rows)


def _is_layout(blocks: list[Block]) -> bool:
    texts = [line for block in blocks for line in block.text.split("\n")]
    return any(looks.is_national(text) or looks.is_recipients(text) or looks.is_on_behalf(text) for text in texts)
