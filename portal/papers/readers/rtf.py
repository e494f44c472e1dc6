"""RTF as blocks: runs with their fonts (old encodings live in them), tables, headers and footers."""

import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import Path

from portal.papers.blocks import Block, join_cut
from portal.papers.legacy import Letters, encoding_of_font
from portal.papers.readers.paper import Paper, Unreadable
from portal.papers.readers.rtf_tokens import fonts_of, headings_of, tokens, usual_font
from portal.papers.readers.runs import Run, paragraph
from portal.papers.readers.tables import table_blocks
from portal.papers.reasons import State

MAX_BYTES = 60_000_000
_DEEPEST = 500
_SKIPPED = {
    b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"fldinst", b"generator", b"themedata",
    b"colorschememapping", b"datastore", b"latentstyles", b"rsidtbl", b"listtable", b"listoverridetable", b"xmlnstbl",
    b"filetbl", b"revtbl", b"deleted", b"annotation", b"atnid", b"atnauthor", b"bkmkstart", b"bkmkend", b"nonshppict",
    b"pntext", b"mmathpr", b"xe", b"tc", b"private", b"userprops", b"shpinst", b"pgptbl", b"operator", b"ftnsep",
}  # fmt: skip
_KEPT_UNKNOWN = {b"shptxt", b"shppict"}
_MARGINS = {b"header", b"headerl", b"headerr", b"headerf", b"footer", b"footerl", b"footerr", b"footerf"}
_SIGNS = {
    b"line": "\n", b"tab": " ", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”", b"bullet": "•", b"emspace": " ", b"enspace": " ", b"column": "\n",
}  # fmt: skip
_ESCAPED = {b"~": "\u00a0", b"_": "-", b"-": "\u00ad", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "", b"\r": ""}


@dataclass(slots=True)
class _Look:
    font: int
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    hidden: bool = False
    skip: bool = False
    margin: bool = False
    fallback: int = 1  # how many signs stand for a \\u letter in old programs


@dataclass(slots=True)
class _Flow:
    """Where paragraphs go: the text, or a header or footer."""

    blocks: list[Block] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    cell: list[Block] = field(default_factory=list)
    row: list[list[Block]] = field(default_factory=list)
    rows: list[list[list[Block]]] = field(default_factory=list)
    level: int = 0
    in_table: bool = False


def read_rtf(path: Path, letters: Letters) -> Paper:
    """Blocks: headers first (a stamp may stand there), then the text; pictures and objects are passed over."""
    data = path.read_bytes()
    if len(data) > MAX_BYTES:
        raise Unreadable(State.TOO_LARGE)
    if not data.lstrip()[:5] == b"{\\rtf":
        raise Unreadable(State.BROKEN)
    reader = _Reader(data, letters)
    is_whole = reader.run(data)
    body, margin = reader.finish()
    if not is_whole:
        raise Unreadable(State.BROKEN)
    shown = [block for block in margin if any(map(str.isalpha, block.text))]
    return Paper(join_cut([*shown, *body]), margins=["\n".join(block.text for block in margin)])


class _Reader:
    def __init__(self, data: bytes, letters: Letters) -> None:
        self._letters, self._fonts = letters, fonts_of(data)
        self._usual, self._headings = usual_font(data), headings_of(data)
        self._look = _Look(self._usual)
        self._stack: list[_Look] = []
        self._text, self._margin = _Flow(), _Flow()
        self._bytes: list[bytes] = []
        self._to_skip = 0
        self._is_unknown = False

    def run(self, data: bytes) -> bool:
        """Read all tokens; False where the file ends in the middle."""
        for token in tokens(data):
            kind = token.lastgroup
            if kind == "brace":
                self._brace(token["brace"] == b"{")
                if not self._stack:
                    return True
            elif kind in {"word", "number"}:
                self._word(token["word"].lower(), int(token["number"]) if token["number"] else None)
            elif kind == "hex":
                self._letter(bytes.fromhex(token["hex"].decode("ascii")))
            elif kind == "text":
                self._plain(token["text"])
            elif kind == "sign":
                self._sign(token["sign"])
        return False

    def finish(self) -> tuple[list[Block], list[Block]]:
        """Blocks of the text, and of headers and footers."""
        self._flush()
        for flow in (self._text, self._margin):
            self._end_paragraph(flow)
            self._end_table(flow)
        return self._text.blocks, self._margin.blocks

    @property
    def _flow(self) -> _Flow:
        return self._margin if self._look.margin else self._text

    def _brace(self, opens: bool) -> None:
        self._flush()
        self._is_unknown = False
        if opens:
            if len(self._stack) >= _DEEPEST:
                raise Unreadable(State.TOO_LARGE)
            self._stack.append(replace(self._look))
        elif self._stack:
            was_margin = self._look.margin
            if was_margin and not self._stack[-1].margin:
                self._end_paragraph(self._margin)
            self._look = self._stack.pop()

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._is_unknown = True
        elif sign in {b"\n", b"\r"}:
            self._word(b"par", None)
        else:
            self._add(_ESCAPED.get(sign, ""))

    def _word(self, word: bytes, number: int | None) -> None:
        if word in _SKIPPED or (self._is_unknown and word not in _KEPT_UNKNOWN):
            self._look.skip = True
        elif word in _KEPT_UNKNOWN and word == b"shptxt":
            self._look.skip = False
        self._is_unknown = False
        if word in _MARGINS:
            self._flush()
            self._look.margin = True
        elif word == b"u" and number is not None:
            self._unicode(number)
        elif word == b"uc":
            self._look.fallback = max(0, number or 0)
        elif word in _SIGNS:
            self._add(_SIGNS[word])
        elif not self._look.skip:
            self._shape(word, number)

    def _shape(self, word: bytes, number: int | None) -> None:
        is_on = number != 0
        if word in {b"f", b"b", b"i", b"caps", b"v", b"plain"}:
            self._flush()
            if word == b"f":
                self._look.font = number if number in self._fonts else self._usual
            elif word == b"b":
                self._look.bold = is_on
            elif word == b"i":
                self._look.italic = is_on
            elif word == b"caps":
                self._look.capitals = is_on
            elif word == b"v":
                self._look.hidden = is_on
            else:
                look = self._look
                look.font, look.bold, look.italic, look.capitals, look.hidden = self._usual, False, False, False, False
        elif word in {b"par", b"sect", b"page", b"pard", b"intbl", b"cell", b"nestcell", b"row", b"nestrow"}:
            self._flush()
            self._layout(word)
        elif word == b"s" and number is not None:
            self._flow.level = self._headings.get(number, 0)
        elif word == b"outlinelevel" and number is not None and 0 <= number < 6:
            self._flow.level = number + 1

    def _layout(self, word: bytes) -> None:
        flow = self._flow
        if word == b"pard":
            flow.level, flow.in_table = 0, False
        elif word == b"intbl":
            flow.in_table = True
        elif word in {b"cell", b"nestcell"}:
            self._end_paragraph(flow)
            flow.row.append(flow.cell)
            flow.cell = []
        elif word in {b"row", b"nestrow"}:
            flow.rows.append(flow.row)
            flow.row = []
        else:
            self._end_paragraph(flow)

    def _end_paragraph(self, flow: _Flow) -> None:
        if not flow.in_table:
            self._end_table(flow)
        if block := paragraph(flow.runs, level=flow.level):
            (flow.cell if flow.in_table else flow.blocks).append(block)
        flow.runs = []

    def _end_table(self, flow: _Flow) -> None:
        if flow.cell or flow.row:
            flow.rows.append([*flow.row, flow.cell])
            flow.row, flow.cell = [], []
        if flow.rows:
            flow.blocks += table_blocks(flow.rows)
            flow.rows = []

    def _plain(self, data: bytes) -> None:
        skipped = min(self._to_skip, len(data))
        self._to_skip -= skipped
        self._put(data[skipped:])

    def _letter(self, data: bytes) -> None:
        if self._to_skip:
            self._to_skip -= 1
        else:
            self._put(data)

    def _put(self, data: bytes) -> None:
        if data and not self._look.skip:
            self._bytes.append(data)

    def _unicode(self, number: int) -> None:
        self._to_skip = self._look.fallback
        code = number & 0xFFFF
        self._add(chr(code) if not 0xD800 <= code < 0xE000 else "\ufffd")

    def _add(self, text: str) -> None:
        """A sign that needs no decoding, in the run's look."""
        self._flush()
        look = self._look
        if text and not look.skip and not look.hidden:
            name = self._fonts[look.font].name if look.font in self._fonts else ""
            text = self._letters.of_font(text, name) if encoding_of_font(name) else text
            self._flow.runs.append(Run(text.upper() if look.capitals else text, look.bold, look.italic))

    def _flush(self) -> None:
        """The bytes gathered so far become a run of the present look."""
        if not self._bytes:
            return
        data, self._bytes = b"".join(self._bytes), []
        look = self._look
        if look.hidden:
            return
        font = self._fonts.get(look.font, self._fonts[-1])
        text = self._letters.of_font(data.decode(font.code_page, "replace"), font.name)
        text = unicodedata.normalize("NFC", text.upper() if look.capitals else text)
        self._flow.runs.append(Run(text, look.bold, look.italic))
