"""Bytes of a text file as NFC text: UTF-8, UTF-16 with its mark, Windows-1258, TCVN3 and VNI where they make sense."""

import codecs

from portal.core.text import nfc
from portal.papers.legacy import Letters
from portal.papers.quality import syllable_quality

_SENSIBLE = 0.6


def decode(data: bytes, *, whole: bool = True, letters: Letters | None = None) -> str | None:
    """The text, or None if the bytes are no text. With `whole=False` a letter may be cut at the end.

    `letters` counts what was converted from TCVN3 or VNI.
    """
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return _strictly(data, encoding, whole)
    if b"\0" in data:
        return None
    letters = letters or Letters()
    text = _strictly(data, "utf-8-sig", whole)
    if text is not None:  # an old text may have been saved as UTF-8: its letters as Latin-1 signs
        return letters.by_content(text)
    text = _strictly(data, "cp1258", whole)
    if text is not None and syllable_quality(text) >= _SENSIBLE:
        return text
    old = _strictly(data, "cp1252", whole)
    right = letters.by_content(old) if old else old
    return right if right != old else None


def _strictly(data: bytes, encoding: str, whole: bool) -> str | None:
    try:
        return nfc(codecs.getincrementaldecoder(encoding)("strict").decode(data, final=whole))
    except UnicodeDecodeError:
        return None
