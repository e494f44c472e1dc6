"""What comes due (I13): probation to be dealt with, badges of the next rounds."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, false, func, or_, select

from portal.core import clock, workdays
from portal.core.actor import Actor
from portal.core.db import db
from portal.members.models import PRESENT, BadgeRound, BadgeYears, Member, MemberState, State
from portal.members.models.clocks import (
    PROBATION_MONTHS,
    WORKING_DAYS_TO_ACT,
    Span,
    badge_spans,
    latest_start,
    probation_over,
    rounds_around,
)
from portal.members.policy import KEEPERS
from portal.members.queries.scope import people_of, still
from portal.organizations.api import Organization

AHEAD = timedelta(days=60)
"""Probation that ends within so many days is shown."""


def overdue_since(day: date) -> date:
    """The last day of ceremony whose 12 months and 30 working days were both over before `day`."""
    end, left = day - timedelta(days=1), WORKING_DAYS_TO_ACT
    while left > 0:
        left -= workdays.is_working(end)
        end -= timedelta(days=1)
    return latest_start(end, PROBATION_MONTHS)


def act_by(ceremony: date) -> tuple[date, date]:
    """The day the 12 months are over, and the last working day for the cell to act."""
    over = probation_over(ceremony)
    return over, workdays.after(over, WORKING_DAYS_TO_ACT)


def probation(actor: Actor, unit: Organization | None = None) -> Select[Any]:
    """Rows (Member, Organization, MemberState, day of the ceremony) of those whose probation is over or soon will be,
    the oldest first. Where no ceremony is recorded, the first day of the state stands for it. Whose next state is
    already recorded, for a day to come, is not due any more."""
    today = clock.today()
    began = func.coalesce(Member.ceremony_on, MemberState.valid_from, type_=Member.ceremony_on.type)
    return (people_of(actor, KEEPERS, today, unit, state=State.PROBATIONARY, goes_on=True).add_columns(began)
            .where(began <= latest_start(today + AHEAD, PROBATION_MONTHS))
            .order_by(began, Member.sort_key, Member.id))


def badges(actor: Actor, spans: list[Span], unit: Organization | None = None) -> Select[Any]:
    """Rows (Member, Organization, MemberState) of those whose Party age reaches a badge in the spans, eldest first."""
    reached = or_(false(), *(Member.joined_on.between(span.first, span.last) for span in spans))
    return (people_of(actor, KEEPERS, clock.today(), unit)
            .where(reached, still(MemberState.state).in_([state.value for state in PRESENT]))
            .order_by(still(Member.joined_on), Member.sort_key, Member.id))


def rounds(on: date) -> list[tuple[date, list[Span]]]:
    """The coming rounds with the spans of joining that reach a badge at each, by the rows in force then."""
    years = list(db.session.execute(select(BadgeYears)).scalars())
    days = [(row.month, row.day) for row in db.session.execute(select(BadgeRound)).scalars() if _in_force(row, on)]
    previous, coming = rounds_around(days, on)
    found = []
    for day in coming:
        found.append((day, badge_spans(previous, day, {row.years for row in years if _in_force(row, day)})))
        previous = day
    return found


def _in_force(row: Any, day: date) -> bool:
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or row.valid_to >= day)
