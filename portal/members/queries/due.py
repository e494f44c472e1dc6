"""What comes due (I13): probation to be dealt with, badges of the next rounds."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from portal.core import clock, workdays
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.statements import still
from portal.core.workdays import Length
from portal.members.models import PRESENT, BadgeRound, BadgeYears, Member, MemberState, State
from portal.members.models.clocks import Span, Yearly, add_months, badge_spans, rounds_around
from portal.members.policy import KEEPERS
from portal.members.queries.scope import people_of, scope
from portal.organizations.api import Organization

ONE = timedelta(days=1)
AHEAD = timedelta(days=60)
"""Probation that ends within so many days is shown."""


def probation_over(ceremony: date) -> date:
    """The day on which the probation that began with this ceremony is over, by the rule in force on that day."""
    rule = workdays.length("probation", ceremony)
    return add_months(ceremony, rule.length) if rule.kind == "month" else rule.end(ceremony)


def act_by(ceremony: date) -> tuple[date, date]:
    """The day the probation is over, and the last day for the cell to act."""
    over = probation_over(ceremony)
    return over, workdays.length("recognition", over).end(over)


def overdue(ceremony: Any, day: date) -> ColumnElement[bool]:
    """Condition on a column of ceremonies: probation and the time to act were both over before the day.

    Each row of either clock speaks for what began in its days, so the condition has a part for each pair of rows."""
    parts = [and_(*_between(ceremony, first, second, day))
             for first in workdays.lengths("probation") for second in workdays.lengths("recognition")]
    return or_(false(), *parts)


def _between(ceremony: Any, first: Length, second: Length, day: date) -> list[ColumnElement[bool]]:
    """The ceremony fell in the days of the first row, its end in those of the second, which was over too."""
    last_over = min(second.latest_start(day), second.valid_to or date.max)
    found = [ceremony <= first.latest_start(last_over + ONE)]
    if second.valid_from is not None:
        found.append(ceremony > first.latest_start(second.valid_from))
    if first.valid_from is not None:
        found.append(ceremony >= first.valid_from)
    if first.valid_to is not None:
        found.append(ceremony <= first.valid_to)
    return found


def probation(actor: Actor, unit: Organization | None = None) -> Select[Any]:
    """Rows (Member, Organization, MemberState, day of the ceremony) of those whose probation is over or soon will be,
    who entered it first first: an order that an index keeps. Where no ceremony is recorded, the first day of the state
    stands for it. Whose next state is already recorded, for a day to come, is not due any more."""
    today = clock.today()
    began = func.coalesce(Member.ceremony_on, MemberState.valid_from, type_=Member.ceremony_on.type)
    found = people_of(scope(actor, KEEPERS, unit), today, state=State.PROBATIONARY, goes_on=True, leads=True)
    return (found.add_columns(began).where(workdays.run_out("probation", began, today + AHEAD + ONE))
            .order_by(MemberState.valid_from, MemberState.id))


def badges(actor: Actor, spans: list[Span], unit: Organization | None = None) -> Select[Any]:
    """Rows (Member, Organization, MemberState) of those whose Party age reaches a badge in the spans, eldest first."""
    where = scope(actor, KEEPERS, unit)
    reached = or_(false(), *(Member.joined_on.between(span.first, span.last) for span in spans))
    # Over the whole tree the index of this order is walked until a page is full; people of few units are sorted.
    joined = Member.joined_on if where.units is None else still(Member.joined_on)
    return (people_of(where, clock.today())
            .where(reached, still(MemberState.state).in_([state.value for state in PRESENT]))
            .order_by(joined, Member.sort_key, Member.id))


def rounds(on: date) -> list[tuple[date, list[Span]]]:
    """The coming rounds with the spans of joining that reach a badge at each, by the rows in force then."""
    years = list(db.session.execute(select(BadgeYears)).scalars())
    days = [Yearly(row.month, row.day, row.valid_from, row.valid_to)
            for row in db.session.execute(select(BadgeRound)).scalars()]
    previous, coming = rounds_around(days, on)
    found = []
    for day in coming:
        found.append((day, badge_spans(previous, day, {row.years for row in years if _in_force(row, day)})))
        previous = day
    return found


def _in_force(row: Any, day: date) -> bool:
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or row.valid_to >= day)
