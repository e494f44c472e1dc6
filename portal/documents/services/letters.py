"""Letters of old encodings that reading a file changed (N12): how many, with a sample to compare."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from portal.papers.legacy import VNI, convert

SAMPLE = 90
_HIGH = [chr(code) for code in range(0xA1, 0x100)]
_BASES = "aeouyôöAEOUYÔÖ"


def changed_letters(encodings: Mapping[str, int], plain: str) -> list[dict[str, Any]]:
    """For each old encoding: its name, the number of letters, and a passage before and after."""
    after = _passage(plain)
    return [{"encoding": name, "count": count, "before": as_it_stood(after, name), "after": after}
            for name, count in sorted(encodings.items()) if count]


def as_it_stood(text: str, encoding: str) -> str:
    """A text as its file has it, shown in an ordinary font: the conversion the other way."""
    table = _back(encoding)
    return "".join(table.get(sign, sign) for sign in unicodedata.normalize("NFC", text))


@lru_cache
def _back(encoding: str) -> dict[str, str]:
    units = _HIGH + ([base + mark for base in _BASES for mark in _HIGH] if encoding == VNI else [])
    known = {unit: convert(unit, encoding) for unit in units}
    return {right: unit for unit, right in reversed(known.items()) if len(right) == 1 and right != unit}


def _passage(plain: str) -> str:
    """The line with the most letters beyond ASCII among the first ones, cut to a short passage."""
    lines = [" ".join(line.split())[:SAMPLE] for line in plain.split("\n", 60)[:60]]
    return max(lines, key=lambda line: sum(sign > "\x7f" for sign in line), default="")
