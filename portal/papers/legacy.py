"""Letters of old fonts as Unicode: TCVN3 (ABC) and VNI-Windows (TEXT.md section 7).

By the font of a run where it is known, else by what the text says. Convert before any cleaning: in TCVN3
`ư` is a soft hyphen. What was converted is counted, so that a person can be asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from portal.papers.quality import is_syllable

if TYPE_CHECKING:
    from portal.papers.blocks import Block

TCVN3, VNI = "TCVN3", "VNI"
_CODES = """
A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ B5à B6ả B7ã B8á B9ạ BBằ BCẳ BDẵ BEắ C6ặ C7ầ C8ẩ C9ẫ CAấ CBậ
CCè CEẻ CFẽ D0é D1ẹ D2ề D3ể D4ễ D5ế D6ệ D7ì D8ỉ DCĩ DDí DEị DFò E1ỏ E2õ E3ó E4ọ E5ồ E6ổ E7ỗ E8ố E9ộ EAờ EBở ECỡ EDớ
EEợ EFù F1ủ F2ũ F3ú F4ụ F5ừ F6ử F7ữ F8ứ F9ự FAỳ FBỷ FCỹ FDý FEỵ B0\u0300 B1\u0309 B2\u0303 B3\u0301 B4\u0323
"""
_FROM_TCVN3 = {int(code[:2], 16): code[2:] for code in _CODES.split()}
_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_VNI_ROWS = {
    **{vowel: (vowel, ("", "ø", "ù", "û", "õ", "ï")) for vowel in "aeouyôö"},
    **{vowel + "\u0302": (vowel, ("â", "à", "á", "å", "ã", "ä")) for vowel in "aeo"},
    "ă": ("a", ("ê", "è", "é", "ú", "ü", "ë")),
}
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "î": "ỵ", "æ": "ỉ", "ó": "ĩ", "ò": "ị"}


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_LETTERS)
    for letter, (base, marks) in _VNI_ROWS.items():
        for mark, tone in zip(marks, _TONES, strict=True):
            if mark:
                written = _VNI_LETTERS.get(letter, letter)
                table[base + mark] = unicodedata.normalize("NFC", written + tone)
    for old, new in list(table.items()):
        table[old.upper()] = new.upper()
        if len(old) == 2:
            table[old[0].upper() + old[1]] = new.upper()
            table[old[0] + old[1].upper()] = new
    return table


_FROM_VNI = _vni_table()
_VNI_UNIT = re.compile("|".join(sorted(map(re.escape, _FROM_VNI), key=lambda unit: -len(unit))))
_PRIVATE = {0xF000 + code: code for code in range(0x20, 0x100)}  # symbol fonts stand there
_UNICODE_ONLY = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")
_HIGH = re.compile("[\u00a1-\u00ff]")
_WORD = re.compile("[A-Za-z\u00a1-\u00ff]+")
_MEANT = str.maketrans("Ðð", "Đđ", "\u00ad\u200b\ufeff")
_NOT_MEANT = re.compile("[Ðð\u00ad\u200b\ufeff]")
_SURE, _CLEARLY_WRONG, _FEWEST = 0.85, 0.7, 2
_SAMPLE = 100_000


class Letters:
    """Converts runs and remembers how many letters of which encoding it changed."""

    def __init__(self) -> None:
        self.changed: Counter[str] = Counter()

    def of_font(self, text: str, font: str) -> str:
        """The run's text as Unicode, by the name of its font."""
        encoding = encoding_of_font(font)
        if not encoding or _UNICODE_ONLY.search(text):
            return text
        right = convert(text, encoding)
        if encoding == TCVN3 and is_capital_font(font):
            right = right.upper()
        if right != text:
            self.changed[encoding] += sum(ord(char) > 0x7F for char in right) or 1
        return right

    def by_content(self, text: str) -> str:
        """Plain text as Unicode, where what it says shows that it is an old encoding."""
        encoding = detect(text)
        if not encoding:
            return text
        return "".join(self._line(line, encoding) for line in text.splitlines(keepends=True))

    def blocks_by_content(self, blocks: list[Block]) -> list[Block]:
        """The same for blocks whose fonts said nothing."""
        encoding = detect("\n".join(block.text for block in blocks))
        if not encoding:
            return blocks
        return [self._block(block, encoding) for block in blocks]

    def _block(self, block: Block, encoding: str) -> Block:
        uncounted = Letters()
        rows = tuple(tuple(uncounted._line(cell, encoding) for cell in row) for row in block.rows)
        html = uncounted._line(block.html, encoding)
        return replace(block, text=self._line(block.text, encoding), html=html, rows=rows)

    def _line(self, line: str, encoding: str) -> str:
        if not _HIGH.search(line) or _UNICODE_ONLY.search(line):
            return line
        right = convert(line, encoding)
        self.changed[encoding] += sum(ord(char) > 0x7F for char in right)
        return right


def like(sample: str) -> Callable[[str], str]:
    """What makes other pieces of a text right as `Letters.by_content` does the whole; it counts nothing."""
    encoding = detect(sample)
    return (lambda text: Letters()._line(text, encoding)) if encoding else lambda text: text


def clean_text(text: str) -> str:
    """Without soft hyphens and other signs that nobody sees, the Icelandic Ð as the Đ that is meant.

    Only after conversion: in TCVN3 a soft hyphen is `ư`.
    """
    return text.translate(_MEANT)


def clean_block(block: Block) -> Block:
    """The same for a block."""
    if not _NOT_MEANT.search(block.text):
        return block
    rows = tuple(tuple(map(clean_text, row)) for row in block.rows)
    return replace(block, text=clean_text(block.text), html=clean_text(block.html), rows=rows)


def encoding_of_font(font: str) -> str:
    """`TCVN3` for `.VnTime`, `VNI` for `VNI-Times`, "" for any other."""
    name = font.strip().strip("'\"").lower()
    if name.startswith(".vn"):
        return TCVN3
    return VNI if re.match(r"vni[- ]", name) else ""


def is_capital_font(font: str) -> bool:
    """True for `.VnTimeH`: lower case inside, shown as capitals."""
    return bool(re.fullmatch(r"\.vn\w+?h", font.strip().strip("'\"").lower().replace(" ", "")))


def convert(text: str, encoding: str) -> str:
    """Text of an old encoding, its bytes read as Latin-1, as NFC Unicode."""
    text = text.translate(_PRIVATE)
    if encoding == TCVN3:
        return unicodedata.normalize("NFC", text.translate(_FROM_TCVN3))
    if encoding == VNI:
        return _VNI_UNIT.sub(lambda unit: _FROM_VNI[unit[0]], text)
    return text


def detect(text: str) -> str:
    """The old encoding a text is surely in, or "". Judged by the words that hold other than ASCII letters:
    nearly all must become syllables, and few may be syllables as they stand."""
    sample = text[:_SAMPLE].translate(_PRIVATE)
    words = [word for word in _WORD.findall(sample) if _HIGH.search(word)]
    if len(words) < _FEWEST or _share(words) > _CLEARLY_WRONG:
        return ""
    if len(_UNICODE_ONLY.findall(sample)) > len(words) // 2:
        return ""
    shares = {encoding: _share([convert(word, encoding) for word in words]) for encoding in (TCVN3, VNI)}
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= _SURE else ""


def _share(words: list[str]) -> float:
    return sum(map(is_syllable, words)) / len(words)
