"""Days as people write them: `05/9/2025`, `9/2025`, `2025`, `hôm nay`, `tháng trước`, `quý I/2026`.

Every form is a span (first day, last day). Days are those of Hà Nội: the caller says which one today is.
"""

import re
from collections.abc import Sequence
from datetime import date as Date
from datetime import timedelta

from portal.core.text import fold

Span = tuple[Date, Date]
MOST_WORDS = 4
"""How many words one form may have: `quý 3 năm 2025`."""
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_NEAR = {"nay": 0, "này": 0, "trước": -1, "ngoái": -1, "qua": -1, "sau": 1, "tới": 1, "mai": 1}
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTH = re.compile(r"(?:thang ?)?(\d{1,2})(?:[/.-]| nam )(\d{4})")
_QUARTER = re.compile(r"qu[yi] ?([1-4]|i{1,3}|iv)(?:[/.-]| nam | )(\d{4})")
_YEAR = re.compile(r"(?:nam )?(\d{4})")
_RELATIVE = re.compile(r"(hom|ngay|tuan|thang|qu[yi]|nam) (\S+)")
_FOLDED_NEAR = {fold(word): shift for word, shift in _NEAR.items()}


def span(words: str, today: Date) -> Span | None:
    """What a form means; None for what is none, or no day of the calendar (`31/02/2026`)."""
    text = " ".join(fold(words).translate(_DASHES).split())
    try:
        return _written(text) or relative(text, today)
    except (ValueError, OverflowError):
        return None


def relative(text: str, today: Date) -> Span | None:
    """`hom nay`, `tuan truoc`, `thang nay`, `quy truoc`, `nam ngoai` (folded), from today."""
    match = _RELATIVE.fullmatch(text)
    shift = _FOLDED_NEAR.get(match.group(2)) if match else None
    if match is None or shift is None:
        return None
    unit = match.group(1)
    if unit in ("hom", "ngay"):
        day = today + timedelta(days=shift)
        return day, day
    if unit == "tuan":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=shift)
        return monday, monday + timedelta(days=6)
    length = {"thang": 1, "quy": 3, "qui": 3, "nam": 12}[unit]
    first = (today.year * 12 + today.month - 1) // length * length + shift * length
    return _months(first // 12, first % 12 + 1, length)


def leading(words: Sequence[str], today: Date) -> tuple[Span, int] | None:
    """The longest form at the beginning of some words, and how many it takes."""
    for number in range(min(MOST_WORDS, len(words)), 0, -1):
        found = span(" ".join(words[:number]), today)
        if found:
            return found, number
    return None


def trailing(words: Sequence[str], today: Date) -> int:
    """How many words at the end of some are a form that names its year and is no bare year; 0 if they are none."""
    for number in range(min(MOST_WORDS, len(words)), 0, -1):
        last = " ".join(words[-number:])
        if not last.isdigit() and last[-4:].isdigit() and span(last, today):
            return number
    return 0


_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


def _written(text: str) -> Span | None:
    if match := _DAY.fullmatch(text):
        day = Date(int(match.group(3)), int(match.group(2)), int(match.group(1)))
        return day, day
    if match := _ISO.fullmatch(text):
        day = Date(int(match.group(1)), int(match.group(2)), int(match.group(3)))
        return day, day
    if match := _MONTH.fullmatch(text):
        return _months(int(match.group(2)), int(match.group(1)), 1)
    if match := _QUARTER.fullmatch(text):
        return _months(int(match.group(2)), 3 * _QUARTERS[match.group(1)] - 2, 3)
    if match := _YEAR.fullmatch(text):
        return _months(int(match.group(1)), 1, 12)
    return None


def _months(year: int, month: int, length: int) -> Span:
    last = Date(year + (month + length - 1) // 12, (month + length - 1) % 12 + 1, 1) - timedelta(days=1)
    return Date(year, month, 1), last
