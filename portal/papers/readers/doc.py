"""DOC (Word 97-2003) as blocks, read here: no program of the machine is started on another's file."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from portal.papers.blocks import Block, join_cut
from portal.papers.legacy import Letters
from portal.papers.readers.compound import Compound
from portal.papers.readers.doc_looks import Letter, Shape, Styles, fonts_of, letters_of, shapes_of
from portal.papers.readers.paper import Paper, Unreadable
from portal.papers.readers.runs import Run, paragraph
from portal.papers.readers.tables import table_blocks
from portal.papers.reasons import State

MAX_BYTES = 100_000_000
_MAGIC, _WORD_97 = 0xA5EC, 0xC1
_LOCKED, _TABLE_1 = 0x0100, 0x0200
_STORIES = ("text", "footnotes", "headers", "macros", "remarks", "endnotes", "boxes", "header_boxes")
_CONTROL = re.compile("([\x00-\x08\x0a-\x1f])")
_SIGNS = {"\x0b": "\n", "\x1e": "-", "\x1f": "\u00ad"}  # a soft hyphen is ư in TCVN3
_ENDS = {"\r", "\x07", "\x0c"}


@dataclass(frozen=True, slots=True)
class _Piece:
    """Letters from `start` to `end`, at a place in the stream, one or two bytes each."""

    start: int
    end: int
    place: int
    width: int


def read_doc(path: Path, letters: Letters) -> Paper:
    """Blocks: headers first (a stamp may stand there), the text, text boxes, notes. Remarks are left out."""
    if path.stat().st_size > MAX_BYTES:
        raise Unreadable(State.TOO_LARGE)
    try:
        return _read(path.read_bytes(), letters)
    except (struct.error, IndexError, ValueError) as error:
        raise Unreadable(State.BROKEN) from error


def _read(data: bytes, letters: Letters) -> Paper:
    file = Compound(data)
    word = file.stream("WordDocument")
    magic, version = struct.unpack_from("<HH", word)
    flags = struct.unpack_from("<H", word, 10)[0]
    if magic != _MAGIC:
        raise Unreadable(State.BROKEN)
    if flags & _LOCKED:
        raise Unreadable(State.ENCRYPTED)
    if version < _WORD_97:
        raise Unreadable(State.NO_READER)
    reader = _Reader(word, file.stream("1Table" if flags & _TABLE_1 else "0Table"), letters)
    stories = {name: reader.story(name) for name in _STORIES if name not in {"macros", "remarks"}}
    margins = stories["headers"] + stories["header_boxes"]
    shown = [block for block in dict.fromkeys(margins) if any(map(str.isalpha, block.text))]
    parts = [*shown, *stories["text"], *stories["boxes"], *stories["footnotes"], *stories["endnotes"]]
    return Paper(join_cut(parts), margins=["\n".join(block.text for block in margins)])


@dataclass(slots=True)
class _Flow:
    blocks: list[Block] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    cell: list[Block] = field(default_factory=list)
    row: list[list[Block]] = field(default_factory=list)
    rows: list[list[list[Block]]] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)  # of each open field: is its result being read?


class _Reader:
    def __init__(self, word: bytes, table: bytes, letters: Letters) -> None:
        self._word, self._letters = word, letters

        def part(at: int) -> bytes:
            start, size = struct.unpack_from("<II", word, at)
            return table[start : start + size]

        counts = struct.unpack_from(f"<{len(_STORIES)}I", word, 0x4C)
        self._spans: dict[str, tuple[int, int]] = {}
        start = 0
        for name, count in zip(_STORIES, counts, strict=True):
            self._spans[name] = (start, start + count)
            start += count
        self._pieces = _pieces(part(0x1A2))
        self._styles, self._fonts = Styles(part(0xA2)), fonts_of(part(0x112))
        self._looks, self._shapes = letters_of(word, part(0xFA)), shapes_of(word, part(0x102))

    def story(self, name: str) -> list[Block]:
        """The blocks of the text, the headers, the notes …"""
        flow = _Flow()
        for text, place, width in self._segments(*self._spans[name]):
            at = place
            for piece in _CONTROL.split(text):
                if piece:
                    self._take(flow, piece, at)
                at += len(piece) * width
        self._end_paragraph(flow, Shape())
        self._end_table(flow)
        return flow.blocks

    def _segments(self, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """Letters of one look and one paragraph shape, with their place."""
        for piece in self._pieces:
            low, high = max(start, piece.start), min(end, piece.end)
            place = piece.place + (low - piece.start) * piece.width
            stop = piece.place + (high - piece.start) * piece.width
            while low < high and place < stop:
                until = min(stop, self._looks.at(place)[1], self._shapes.at(place)[1])
                until = max(until - (until - place) % piece.width, place + piece.width)
                encoding = "cp1252" if piece.width == 1 else "utf-16-le"
                yield self._word[place:until].decode(encoding, "replace"), place, piece.width
                place = until

    def _take(self, flow: _Flow, piece: str, place: int) -> None:
        if piece in _ENDS:
            self._end(flow, piece, self._shapes.at(place)[0])
        elif piece == "\x13":
            flow.fields.append(False)
        elif piece in {"\x14", "\x15"}:
            if flow.fields:
                flow.fields.pop()
                if piece == "\x14":
                    flow.fields.append(True)
        elif all(flow.fields) and (piece in _SIGNS or not _CONTROL.match(piece)):
            self._add(flow, _SIGNS.get(piece, piece), place)

    def _add(self, flow: _Flow, text: str, place: int) -> None:
        look = self._looks.at(place)[0]
        if look.hidden:
            return
        text = self._letters.of_font(text, self._font(look, self._shapes.at(place)[0]))
        flow.runs.append(Run(text.upper() if look.capitals else text, look.bold, look.italic))

    def _font(self, look: Letter, shape: Shape) -> str:
        number = look.font
        if number < 0:
            number = self._styles.font(look.style) if look.style >= 0 else self._styles.font(shape.style)
        return self._fonts[number] if 0 <= number < len(self._fonts) else ""

    def _end(self, flow: _Flow, sign: str, shape: Shape) -> None:
        if sign == "\x07" and shape.row_end:
            flow.runs = []
            flow.rows.append(flow.row)
            flow.row = []
        elif sign == "\x07":
            self._end_paragraph(flow, shape)
            flow.row.append(flow.cell)
            flow.cell = []
        else:
            if not shape.in_table:
                self._end_table(flow)
            self._end_paragraph(flow, shape)

    def _end_paragraph(self, flow: _Flow, shape: Shape) -> None:
        level = shape.outline or (shape.style if 1 <= shape.style <= 6 else 0)
        if block := paragraph(flow.runs, level=level, number="-" if shape.in_list and not level else ""):
            (flow.cell if shape.in_table else flow.blocks).append(block)
        flow.runs = []

    def _end_table(self, flow: _Flow) -> None:
        if flow.cell or flow.row:
            flow.rows.append([*flow.row, flow.cell])
            flow.row, flow.cell = [], []
        if flow.rows:
            flow.blocks += table_blocks(flow.rows)
            flow.rows = []


def _pieces(table: bytes) -> list[_Piece]:
    """The list of pieces behind what was changed in a hurry."""
    at = 0
    while at + 3 <= len(table) and table[at] == 1:
        at += 3 + struct.unpack_from("<H", table, at + 1)[0]
    if at + 5 > len(table) or table[at] != 2:
        raise Unreadable(State.BROKEN)
    size = struct.unpack_from("<I", table, at + 1)[0]
    data = table[at + 5 : at + 5 + size]
    count = (len(data) - 4) // 12
    if count <= 0:
        raise Unreadable(State.BROKEN)
    places = struct.unpack_from(f"<{count + 1}I", data)
    found = []
    for number in range(count):
        where = struct.unpack_from("<I", data, 4 * (count + 1) + 8 * number + 2)[0]
        is_narrow = bool(where & 0x40000000)
        place = (where & 0x3FFFFFFF) // 2 if is_narrow else where & 0x3FFFFFFF
        found.append(_Piece(places[number], places[number + 1], place, 1 if is_narrow else 2))
    return found
