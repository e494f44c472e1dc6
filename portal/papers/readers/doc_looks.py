"""Looks of a Word 97-2003 file (MS-DOC): direct formatting of letters and paragraphs, styles, fonts."""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
_PAGE = 512
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_FONT, _BOLD, _ITALIC, _CAPITALS, _HIDDEN = 0x4A4F, 0x0835, 0x0836, 0x083B, 0x083C
_IN_TABLE, _ROW_END, _LIST, _OUTLINE = 0x2416, 0x2417, 0x460B, 0x2640
_DELETED, _STYLE, _TABLE_DEFINITION = 0x0800, 0x4A30, 0xD608
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Letter:
    """Direct looks of letters; `font` is a number in the table of fonts, -1 where nothing is said."""

    font: int = -1
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    hidden: bool = False
    style: int = -1


@dataclass(frozen=True, slots=True)
class Shape:
    """What a paragraph is."""

    style: int = 0
    in_table: bool = False
    row_end: bool = False
    in_list: bool = False
    outline: int = 0


class Ranges(Generic[T]):
    """Things by place in the file."""

    def __init__(self, found: list[tuple[int, int, T]], usual: T) -> None:
        self._found = sorted(found, key=lambda one: one[0])
        self._starts = [start for start, *_ in self._found]
        self._usual = usual

    def at(self, place: int) -> tuple[T, int]:
        """The thing at a place, and where it ends."""
        index = bisect_right(self._starts, place) - 1
        if index >= 0 and place < self._found[index][1]:
            return self._found[index][2], self._found[index][1]
        following = self._starts[index + 1] if index + 1 < len(self._starts) else 1 << 40
        return self._usual, following


def letters_of(word: bytes, table: bytes) -> Ranges[Letter]:
    """Direct looks of letters by place in Word's stream; `table` is the list of its pages."""
    found = []
    for page in _pages(word, table):
        count = page[511]
        places = struct.unpack_from(f"<{count + 1}I", page) if count <= 101 else ()
        for at in range(max(0, len(places) - 1)):
            offset = page[4 * (count + 1) + at] * 2
            data = page[offset + 1 : offset + 1 + page[offset]] if offset else b""
            found.append((places[at], places[at + 1], _letter(data)))
    return Ranges(found, Letter())


def shapes_of(word: bytes, table: bytes) -> Ranges[Shape]:
    """Paragraphs by place in Word's stream."""
    found = []
    for page in _pages(word, table):
        count = page[511]
        places = struct.unpack_from(f"<{count + 1}I", page) if count <= 29 else ()
        for at in range(max(0, len(places) - 1)):
            offset = page[4 * (count + 1) + 13 * at] * 2
            size = page[offset] if offset else 0
            start, length = (offset + 1, 2 * size - 1) if size else (offset + 2, 2 * page[min(offset + 1, 511)])
            found.append((places[at], places[at + 1], _shape(page[start : start + length] if offset else b"")))
    return Ranges(found, Shape())


def _pages(word: bytes, table: bytes) -> Iterator[bytes]:
    count = max(0, (len(table) - 4) // 8)
    for number in struct.unpack_from(f"<{count}I", table, 4 * (count + 1)) if count else ():
        start = (number & 0x3FFFFF) * _PAGE
        if start + _PAGE <= len(word):
            yield word[start : start + _PAGE]


def _changes(data: bytes) -> Iterator[tuple[int, int]]:
    """(what is changed, to what) of a list of changes."""
    at = 0
    while at + 3 <= len(data):
        code = struct.unpack_from("<H", data, at)[0]
        size = _SIZES.get(code >> 13)
        if size is None:  # as long as its first byte says; a table's definition, as its first two
            wide = code == _TABLE_DEFINITION
            size = int.from_bytes(data[at + 2 : at + 4], "little") + 1 if wide else data[at + 2] + 1
        yield code, int.from_bytes(data[at + 2 : at + 2 + size], "little")
        at += 2 + size


def _letter(data: bytes) -> Letter:
    said = dict(_changes(data))
    return Letter(
        said.get(_FONT, -1), bool(said.get(_BOLD, 0) & 1), bool(said.get(_ITALIC, 0) & 1),
        bool(said.get(_CAPITALS, 0) & 1), bool(said.get(_HIDDEN, 0) & 1 or said.get(_DELETED, 0) & 1),
        said.get(_STYLE, -1),
    )  # fmt: skip


def _shape(data: bytes) -> Shape:
    if len(data) < 2:
        return Shape()
    said = dict(_changes(data[2:]))
    outline = said.get(_OUTLINE, 9)
    return Shape(
        struct.unpack_from("<H", data)[0], bool(said.get(_IN_TABLE)), bool(said.get(_ROW_END)),
        bool(said.get(_LIST)), outline + 1 if outline < 6 else 0,
    )  # fmt: skip


def fonts_of(table: bytes) -> list[str]:
    """Names of fonts by number."""
    names: list[str] = []
    at = 4
    while at + 40 < len(table):
        size = table[at]
        names.append(table[at + 40 : at + 1 + size].decode("utf-16-le", "replace").split("\0")[0])
        at += 1 + size
    return names


class Styles:
    """Fonts of styles, with what a style has from its parents."""

    def __init__(self, table: bytes) -> None:
        self._fonts: dict[int, int] = {}
        self._parents: dict[int, int] = {}
        self.usual = struct.unpack_from("<H", table, 14)[0] if len(table) >= 16 else -1
        if len(table) < 6:
            return
        size, count, base = struct.unpack_from("<HHH", table)
        at = 2 + size
        for number in range(min(count, 4_000)):
            if at + 2 > len(table):
                break
            length = struct.unpack_from("<H", table, at)[0]
            self._read(number, table[at + 2 : at + 2 + length], base)
            at += 2 + length

    def font(self, style: int) -> int:
        """The number of a style's font, the usual one where it names none."""
        for _ in range(_DEEPEST):
            if style in self._fonts:
                return self._fonts[style]
            style = self._parents.get(style, -1)
        return self.usual

    def _read(self, number: int, data: bytes, base: int) -> None:
        if len(data) < base + 2 or base < 6:
            return
        kind, parent = data[2] & 0xF, struct.unpack_from("<H", data, 2)[0] >> 4
        self._parents[number] = parent
        name = struct.unpack_from("<H", data, base)[0]
        at = base + 2 + 2 * name + 2
        lists: list[bytes] = []
        while at + 2 <= len(data) and len(lists) < 3:
            length = struct.unpack_from("<H", data, at)[0]
            lists.append(data[at + 2 : at + 2 + length])
            at += 2 + length + length % 2
        letters = lists[1:2] if kind == 1 else lists[:1] if kind == 2 else []
        for changes in letters:
            font = _letter(changes).font
            if font >= 0:
                self._fonts[number] = font
