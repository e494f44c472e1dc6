"""How much of a text is written Vietnamese: the share of valid syllables (TEXT.md section 7)."""

import re
import unicodedata

from portal.core.text import TONES

_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"\S*(?:://|@|www\.)\S*")
_ONSET = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx]"
_NUCLEUS = "iê|yê|uô|ươ|ia|ya|ua|ưa|uyê|uya|oai|oay|oeo|oa|oe|oă|uâ|uê|uơ|uy|[aăâeêioôơuưy]"
_CODA = "ng|nh|ch|[cmnptiyuo]"
_SYLLABLE = re.compile(rf"(?:{_ONSET})?(?:{_NUCLEUS})(?:{_CODA})?")
_SAMPLE = 200_000


def syllable_quality(text: str) -> float:
    """Share of valid Vietnamese syllables among the words, 0 to 1; abbreviations in capitals do not count.

    A low value means lost letters, an old encoding (TCVN3, VNI) or another language.
    """
    words = _WORD.findall(_ADDRESS.sub(" ", unicodedata.normalize("NFC", text[:_SAMPLE])))
    counted = [word for word in words if not _is_abbreviation(word)]
    if not counted:
        return 0.0
    return round(sum(is_syllable(word) for word in counted) / len(counted), 3)


def is_syllable(word: str) -> bool:
    """True if the word can be one Vietnamese syllable, with at most one tone."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = sum(char in TONES for char in parts)
    bare = unicodedata.normalize("NFC", "".join(char for char in parts if char not in TONES))
    return tones <= 1 and _SYLLABLE.fullmatch(bare) is not None


def _is_abbreviation(word: str) -> bool:
    return len(word) > 1 and word.isupper() and not is_syllable(word)
