"""DOCX as blocks: own reading of the zip with defusedxml, with limits."""

import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import basename
from xml.etree.ElementTree import Element

from portal.papers.blocks import Block, join_cut
from portal.papers.legacy import Letters
from portal.papers.readers.archive import Archive, opened
from portal.papers.readers.docx_paragraphs import Paragraphs
from portal.papers.readers.docx_styles import Styles, W
from portal.papers.readers.paper import Paper
from portal.papers.readers.tables import table_blocks

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WATERMARK = "{urn:schemas-microsoft-com:vml}textpath"
_OTHER_PARTS = re.compile(r"word/(?:(?P<header>header)|(?P<footer>footer)|footnotes|endnotes)\d*\.xml")
_MAIN = "word/document.xml"
_WRAPPERS = {W + "sdt", W + "sdtContent", W + "ins", W + "moveTo", W + "customXml"}


def read_docx(path: Path, letters: Letters) -> Paper:
    """Blocks: headers first (a stamp may stand there), the text, then footers and notes."""
    with opened(path) as archive:
        paper = Paper([])
        paper.parts = join_cut(_document(archive, letters, paper.margins))
        return paper


def _document(archive: Archive, letters: Letters, margins: list[str]) -> Iterator[Block]:
    styles = Styles(
        archive.xml("word/styles.xml") if archive.has("word/styles.xml") else None,
        archive.xml("word/numbering.xml") if archive.has("word/numbering.xml") else None,
    )
    others = [(name, match) for name in archive.names if (match := _OTHER_PARTS.fullmatch(name))]
    before = [name for name, match in others if match["header"]]
    after = [name for name, match in others if not match["header"]]
    marginal = {name for name, match in others if match["header"] or match["footer"]}
    seen: set[str] = set()
    for name in [*before, _MAIN, *after]:
        reader = Paragraphs(styles, _links(archive, name), letters)
        root = archive.xml(name)
        blocks = list(_blocks(root, reader))
        margins += [path.get("string", "") for path in root.iter(_WATERMARK)]
        if name in marginal:
            margins.append("\n".join(block.text for block in blocks))
        for block in blocks:
            if name == _MAIN or not (block.text in seen or re.fullmatch(r"[\W\d_]*", block.text)):
                yield block
            if name != _MAIN:
                seen.add(block.text)


def _links(archive: Archive, name: str) -> dict[str, str]:
    relations = f"word/_rels/{basename(name)}.rels"
    if not archive.has(relations):
        return {}
    return {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in archive.xml(relations).iter(_RELATIONS)
        if relation.get("TargetMode") == "External" and relation.get("Target", "").startswith("http")
    }


def _blocks(node: Element, reader: Paragraphs) -> Iterator[Block]:
    for child in node:
        if child.tag == W + "p":
            for box in _text_boxes(child):
                yield from _blocks(box, reader)
            if block := reader.block(child):
                yield block
        elif child.tag == W + "tbl":
            yield from table_blocks([_cells(row, reader) for row in _inside(child, W + "tr")])
        elif child.tag != _FALLBACK and child.tag not in {W + "del", W + "moveFrom"}:
            yield from _blocks(child, reader)


def _inside(node: Element, tag: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those that a form field or a change wraps."""
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


def _cells(row: Element, reader: Paragraphs) -> list[list[Block]]:
    """Cells of a row; one that spans several columns is followed by empty ones, so that columns stay in line."""
    cells: list[list[Block]] = []
    for cell in _inside(row, W + "tc"):
        cells.append(list(_blocks(cell, reader)))
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        width = span.get(W + "val", "1") if span is not None else "1"
        cells += [[] for _ in range(1, min(int(width) if width.isdigit() else 1, 60))]
    return cells


def _text_boxes(node: Element) -> Iterator[Element]:
    for child in node:
        if child.tag == W + "txbxContent":
            yield child
        elif child.tag != _FALLBACK:
            yield from _text_boxes(child)
