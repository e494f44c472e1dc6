"""The working calendar as it is counted."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import extract, select

from portal.core import clock, workdays
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.workdays import ClockRule, DayException, Term

EARLIEST, LATEST = 2020, 2035


@dataclass(frozen=True, slots=True)
class Day:
    """A day that is not what its weekday says: its name, whether it is worked, and by which exception."""

    day: date
    name: str
    works: bool
    exception: DayException | None = None


def days(year: int) -> list[Day]:
    """Public holidays, days worked in exchange and the office's exceptions of a year, in order."""
    names = workdays.holidays_of(year)
    found = select(DayException).where(extract("year", DayException.day) == year)
    said = {row.day: row for row in db.session.execute(found).scalars()}
    return [Day(day, names.get(day, ""), workdays.is_working(day), said.get(day))
            for day in sorted({*names, *said})]


def exception(actor: Actor, day: int) -> DayException | None:
    """The exception of a day written as 20270215."""
    try:
        wanted = date(day // 10000, day // 100 % 100, day % 100)
    except ValueError:
        return None
    return db.session.get(DayException, wanted) if actor.signed_in else None


def working_days(year: int) -> list[int]:
    """Working days of each month."""
    counts = [0] * 12
    day = date(year, 1, 1)
    while day.year == year:
        counts[day.month - 1] += workdays.is_working(day)
        day += timedelta(days=1)
    return counts


def clocks(today: date | None = None) -> list[tuple[ClockRule, Term | None]]:
    """(rule, the clock if it began today; None for one in hours) of the rules in force, in their order."""
    today = today or clock.today()
    found = select(ClockRule).order_by(ClockRule.id)
    rows = [row for row in db.session.execute(found).scalars()
            if (row.valid_from is None or row.valid_from <= today) and (row.valid_to is None or row.valid_to >= today)]
    return [(row, workdays.term(row.key, today, today) if row.kind != "hour" else None) for row in rows]
