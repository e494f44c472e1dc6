"""Reads of the registers: series of numbers with their gaps and doubles, and papers that came in."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.i18n import gettext
from portal.core.text import fold
from portal.documents.models import (
    PER_TERM,
    PER_YEAR,
    Document,
    IncomingEntry,
    NumberingRule,
    NumberState,
    RegisterNumber,
)
from portal.organizations.api import CLERKS, Organization, Term, in_covered, term_on, terms

NO_TERM = "none"
MOST_GAPS = 50
LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers that were never given out: from the first to the last."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Incoming:
    """What the register of incoming papers is narrowed to; empty values narrow nothing."""

    text: str = ""
    year: int | None = None
    passed_to: str = ""
    since: date | None = None
    until: date | None = None


def rule_on(unit: Organization, day: date) -> NumberingRule | None:
    """How the unit numbers its papers on a day: its own rule, else that for all."""
    found = (select(NumberingRule).where(or_(NumberingRule.unit_id == unit.id, NumberingRule.unit_id.is_(None)),
                                         NumberingRule.valid_from <= day)
             .order_by(NumberingRule.unit_id.is_(None), NumberingRule.valid_from.desc(), NumberingRule.id.desc())
             .limit(1))
    return db.session.execute(found).scalar_one_or_none()


def period_on(unit: Organization, day: date) -> str:
    """The period of a series on a day: `term:7`, `year:2026`, or `none` where no term was entered."""
    rule = rule_on(unit, day)
    if rule is not None and rule.per != PER_TERM:
        return f"year:{day.year}"
    term = term_on(unit.id, day)
    return f"term:{term.id}" if term else NO_TERM


def period_names(unit: Organization, periods: list[str]) -> dict[str, str]:
    """`nhiệm kỳ 2025-2030`, `năm 2026` of the periods; an unknown term by its key."""
    named = {f"term:{term.id}": term.name for term in terms(unit)}
    return {period: named.get(period, period.removeprefix("year:")) for period in periods}


def periods_of(unit: Organization) -> list[str]:
    """The periods in which the unit has given out numbers, the newest first."""
    found = (select(RegisterNumber.period).where(RegisterNumber.unit_id == unit.id).group_by(RegisterNumber.period)
             .order_by(func.max(RegisterNumber.issued_on).desc()))
    return list(db.session.execute(found).scalars())


def kinds_of(unit: Organization, period: str) -> list[str]:
    """The kinds with numbers in a period."""
    found = (select(RegisterNumber.kind).where(RegisterNumber.unit_id == unit.id, _given_in(unit.id, period))
             .distinct().order_by(RegisterNumber.kind))
    return list(db.session.execute(found).scalars())


def numbers(unit: Organization, period: str, kind: str = "") -> Select[Any]:
    """The rows of a register, by kind and number, the newest first; not yet paged."""
    found = select(RegisterNumber).where(RegisterNumber.unit_id == unit.id, _given_in(unit.id, period))
    if kind:
        found = found.where(RegisterNumber.kind == kind)
    return found.order_by(RegisterNumber.kind, RegisterNumber.number.desc())


def highest(unit_id: int, kind: str, period: str) -> int:
    """The highest number given out in a series, 0 before the first."""
    found = select(func.max(RegisterNumber.number)).where(*_series(unit_id, kind, period))
    return db.session.execute(found).scalar() or 0


def gaps(unit: Organization, period: str, kind: str) -> list[Gap]:
    """Numbers missing between the first and the last of a series: found by the database, at most MOST_GAPS."""
    before = func.lag(RegisterNumber.number).over(order_by=RegisterNumber.number).label("before")
    rows = select(RegisterNumber.number, before).where(*_series(unit.id, kind, period)).subquery()
    found = select(rows.c.before, rows.c.number).where(rows.c.number > rows.c.before + 1).order_by(rows.c.number)
    return [Gap(before + 1, number - 1) for before, number in db.session.execute(found.limit(MOST_GAPS))]


def doubles(unit: Organization, period: str, kind: str) -> list[Any]:
    """Papers of the unit that bear a number of this series and are not the one it was given to:
    (id, symbol, subject, kind_name, name, issued_on)."""
    found = (select(Document.id, Document.symbol, Document.subject, Document.kind_name, Document.name,
                    Document.issued_on)
             .join(RegisterNumber, and_(RegisterNumber.symbol_key == Document.symbol_key,
                                        RegisterNumber.unit_id == Document.unit_id))
             .where(*_series(unit.id, kind, period), Document.trashed_at.is_(None),
                    RegisterNumber.state != NumberState.VOID,
                    or_(RegisterNumber.document_id.is_(None), RegisterNumber.document_id != Document.id),
                    RegisterNumber.state == NumberState.ISSUED)
             .order_by(RegisterNumber.number, Document.id).limit(MOST_GAPS))
    return list(db.session.execute(found))


def taken(unit_id: int, kind: str, period: str) -> dict[int, tuple[date, str]]:
    """Every number of a series with its day and state."""
    found = select(RegisterNumber.number, RegisterNumber.issued_on, RegisterNumber.state).where(
        *_series(unit_id, kind, period))
    return {number: (on, state) for number, on, state in db.session.execute(found)}


def number_row(unit_id: int, kind: str, period: str, number: int) -> RegisterNumber | None:
    """One number of a series, locked: two that would use it go one after the other."""
    found = (select(RegisterNumber).where(*_series(unit_id, kind, period), RegisterNumber.number == number)
             .order_by(RegisterNumber.period.desc()).limit(1)
             .with_for_update(of=RegisterNumber).execution_options(populate_existing=True))
    return db.session.execute(found).scalar_one_or_none()


def number_of(document: Document) -> RegisterNumber | None:
    """The number a document was given."""
    found = select(RegisterNumber).where(RegisterNumber.document_id == document.id,
                                         RegisterNumber.state == NumberState.ISSUED)
    return db.session.execute(found).scalar_one_or_none()


def get_number(actor: Actor, number_id: int) -> RegisterNumber | None:
    """A row of the register of a unit whose papers the actor files."""
    found = select(RegisterNumber).where(RegisterNumber.id == number_id,
                                         in_covered(actor, CLERKS, RegisterNumber.unit_id))
    return db.session.execute(found).scalar_one_or_none()


def get_incoming(actor: Actor, entry_id: int) -> IncomingEntry | None:
    """A row of the incoming register of a unit whose papers the actor files."""
    found = select(IncomingEntry).where(IncomingEntry.id == entry_id,
                                        in_covered(actor, CLERKS, IncomingEntry.unit_id))
    return db.session.execute(found).scalar_one_or_none()


def incoming(unit: Organization, asked: Incoming) -> Select[Any]:
    """Papers that came to a unit, the newest arrival first; not yet paged."""
    found = select(IncomingEntry).where(IncomingEntry.unit_id == unit.id)
    if asked.year is not None:
        found = found.where(IncomingEntry.year == asked.year)
    if asked.since:
        found = found.where(IncomingEntry.arrived_on >= asked.since)
    if asked.until:
        found = found.where(IncomingEntry.arrived_on <= asked.until)
    for word in fold(f"{asked.text} {asked.passed_to}").split():
        found = found.where(IncomingEntry.search_key.contains(word, autoescape=True))
    return found.order_by(IncomingEntry.year.desc(), IncomingEntry.number.desc())


def next_incoming(unit_id: int, year: int) -> int:
    """The next number of arrival of a year."""
    found = select(func.max(IncomingEntry.number)).where(IncomingEntry.unit_id == unit_id, IncomingEntry.year == year)
    return (db.session.execute(found).scalar() or 0) + 1


def entered_as(document: Document) -> IncomingEntry | None:
    """The row under which a document stands in the incoming register of its unit."""
    found = select(IncomingEntry).where(IncomingEntry.document_id == document.id,
                                        IncomingEntry.unit_id == document.unit_id)
    return db.session.execute(found.limit(1)).scalar_one_or_none()


def entered_alike(unit_id: int, year: int, **written: Any) -> IncomingEntry | None:
    """A row of a unit and year in which the same is written."""
    same = [getattr(IncomingEntry, name) == value for name, value in written.items()]
    found = select(IncomingEntry).where(IncomingEntry.unit_id == unit_id, IncomingEntry.year == year, *same)
    return db.session.execute(found.limit(1)).scalar_one_or_none()


def _series(unit_id: int, kind: str, period: str) -> tuple[Any, ...]:
    return (RegisterNumber.unit_id == unit_id, RegisterNumber.kind == kind, _given_in(unit_id, period))


def _given_in(unit_id: int, period: str) -> ColumnElement[bool]:
    """Condition: given out in a period; also what was given out in that term or year before numbers ran by it: its
    term was entered late, or the unit numbered its papers the other way."""
    here, (per, _, key) = RegisterNumber.period == period, period.partition(":")
    if not (key.isascii() and key.isdecimal() and len(key) < 10):
        return here
    otherwise = ~RegisterNumber.period.startswith(f"{per}:")
    if per == PER_YEAR:
        return or_(here, and_(otherwise, _in_year(int(key))))
    then = (select(Term.id).where(Term.unit_id == unit_id, Term.valid_from <= RegisterNumber.issued_on)
            .order_by(Term.valid_from.desc()).limit(1).correlate(RegisterNumber).scalar_subquery())
    return or_(here, and_(otherwise, then == int(key)))


def _in_year(year: int) -> ColumnElement[bool]:
    year = min(max(year, 1), 9999)
    return RegisterNumber.issued_on.between(date(year, 1, 1), date(year, 12, 31))


def reached(unit: Organization, per: str, since: date) -> str:
    """How far the numbers are, as `NQ đến số 05`, that were given out by the other way since the beginning of the
    year or term in which this one would begin; empty where there are none."""
    term = term_on(unit.id, since) if per == PER_TERM else None
    first = date(since.year, 1, 1) if per == PER_YEAR else term.valid_from if term else since
    found = (select(RegisterNumber.kind, func.max(RegisterNumber.number))
             .where(RegisterNumber.unit_id == unit.id, RegisterNumber.issued_on >= first,
                    ~RegisterNumber.period.startswith(f"{per}:"))
             .group_by(RegisterNumber.kind).order_by(RegisterNumber.kind))
    return ", ".join(gettext("%(kind)s đến số %(number)s", kind=kind, number=f"{number:02d}")
                     for kind, number in db.session.execute(found))


def rules_of(unit: Organization) -> list[NumberingRule]:
    """The dated rows that decide how the unit numbers its papers, the newest first."""
    found = select(NumberingRule).where(or_(NumberingRule.unit_id == unit.id, NumberingRule.unit_id.is_(None)))
    return list(db.session.execute(found.order_by(NumberingRule.valid_from.desc(), NumberingRule.id.desc())).scalars())


def all_of(found: Select[Any], most: int) -> list[Any]:
    """Its rows to be printed, at most so many."""
    return list(db.session.execute(found.limit(most)).scalars())
