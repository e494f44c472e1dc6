"""Working days in Vietnam, and the clocks that count in them.

Weekends, public holidays with Tết, substitute days and Saturdays worked in exchange come from the `holidays` package;
a row of `day_exception` overrules it for its day (a holiday announced late), so no day is computed in code (TEXT,
section 10). The lengths of clocks are rows of `clock_rule`. No deadline is stored: a new holiday reaches the clocks
that run.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, String, and_, false, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, db
from portal.core.i18n import lazy_gettext as _l

LONGEST = 1000
_KEPT, _CLOCKS = "day_exceptions", "clock_rules"
COUNTED = {
    "working": _l("%(n)s ngày làm việc"), "day": _l("%(n)s ngày"), "month": _l("%(n)s tháng"), "hour": _l("%(n)s giờ"),
}


class DayException(Base):
    """A day that is worked, or not, against the calendar; `note` says by which announcement."""

    __tablename__ = "day_exception"
    day: Mapped[date] = mapped_column(primary_key=True)
    works: Mapped[bool]
    note: Mapped[str] = mapped_column(String(200), default="")


class ClockRule(Base):
    """The length of a clock for what begins from–to: `kind` is working, day, month or hour; `rule` says whose it is."""

    __tablename__ = "clock_rule"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), index=True)
    label: Mapped[str] = mapped_column(String(200))
    length: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    rule: Mapped[str] = mapped_column(String(120), default="")
    confirmed: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


@dataclass(frozen=True, slots=True)
class Length:
    """A row of clock_rule, free of the session."""

    key: str
    label: str
    length: int
    kind: str
    valid_from: date | None
    valid_to: date | None

    @property
    def words(self) -> Any:
        """`60 ngày làm việc`."""
        return COUNTED[self.kind] % {"n": self.length}

    def end(self, start: date) -> date:
        """The last day of a clock that begins on the day after `start`."""
        if self.kind == "working":
            return after(start, self.length)
        if self.kind == "month":
            return months_after(start, self.length)
        if self.kind == "day":
            return start + timedelta(days=self.length)
        raise ValueError(f"{self.key} counts hours")

    def latest_start(self, today: date) -> date:
        """The last day on which a clock that has run out before `today` can have begun."""
        if self.kind == "working":
            return _working_back(today, self.length)
        start = today - timedelta(days=1)
        if self.kind == "month":
            start = months_after(today, -self.length) + timedelta(days=3)
        elif self.kind == "day":
            start = today - timedelta(days=self.length)
        while self.end(start) >= today:
            start -= timedelta(days=1)
        return start


@dataclass(frozen=True, slots=True)
class Term:
    """A clock that runs: its last day, and the days left of the kind it counts in (negative: days over)."""

    length: Length
    start: date
    due: date
    left: int
    skipped: int
    overdue: bool


def is_working(day: date) -> bool:
    """Monday to Friday or a Saturday worked in exchange, no public holiday, unless the office says otherwise."""
    said = _exceptions().get(day)
    if said is not None:
        return said
    names, exchanged = _public(day.year)
    return day in exchanged or (day.weekday() < 5 and day not in names)


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


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def length(key: str, on: date) -> Length:
    """The length in force for a clock that begins on a day; the newest row goes first. LookupError without one."""
    for one in _clocks().get(key, ()):
        if (one.valid_from is None or one.valid_from <= on) and (one.valid_to is None or one.valid_to >= on):
            return one
    raise LookupError(key)


def lengths(key: str) -> list[Length]:
    """All rows of a clock, the newest first: for conditions on columns, where each row speaks for its own days."""
    return list(_clocks().get(key, ()))


def deadline(key: str, start: date | datetime) -> date | datetime:
    """The last day of a clock, or for one that counts hours the moment it ends."""
    day = clock.local(start).date() if isinstance(start, datetime) else start
    rule = length(key, day)
    if rule.kind == "hour":
        begun = start if isinstance(start, datetime) else clock.from_local(datetime.combine(day, datetime.min.time()))
        return begun + timedelta(hours=rule.length)
    return rule.end(day)


def term(key: str, start: date, today: date | None = None) -> Term:
    """A clock in days as it stands today: for the screens, which say how it was counted."""
    rule, today = length(key, start), today or clock.today()
    due = rule.end(start)
    working = rule.kind == "working"
    left = between(today, due) if working else (due - today).days
    return Term(rule, start, due, left, skipped(start, due) if working else 0, due < today)


def run_out(key: str, column: Any, today: date | None = None) -> ColumnElement[bool]:
    """Condition: a clock that began on the day of this column is over. Without a rule nothing is."""
    today = today or clock.today()
    parts = [and_(column <= one.latest_start(today), *([column >= one.valid_from] if one.valid_from else []),
                  *([column <= one.valid_to] if one.valid_to else [])) for one in _clocks().get(key, ())]
    return or_(*parts) if parts else false()


def holidays_of(year: int) -> dict[date, str]:
    """Public holidays of a year and Saturdays worked in exchange (with an empty name), as the package knows them."""
    names, exchanged = _public(year)
    return dict(sorted({**dict(names), **dict.fromkeys(exchanged, "")}.items()))


def forget() -> None:
    """Read exceptions and clocks anew: after one was changed in this transaction."""
    db.session.info.pop(_KEPT, None)
    db.session.info.pop(_CLOCKS, None)


def _working_back(today: date, days: int) -> date:
    """`after(start, days)` is before `today` for this start and for none later."""
    day, left = today, days
    for _ in range(LONGEST):
        day -= timedelta(days=1)
        if left <= 0:
            break
        left -= is_working(day)
    return day


def _exceptions() -> dict[date, bool]:
    kept: dict[date, bool] | None = db.session.info.get(_KEPT)
    if kept is None:
        rows = db.session.execute(select(DayException.day, DayException.works))
        kept = db.session.info[_KEPT] = {day: works for day, works in rows}
    return kept


def _clocks() -> dict[str, list[Length]]:
    kept: dict[str, list[Length]] | None = db.session.info.get(_CLOCKS)
    if kept is None:
        kept = db.session.info[_CLOCKS] = {}
        rows = select(ClockRule).order_by(ClockRule.valid_from.desc().nulls_last(), ClockRule.id.desc())
        for row in db.session.execute(rows).scalars():
            kept.setdefault(row.key, []).append(
                Length(row.key, row.label, row.length, row.kind, row.valid_from, row.valid_to))
    return kept


@lru_cache(maxsize=50)
def _public(year: int) -> tuple[dict[date, str], frozenset[date]]:
    import holidays

    known = holidays.country_holidays("VN", years=year, language="vi")
    return dict(known.items()), frozenset(day for day in known.weekend_workdays if day.year == year)
