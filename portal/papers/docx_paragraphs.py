"""One paragraph of a DOCX: its runs, its style, its automatic number."""

import re
from collections import defaultdict
from collections.abc import Iterator
from html import escape
from xml.etree.ElementTree import Element

from portal.core.text import nfc
from portal.papers import lines as looks
from portal.papers.blocks import Block, inline

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIP = {W + "del", W + "moveFrom", W + "txbxContent", W + "pPr", W + "rPr", _FALLBACK}
_SIGNS = {W + "br": "\n", W + "cr": "\n", W + "tab": " ", W + "ptab": " ", W + "noBreakHyphen": "-"}
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_Level = tuple[str, str]  # (number format, text with %1 …)


class Styles:
    """Headings and automatic numbers by style and numbering part; counts as it is asked."""

    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        self._headings: dict[str, int] = {}
        self._lists: dict[str, Element] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        for style in styles.iter(W + "style") if styles is not None else ():
            self._read_style(style)
        if numbering is not None:
            self._read_numbering(numbering)

    def heading(self, paragraph: Element) -> int:
        """Heading level 1-6, 0 for text."""
        level = _value(paragraph, "pPr/outlineLvl")
        if level.isdigit():
            return int(level) + 1 if int(level) < 6 else 0
        return self._headings.get(_value(paragraph, "pPr/pStyle"), 0)

    def number(self, paragraph: Element) -> str:
        """What Word prints in front: `-` for a bullet, `1.`, `a)`, or "" for none."""
        properties = paragraph.find(f"{W}pPr/{W}numPr")
        if properties is None:
            properties = self._lists.get(_value(paragraph, "pPr/pStyle"))
        if properties is None:
            return ""
        list_id, level = _value(properties, "numId"), int(_value(properties, "ilvl") or 0)
        if list_id in {"", "0"}:
            return ""
        form, text = self._levels.get(list_id, {}).get(level, ("bullet", ""))
        return "-" if form in {"bullet", "none"} else self._count(list_id, level, text)

    def _count(self, list_id: str, level: int, text: str) -> str:
        counts = self._counts[list_id]
        counts[level] = counts.get(level, 0) + 1
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        levels = self._levels[list_id]
        return re.sub(
            r"%(\d)",
            lambda m: _formatted(counts.get(int(m[1]) - 1, 1), levels.get(int(m[1]) - 1, ("decimal", ""))[0]),
            text,
        )

    def _read_style(self, style: Element) -> None:
        style_id = style.get(W + "styleId", "")
        name = _value(style, "name").lower()
        if match := re.fullmatch(r"heading (\d)", name):
            self._headings[style_id] = int(match[1])
        properties = style.find(f"{W}pPr/{W}numPr")
        if properties is not None:
            self._lists[style_id] = properties

    def _read_numbering(self, numbering: Element) -> None:
        abstract: dict[str, dict[int, _Level]] = {}
        for entry in numbering.findall(W + "abstractNum"):
            abstract[entry.get(W + "abstractNumId", "")] = {
                int(level.get(W + "ilvl", "0")): (_value(level, "numFmt"), _value(level, "lvlText"))
                for level in entry.findall(W + "lvl")
            }
        for entry in numbering.findall(W + "num"):
            self._levels[entry.get(W + "numId", "")] = abstract.get(_value(entry, "abstractNumId"), {})


def paragraph_block(paragraph: Element, styles: Styles, links: dict[str, str]) -> Block | None:
    """The block of a `w:p`, or None for an empty one."""
    runs = _merged(_runs(paragraph, links))
    text = "\n".join(" ".join(line.split()) for line in "".join(run[0] for run in runs).split("\n")).strip()
    if not text:
        return None
    html = re.sub(r"^(?:\s|<br>)+|(?:\s|<br>)+$", "", "".join(_run_html(run) for run in runs))
    if level := styles.heading(paragraph):
        return Block("h", text, re.sub(r"</?strong>", "", html), level)
    number = styles.number(paragraph)
    if number == "-":
        return Block("li", text, html)
    if number:
        text, html = f"{number} {text}", f"{escape(number, quote=False)} {html}"
    bullet = looks.BULLET.match(text)
    if bullet and not looks.is_rule(text):
        sign = re.match(r"((?:<[^>]+>)*)" + re.escape(escape(bullet[0].strip(), quote=False)) + r"\s*", html)
        if sign:
            return Block("li", text[bullet.end() :], sign[1] + html[sign.end() :])
    is_bold = all(bold for run, bold, *_ in runs if run.strip())
    if is_bold and "\n" not in text and re.match(r"\d{1,2}\.\s|[IVX]+[.-]\s", text):
        return Block("h", text, re.sub(r"</?strong>", "", html), 1 if text[0] in "IVX" else 2)
    return Block("p", text, html)


_Run = tuple[str, bool, bool, str]  # text, bold, italic, address


def _runs(node: Element, links: dict[str, str], href: str = "") -> Iterator[_Run]:
    for child in node:
        if child.tag in _SKIP:
            continue
        if child.tag == W + "hyperlink":
            yield from _runs(child, links, links.get(child.get(R + "id", ""), ""))
        elif child.tag == W + "r":
            properties = child.find(W + "rPr")
            text = "".join(_run_text(child))
            yield nfc(text), _is_on(properties, "b"), _is_on(properties, "i"), href
        else:
            yield from _runs(child, links, href)


def _run_text(run: Element) -> Iterator[str]:
    for child in run:
        if child.tag == W + "t":
            yield child.text or ""
        elif child.tag in _SIGNS and child.get(W + "type") != "page":
            yield _SIGNS[child.tag]


def _merged(runs: Iterator[_Run]) -> list[_Run]:
    """Neighbours of the same looks as one, so that a sign is never cut from its word."""
    out: list[_Run] = []
    for text, *style in runs:
        if out and list(out[-1][1:]) == style:
            out[-1] = (out[-1][0] + text, *out[-1][1:])
        elif text:
            out.append((text, bool(style[0]), bool(style[1]), str(style[2])))
    return [(nfc(text), bold, italic, href) for text, bold, italic, href in out]


def _run_html(run: _Run) -> str:
    text, bold, italic, href = run
    html = escape(text, quote=False).replace("\n", "<br>") if href else inline(text)
    if not text.strip():
        return html
    if italic:
        html = f"<em>{html}</em>"
    if bold:
        html = f"<strong>{html}</strong>"
    return f'<a href="{escape(href)}">{html}</a>' if href else html


def _is_on(properties: Element | None, name: str) -> bool:
    switch = properties.find(W + name) if properties is not None else None
    return switch is not None and switch.get(W + "val", "1") not in {"0", "false", "none"}


def _value(node: Element, path: str) -> str:
    found = node.find("/".join(W + part for part in path.split("/")))
    return found.get(W + "val", "") if found is not None else ""


def _formatted(number: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"}:
        roman = "x" * (number // 10)
        rest = number % 10
        for value, sign in _ROMAN[1:]:
            while rest >= value:
                roman, rest = roman + sign, rest - value
        return roman.upper() if form == "upperRoman" else roman
    return str(number)
