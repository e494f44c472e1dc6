"""Bytes of a text file as NFC text: UTF-8, UTF-16 with its mark, Windows-1258 where that makes sense."""

import codecs

from portal.core.text import nfc
from portal.papers.quality import syllable_quality

_SENSIBLE = 0.6


def decode(data: bytes, *, whole: bool = True) -> str | None:
    """The text, or None if the bytes are no text. With `whole=False` a letter may be cut at the end."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return _strictly(data, encoding, whole)
    if b"\0" in data:
        return None
    text = _strictly(data, "utf-8-sig", whole)
    if text is not None:
        return text
    text = _strictly(data, "cp1258", whole)
    return text if text is not None and syllable_quality(text) >= _SENSIBLE else None


def _strictly(data: bytes, encoding: str, whole: bool) -> str | None:
    try:
        return nfc(codecs.getincrementaldecoder(encoding)("strict").decode(data, final=whole))
    except UnicodeDecodeError:
        return None
