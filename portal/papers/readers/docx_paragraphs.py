"""One paragraph of a DOCX: its runs, its style, its automatic number."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from portal.papers.blocks import Block
from portal.papers.legacy import Letters, encoding_of_font
from portal.papers.readers.docx_styles import Styles, W
from portal.papers.readers.runs import Run, paragraph

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIP = {W + "del", W + "moveFrom", W + "txbxContent", W + "pPr", W + "rPr", _FALLBACK}
_SIGNS = {
    W + "br": "\n", W + "cr": "\n", W + "tab": " ", W + "ptab": " ", W + "noBreakHyphen": "-",
    W + "softHyphen": "\u00ad",  # ư in TCVN3
}  # fmt: skip
_SYMBOL = W + "sym"  # a letter of a font that old programs called a symbol font


class Paragraphs:
    """Makes blocks of the paragraphs of one part."""

    def __init__(self, styles: Styles, links: dict[str, str], letters: Letters) -> None:
        self._styles, self._links, self._letters = styles, links, letters

    def block(self, node: Element) -> Block | None:
        """The block of a `w:p`, or None for an empty one."""
        runs = list(self._runs(node, node))
        if not any(run.text.strip() for run in runs):
            return None
        level = self._styles.heading(node)
        return paragraph(runs, level=level, number="" if level else self._styles.number(node))

    def _runs(self, node: Element, within: Element, href: str = "") -> Iterator[Run]:
        for child in node:
            if child.tag in _SKIP:
                continue
            if child.tag == W + "hyperlink":
                yield from self._runs(child, within, self._links.get(child.get(R + "id", ""), ""))
            elif child.tag == W + "r":
                properties = child.find(W + "rPr")
                text = self._letters.of_font("".join(_text(child)), self._styles.font(within, properties))
                if _is_on(properties, "caps"):
                    text = text.upper()
                yield Run(text, _is_on(properties, "b"), _is_on(properties, "i"), href)
            else:
                yield from self._runs(child, within, href)


def _text(run: Element) -> Iterator[str]:
    for child in run:
        if child.tag == W + "t":
            yield child.text or ""
        elif child.tag == _SYMBOL and encoding_of_font(child.get(W + "font", "")):
            yield chr(int(child.get(W + "char", "20"), 16) & 0xFFFF)
        elif child.tag in _SIGNS and child.get(W + "type") != "page":
            yield _SIGNS[child.tag]


def _is_on(properties: Element | None, name: str) -> bool:
    switch = properties.find(W + name) if properties is not None else None
    return switch is not None and switch.get(W + "val", "1") not in {"0", "false", "none"}
