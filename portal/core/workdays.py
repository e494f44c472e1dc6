"""Working days in Vietnam: weekends, public holidays with Tết and substitute days, and the office's own exceptions.

The calendar comes from the `holidays` package; a row of `day_exception` overrules it for its day (a Saturday
worked in exchange, a holiday announced late), so no day is computed in code (TEXT, section 10).
"""

from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, db

LONGEST = 1000
_KEPT = "day_exceptions"


class DayException(Base):
    """A day that is worked, or not, against the calendar; `note` says by which announcement."""

    __tablename__ = "day_exception"
    day: Mapped[date] = mapped_column(primary_key=True)
    works: Mapped[bool]
    note: Mapped[str] = mapped_column(String(200), default="")


def is_working(day: date) -> bool:
    """Monday to Friday, no public holiday, unless the office says otherwise."""
    said = _exceptions().get(day)
    return said if said is not None else day.weekday() < 5 and day not in _public(day.year)


def after(start: date, days: int) -> date:
    """The last day of a clock of so many working days that begins on the day after `start`."""
    day, left = start, days
    for _ in range(LONGEST):
        if left <= 0:
            break
        day += timedelta(days=1)
        left -= is_working(day)
    return day


def between(start: date, end: date) -> int:
    """Working days after `start` up to and with `end`; negative where `end` comes first; at most about 700."""
    if end < start:
        return -between(end, start)
    length = min((end - start).days, LONGEST)
    return sum(is_working(start + timedelta(days=number)) for number in range(1, length + 1))


def skipped(start: date, end: date) -> int:
    """Holidays that fell on weekdays between two days: what the date on screen says of how it was counted."""
    length = min((end - start).days, LONGEST)
    days = (start + timedelta(days=number) for number in range(1, length + 1))
    return sum(day.weekday() < 5 and not is_working(day) for day in days)


def forget() -> None:
    """Read the exceptions anew: after one was changed in this transaction."""
    db.session.info.pop(_KEPT, None)


def _exceptions() -> dict[date, bool]:
    kept: dict[date, bool] | None = db.session.info.get(_KEPT)
    if kept is None:
        rows = db.session.execute(select(DayException.day, DayException.works))
        kept = db.session.info[_KEPT] = {day: works for day, works in rows}
    return kept


@lru_cache(maxsize=50)
def _public(year: int) -> frozenset[date]:
    import holidays

    return frozenset(holidays.country_holidays("VN", years=year))
