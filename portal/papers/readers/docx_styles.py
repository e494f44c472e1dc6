"""Styles and numbering of a DOCX: headings, automatic numbers, fonts. Counts as it is asked."""

import re
from collections import defaultdict
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_DEEPEST = 12
_Level = tuple[str, str]  # (number format, text with %1 …)


class Styles:
    """Headings and automatic numbers by style and numbering part; counts as it is asked."""

    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        self._headings: dict[str, int] = {}
        self._lists: dict[str, Element] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._fonts: dict[str, str] = {}
        self._based_on: dict[str, str] = {}
        self._usual, self._usual_font = "", ""
        if styles is not None:
            self._usual_font = font_of(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
            for style in styles.iter(W + "style"):
                self._read_style(style)
        if numbering is not None:
            self._read_numbering(numbering)

    def heading(self, paragraph: Element) -> int:
        """Heading level 1-6, 0 for text."""
        level = value(paragraph, "pPr/outlineLvl")
        if level.isdigit():
            return int(level) + 1 if int(level) < 6 else 0
        return self._headings.get(value(paragraph, "pPr/pStyle"), 0)

    def font(self, paragraph: Element, properties: Element | None) -> str:
        """The font of a run: its own, its style's, its paragraph's, the usual one."""
        if own := font_of(properties):
            return own
        style = properties.find(W + "rStyle") if properties is not None else None
        of_run = self._style_font(style.get(W + "val", "")) if style is not None else ""
        return of_run or self._style_font(value(paragraph, "pPr/pStyle") or self._usual) or self._usual_font

    def _style_font(self, style_id: str) -> str:
        for _ in range(_DEEPEST):
            if not style_id or self._fonts.get(style_id):
                break
            style_id = self._based_on.get(style_id, "")
        return self._fonts.get(style_id, "")

    def number(self, paragraph: Element) -> str:
        """What Word prints in front: `-` for a bullet, `1.`, `a)`, or "" for none."""
        properties = paragraph.find(f"{W}pPr/{W}numPr")
        if properties is None:
            properties = self._lists.get(value(paragraph, "pPr/pStyle"))
        if properties is None:
            return ""
        list_id, level = value(properties, "numId"), int(value(properties, "ilvl") or 0)
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
        name = value(style, "name").lower()
        self._fonts[style_id] = font_of(style.find(W + "rPr"))
        self._based_on[style_id] = value(style, "basedOn")
        if style.get(W + "default") == "1" and style.get(W + "type") == "paragraph":
            self._usual = style_id
        if match := re.fullmatch(r"heading (\d)", name):
            self._headings[style_id] = int(match[1])
        properties = style.find(f"{W}pPr/{W}numPr")
        if properties is not None:
            self._lists[style_id] = properties

    def _read_numbering(self, numbering: Element) -> None:
        abstract: dict[str, dict[int, _Level]] = {}
        for entry in numbering.findall(W + "abstractNum"):
            abstract[entry.get(W + "abstractNumId", "")] = {
                int(level.get(W + "ilvl", "0")): (value(level, "numFmt"), value(level, "lvlText"))
                for level in entry.findall(W + "lvl")
            }
        for entry in numbering.findall(W + "num"):
            self._levels[entry.get(W + "numId", "")] = abstract.get(value(entry, "abstractNumId"), {})


def value(node: Element, path: str) -> str:
    """The `w:val` of the element at a path of names, or ""."""
    found = node.find("/".join(W + part for part in path.split("/")))
    return found.get(W + "val", "") if found is not None else ""


def font_of(properties: Element | None) -> str:
    """The font that run properties name themselves, or ""."""
    fonts = properties.find(W + "rFonts") if properties is not None else None
    return (fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or "") if fonts is not None else ""


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
