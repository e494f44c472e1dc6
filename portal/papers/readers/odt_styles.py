"""Styles of an ODT: what a run looks like, and the font that tells its encoding."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Look:
    """How letters look."""

    bold: bool = False
    italic: bool = False
    font: str = ""
    capitals: bool = False


class Styles:
    """Looks by style name, with what a style has from its parents."""

    def __init__(self, roots: Sequence[Element]) -> None:
        self._faces: dict[str, str] = {}
        self._own: dict[str, Element] = {}
        self._parents: dict[str, str] = {}
        self._usual = ""
        for root in roots:
            for face in root.iter(STYLE + "font-face"):
                self._faces[face.get(STYLE + "name", "")] = face.get(_SVG + "font-family", "").strip("'\"")
            for style in root.iter(STYLE + "style"):
                self._read(style)
            for usual in root.iter(STYLE + "default-style"):
                properties = usual.find(STYLE + "text-properties")
                if usual.get(STYLE + "family") == "paragraph" and properties is not None:
                    self._usual = self._font(properties)

    def look(self, name: str, outer: Look) -> Look:
        """The look of a style inside an outer look."""
        look = outer if outer.font else replace(outer, font=self._usual)
        for properties in reversed(self._chain(name)):
            look = self._changed(look, properties)
        return look

    def _read(self, style: Element) -> None:
        name = style.get(STYLE + "name", "")
        self._parents[name] = style.get(STYLE + "parent-style-name", "")
        properties = style.find(STYLE + "text-properties")
        if properties is not None:
            self._own[name] = properties

    def _chain(self, name: str) -> list[Element]:
        found = []
        for _ in range(_DEEPEST):
            if not name:
                break
            if name in self._own:
                found.append(self._own[name])
            name = self._parents.get(name, "")
        return found

    def _changed(self, look: Look, properties: Element) -> Look:
        weight, slope = properties.get(_FO + "font-weight"), properties.get(_FO + "font-style")
        transform = properties.get(_FO + "text-transform")
        return Look(
            look.bold if weight is None else weight not in {"normal", "100", "200", "300", "400"},
            look.italic if slope is None else slope != "normal",
            self._font(properties) or look.font,
            look.capitals if transform is None else transform == "uppercase",
        )

    def _font(self, properties: Element) -> str:
        name = properties.get(STYLE + "font-name", "")
        return self._faces.get(name) or name or properties.get(_FO + "font-family", "").strip("'\"")
