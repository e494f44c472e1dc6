"""PPTX as blocks, a page for each slide: titles, paragraphs, tables, notes; masters as margins."""

import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import basename, dirname, join, normpath
from xml.etree.ElementTree import Element

from portal.papers.blocks import Block, to_text
from portal.papers.legacy import Letters
from portal.papers.readers.archive import Archive, opened
from portal.papers.readers.paper import Paper, Unreadable
from portal.papers.readers.runs import Run, paragraph
from portal.papers.readers.tables import table_blocks
from portal.papers.reasons import State

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TITLES = {"title", "ctrTitle"}
_NUMBERS = {"sldNum", "dt"}
MAX_SLIDES = 1_000


def read_pptx(path: Path, letters: Letters) -> Paper:
    """Slides in their order; hidden ones too."""
    with opened(path) as archive:
        slides = _slides(archive)
        if len(slides) > MAX_SLIDES:
            raise Unreadable(State.TOO_MANY_PAGES, len(slides))
        paper = Paper([])
        for name in slides:
            blocks = list(_slide(archive, name, letters))
            paper.parts += blocks
            paper.pages.append(to_text(blocks))
        masters = archive.matching("ppt/slideMasters/slide") + archive.matching("ppt/slideLayouts/slide")
        paper.margins = [to_text(_shapes(archive.xml(name), letters, {})) for name in masters]
        return paper


def _slides(archive: Archive) -> list[str]:
    targets = _relations(archive, "ppt/presentation.xml")
    ids = archive.xml("ppt/presentation.xml").iter(_P + "sldId")
    wanted = [targets.get(one.get(_R + "id", ""), "") for one in ids]
    return [name for name in wanted if archive.has(name)]


def _relations(archive: Archive, name: str) -> dict[str, str]:
    """Targets of a part's relations by id: names of parts, or web addresses."""
    place = f"{dirname(name)}/_rels/{basename(name)}.rels"
    if not archive.has(place):
        return {}
    found = {}
    for relation in archive.xml(place).iter(_RELATION):
        target = relation.get("Target", "")
        is_outside = relation.get("TargetMode") == "External"
        inside = target.lstrip("/") if target.startswith("/") else normpath(join(dirname(name), target))
        found[relation.get("Id", "")] = target if is_outside else inside
    return found


def _slide(archive: Archive, name: str, letters: Letters) -> Iterator[Block]:
    relations = _relations(archive, name)
    yield from _shapes(archive.xml(name), letters, relations)
    for target in relations.values():
        if re.fullmatch(r"ppt/(?:diagrams/data|notesSlides/notesSlide)\d+\.xml", target) and archive.has(target):
            yield from _shapes(archive.xml(target), letters, {})


def _shapes(root: Element, letters: Letters, relations: dict[str, str]) -> Iterator[Block]:
    for child in root:
        if child.tag == _P + "sp":
            kind = _placeholder(child)
            if kind not in _NUMBERS:
                yield from _paragraphs(child, letters, relations, level=1 if kind in _TITLES else 0)
        elif child.tag == _A + "tbl":
            yield from table_blocks([
                [list(_paragraphs(cell, letters, relations)) for cell in row.findall(_A + "tc")]
                for row in child.findall(_A + "tr")
            ])  # fmt: skip
        elif child.tag == _A + "p":
            yield from _paragraph(child, letters, relations, 0)
        else:
            yield from _shapes(child, letters, relations)


def _placeholder(shape: Element) -> str:
    found = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
    return found.get("type", "") if found is not None else ""


def _paragraphs(node: Element, letters: Letters, relations: dict[str, str], level: int = 0) -> Iterator[Block]:
    for child in node.iter(_A + "p"):
        yield from _paragraph(child, letters, relations, level)


def _paragraph(node: Element, letters: Letters, relations: dict[str, str], level: int) -> Iterator[Block]:
    bullet = node.find(f"{_A}pPr/{_A}buChar")
    runs = [run for child in node for run in _runs(child, letters, relations)]
    if block := paragraph(runs, level=level, number="-" if bullet is not None and not level else ""):
        yield block


def _runs(node: Element, letters: Letters, relations: dict[str, str]) -> Iterator[Run]:
    if node.tag == _A + "br":
        yield Run("\n")
    elif node.tag in {_A + "r", _A + "fld"}:
        look = node.find(_A + "rPr")
        text = node.findtext(_A + "t", "")
        if look is None:
            yield Run(text)
            return
        font, link = look.find(_A + "latin"), look.find(_A + "hlinkClick")
        text = letters.of_font(text, font.get("typeface", "") if font is not None else "")
        text = text.upper() if look.get("cap") == "all" else text
        href = relations.get(link.get(_R + "id", ""), "") if link is not None else ""
        is_bold, is_italic = look.get("b") in {"1", "true"}, look.get("i") in {"1", "true"}
        yield Run(text, is_bold, is_italic, href if href.startswith("http") else "")
