"""How much of a text is written Vietnamese: the share of valid syllables (TEXT.md section 7)."""

import re
import unicodedata
from enum import StrEnum

from portal.core.text import TONES
from portal.papers.reasons import N_

_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"\S*(?:://|@|www\.)\S*")
_ONSET = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx]"
_NUCLEUS = "iê|yê|uô|ươ|ia|ya|ua|ưa|uyê|uya|oai|oay|oeo|oa|oe|oă|uâ|uê|uơ|uy|[aăâeêioôơuưy]"
_CODA = "ng|nh|ch|[cmnptiyuo]"
_SYLLABLE = re.compile(rf"(?:{_ONSET})?(?:{_NUCLEUS})(?:{_CODA})?")
_SAMPLE = 200_000


class Label(StrEnum):
    """How far the text of a paper can be trusted when it is searched."""

    GOOD = "good"
    POOR = "poor"
    SCAN = "scan"


LABELS: dict[str, str] = {Label.GOOD: N_("tốt"), Label.POOR: N_("thiếu chữ"), Label.SCAN: N_("ảnh quét")}
GOOD_FROM = 0.85
"""The least share of valid syllables of a text that is called good."""
_MOSTLY = 0.5


def text_label(quality: float, page_count: int, empty_pages: int = 0) -> Label:
    """The label of a text: a scan if half of its pages or more hold no text."""
    if page_count and empty_pages >= _MOSTLY * page_count:
        return Label.SCAN
    return Label.GOOD if quality >= GOOD_FROM else Label.POOR


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
