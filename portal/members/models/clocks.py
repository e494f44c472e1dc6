"""The clocks of a member (RULES, sections 13 and 16): probation, Party age, badges. Pure arithmetic on days.

A span of years or months ends on the same day of the month, on its last day where there is no such day:
who was admitted on 29/02/2024 ends the probation on 28/02/2025.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta


def add_months(day: date, months: int) -> date:
    """The same day so many months later (earlier where negative), cut to the end of its month and of time."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    if year > MAXYEAR:
        return date.max
    if year < MINYEAR:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The anniversary; 28/02 for a 29/02 in other years."""
    return add_months(day, 12 * years)


def latest_start(end: date, months: int) -> date:
    """The last day from which so many months are over by `end`: `add_months(start, months) <= end`."""
    start = add_months(end, -months)
    while start < date.max and add_months(start + timedelta(days=1), months) <= end:
        start += timedelta(days=1)
    return start


def years_of(since: date | None, on: date) -> int | None:
    """Whole years from a day to another: the age of a person, the Party age of a member; None for days to come."""
    if since is None or since > on:
        return None
    years = on.year - since.year
    return years if add_years(since, years) <= on else years - 1


@dataclass(frozen=True, slots=True)
class Span:
    """Days of joining the Party, both included, that reach `years` of Party age at a round."""

    years: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Yearly:
    """A round of badges: a day of the year, in force from–to."""

    month: int
    day: int
    valid_from: date | None = None
    valid_to: date | None = None


def rounds_of(days: Iterable[Yearly], year: int) -> list[date]:
    """The rounds of a year that are in force on their day, in order; a day that the year has not is the last of its
    month."""
    found = [(date(year, one.month, min(one.day, monthrange(year, one.month)[1])), one) for one in days]
    return sorted({day for day, one in found if (one.valid_from or day) <= day <= (one.valid_to or day)})


def rounds_around(days: Iterable[Yearly], on: date, coming: int = 4) -> tuple[date, list[date]]:
    """The last round before `on`, and so many rounds from `on` onwards; nothing where there are no rounds."""
    pairs = list(days)
    known = [one for year in range(on.year - 1, on.year + 2 + coming) for one in rounds_of(pairs, year)]
    past, ahead = [one for one in known if one < on], [one for one in known if one >= on]
    return (past[-1] if past else on - timedelta(days=1)), ahead[:coming]


def badge_spans(previous: date, round_day: date, years: Iterable[int]) -> list[Span]:
    """Who reaches which Party age after the previous round and by this one, as spans of the day of joining."""
    return [Span(number, latest_start(previous, 12 * number) + timedelta(days=1), latest_start(round_day, 12 * number))
            for number in sorted(years, reverse=True)]


def badge_at(joined: date | None, spans: Iterable[Span]) -> int | None:
    """The badge of this day of joining among the spans."""
    return next((one.years for one in spans if joined is not None and one.first <= joined <= one.last), None)
