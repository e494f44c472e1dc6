"""RTF as tokens, and the table of its fonts."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.papers.legacy import encoding_of_font

TOKEN = re.compile(
    rb"\\(?P<word>[a-z]{1,32})(?P<number>-?[0-9]{1,10})?[ ]?"
    rb"|\\'(?P<hex>[0-9a-f]{2})|\\(?P<sign>[^a-z])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+",
    re.IGNORECASE | re.DOTALL,
)
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_FONT = re.compile(rb"\\f(\d{1,5})(?!\d)((?:\\[a-z]+-?\d*\s?|\{\\\*[^{}]*\}|\s)*)([^\\{};]{1,80})", re.IGNORECASE)
_CHARSET = re.compile(rb"\\fcharset(\d{1,3})")
_LONGEST_TABLE = 2_000_000


@dataclass(frozen=True, slots=True)
class Font:
    """A font's name and the code page of its bytes."""

    name: str
    code_page: str


def fonts_of(data: bytes) -> dict[int, Font]:
    """Fonts by number; those of old encodings have theirs read as Windows-1252."""
    usual = _code_page(data)
    found: dict[int, Font] = {}
    for match in _FONT.finditer(_group(data, b"{\\fonttbl")):
        name = match[3].decode("latin-1").strip()
        charset = _CHARSET.search(match[2])
        code_page = _CHARSETS.get(int(charset[1]), usual) if charset else usual
        found.setdefault(int(match[1]), Font(name, "cp1252" if encoding_of_font(name) else code_page))
    found.setdefault(-1, Font("", usual))
    return found


def headings_of(data: bytes) -> dict[int, int]:
    """Heading levels 1-6 by the number of a paragraph style."""
    styles = re.finditer(rb"\{\\s(\d{1,5})((?:[^{}]|\{[^{}]*\})*)\}", _group(data, b"{\\stylesheet"))
    levels = ((int(style[1]), re.search(rb"\\outlinelevel([0-5])(?!\d)", style[2])) for style in styles)
    return {number: int(level[1]) + 1 for number, level in levels if level}


def usual_font(data: bytes) -> int:
    """The number of the font where nothing is said."""
    match = re.search(rb"\\deff(\d{1,5})", data[:2000])
    return int(match[1]) if match else -1


def tokens(data: bytes) -> Iterator["re.Match[bytes]"]:
    """Tokens in order; the bytes of binary pictures are stepped over."""
    at = 0
    while match := TOKEN.match(data, at):
        at = match.end()
        if match["word"] == b"bin" and match["number"]:
            at += max(0, int(match["number"]))
            continue
        yield match


def _code_page(data: bytes) -> str:
    match = re.search(rb"\\ansicpg(\d{3,5})", data[:2000])
    name = f"cp{int(match[1])}" if match else "cp1252"
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


def _group(data: bytes, start: bytes) -> bytes:
    """The text of the group that begins so."""
    at = data.find(start)
    if at < 0:
        return b""
    depth, end = 0, at
    for match in re.finditer(rb"\\.|[{}]", data[at : at + _LONGEST_TABLE], re.DOTALL):
        depth += {b"{": 1, b"}": -1}.get(match[0], 0)
        if depth == 0:
            end = at + match.end()
            break
    return data[at:end]
