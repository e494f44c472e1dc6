"""Days as files write them (TEXT, section 9): texts, ISO, serial numbers of both epochs."""

import re
from datetime import date, timedelta

from portal.imports.models import Problem

EARLIEST = date(1900, 1, 1)
_EPOCH = date(1899, 12, 30)
_LATER = 1462
"""Days between the epochs of 1900 and 1904."""
_ISO = re.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})(?:[T ]\d.*)?")
_USUAL = re.compile(r"(\d{1,2})\s*[-/.,]\s*(\d{1,2})\s*[-/.,]\s*(\d{4})(?: \d{1,2}:.*)?")
_WORDS = re.compile(r"(?:ngày|ng\.?)?\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", re.IGNORECASE)
_SHORT = re.compile(r"\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{2}")
_MONTH = re.compile(r"\d{1,2}\s*[-/.]\s*\d{4}|\d{4}\s*[-/.]\s*\d{1,2}|tháng\s*\d{1,2}\s*năm\s*\d{4}", re.IGNORECASE)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_YEAR = re.compile(r"(?:năm\s*)?(1[89]|20)\d\d", re.IGNORECASE)


class NoDay(ValueError):
    """The text is no day; the code of the reason."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def day_of(text: str, *, today: date, date1904: bool = False) -> date:
    """The day a cell means; raises NoDay for what is none, for half a day, and for days before 1900 or to come."""
    found = _read(text.strip(), date1904)
    if not EARLIEST <= found <= today:
        raise NoDay(Problem.DATE_RANGE)
    return found


def _read(text: str, date1904: bool) -> date:
    if match := _ISO.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _USUAL.fullmatch(text) or _WORDS.fullmatch(text):
        return _day(int(match[3]), int(match[2]), int(match[1]))
    if match := _SERIAL.fullmatch(text):
        return _EPOCH + timedelta(days=int(match[1]) + (_LATER if date1904 else 0))
    raise NoDay(Problem.DATE_YEAR if _YEAR.fullmatch(text) else Problem.DATE_MONTH if _MONTH.fullmatch(text)
                else Problem.DATE_SHORT if _SHORT.fullmatch(text) else Problem.DATE_FORM)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NoDay(Problem.DATE_TURNED if month > 12 >= day > 0 else Problem.DATE_NONE) from None
