"""Vietnamese text: one normal form, one order, one way to fold (rules: domain/TEXT.md).

Pure functions on strings. Text is kept as typed (only NFC); keys for order, equality and
search are computed from it and stored beside it.
"""

import re
import unicodedata

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_RANK = {letter: f"{rank:02d}" for rank, letter in enumerate(ALPHABET, start=20)}
_WORD = re.compile(r"[^\W_]+")
_BAD_IN_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]')
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_NEXT_LINE = "\x85"


def nfc(text: str) -> str:
    """The normal form of everything that enters: NFC, without control characters (C0 and C1; NEL is a new line)."""
    return unicodedata.normalize("NFC", _CONTROL.sub("", text).replace(_NEXT_LINE, "\n"))


def squeeze(text: str) -> str:
    """NFC with every run of white space as one blank and none at the ends: for one-line fields."""
    return " ".join(nfc(text).split())


def fold(text: str) -> str:
    """Lower case without marks, đ as d: `Đảng ủy` and `Đảng uỷ` are `dang uy`.

    The length equals that of the NFC input for Vietnamese text, so that offsets serve for highlights.
    """
    lowered = unicodedata.normalize("NFC", text).lower().replace("đ", "d")
    return "".join(_FOLDED.get(char) or _fold_char(char) for char in lowered)


def _fold_char(char: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c))
    return _FOLDED.setdefault(char, bare[:1] or char)


_FOLDED: dict[str, str] = {}


def words(text: str) -> list[str]:
    """Words and numbers of a text, in order, as they are written."""
    return _WORD.findall(unicodedata.normalize("NFC", text))


def syllable_key(syllable: str) -> tuple[str, int]:
    """(letters without tone, tone rank): equal for `hòa` and `hoà`, different for `hoa` and `hòa`."""
    letters, tone = [], 0
    for char in unicodedata.normalize("NFD", syllable.lower()):
        if char in TONES:
            tone = TONES[char]
        else:
            letters.append(char)
    return unicodedata.normalize("NFC", "".join(letters)), tone


def sort_key(text: str) -> str:
    """A string whose binary order is the Vietnamese order of texts: letters first, tones break ties,
    syllable by syllable (`ba cũng` before `bà an`). For a stored column; it also serves keyset paging."""
    return " ".join(_sort_syllable(word) for word in words(text))


def name_sort_key(full_name: str) -> str:
    """Order of persons: given name, then family name, then middle names."""
    parts = words(full_name)
    if not parts:
        return ""
    return sort_key(" ".join([parts[-1], *parts[:1], *parts[1:-1]] if len(parts) > 1 else parts))


def equality_key(text: str) -> str:
    """Equal for texts that differ only in case, normal form, spacing and tone placement."""
    return " ".join(f"{letters}{tone}" for letters, tone in map(syllable_key, words(text)))


def safe_file_name(name: str, *, longest: int = 120) -> str:
    """A file name that is only a name: no path, no control characters, NFC, extension kept."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    name = " ".join(_BAD_IN_NAMES.sub("", name).split()).strip(". ")
    if not name:
        return "tep"
    stem, dot, extension = name.rpartition(".")
    if dot and stem and len(extension) <= 8:
        return stem[: longest - len(extension) - 1].rstrip(". ") + "." + extension
    return name[:longest]


def slug(text: str) -> str:
    """ASCII words joined by hyphens, for addresses and file names: `van-ban`."""
    return "-".join(_WORD.findall(fold(text)))


def _sort_syllable(word: str) -> str:
    if word.isdigit():
        return "1" + word.zfill(12)
    letters, tone = syllable_key(word)
    return "".join(_RANK.get(char) or _other(char) for char in letters) + f"!{tone}"


def _other(char: str) -> str:
    return f"0{char}" if char.isdigit() else f"9{ord(char):06x}"
