"""Filters of the roster as conditions."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, literal_column, or_, true

from portal.core.statements import still
from portal.members.models import Filters, Member, MemberState, Position, State
from portal.members.models.clocks import latest_start
from portal.members.queries.due import overdue
from portal.members.queries.scope import on_day

NOTHING: ColumnElement[str] = literal_column("''")
"""Said outright, for the indexes on what is missing say so too."""
EMPTY: dict[str, ColumnElement[bool]] = {
    "birth_date": Member.birth_date.is_(None),
    "sex": Member.sex == NOTHING,
    "joined_on": Member.joined_on.is_(None),
    "official_on": Member.official_on.is_(None),
    "ceremony_on": Member.ceremony_on.is_(None),
    "card_number": or_(Member.card_number.is_(None), Member.card_number == NOTHING),
    "phone": or_(Member.phone.is_(None), Member.phone == NOTHING),
}
"""When a field of a record is empty, said so that a list may begin from these records."""
ON_PROBATION = {"official_on": False, "ceremony_on": True, "card_number": False}
"""Who is meant to have it: a probationary member has neither card nor official day."""


def is_missing(field: str) -> ColumnElement[bool]:
    """The field is missing, asked of each person: an index on it, where most lack it, leads astray."""
    if field not in EMPTY:
        return false()
    column = still(getattr(Member, field))
    empty = column == NOTHING if field == "sex" else column.is_(None)
    if field in ("card_number", "phone"):
        empty = or_(empty, column == NOTHING)
    return and_(empty, is_meant(field, still(MemberState.state)) if field in ON_PROBATION else true())


def is_meant(field: str, state: Any) -> ColumnElement[bool]:
    """Who is in this state is meant to have a field of ON_PROBATION."""
    found: ColumnElement[bool] = state == State.PROBATIONARY
    return found if ON_PROBATION[field] else ~found


def conditions(filters: Filters, day: date) -> list[ColumnElement[bool]]:
    """What a row (Member, MemberState) of that day must fulfil, beside words of the name and the state."""
    found = spans(filters, day)
    if filters.sex:
        found.append(Member.sex == filters.sex)
    if filters.role:
        found.append(exists().where(on_day(Position, day), Position.role == filters.role).correlate(Member))
    if filters.missing:
        found.append(is_missing(filters.missing))
    if filters.overdue:
        found.append(overdue(func.coalesce(Member.ceremony_on, MemberState.valid_from), day))
        if filters.state and filters.state != State.PROBATIONARY:
            found.append(false())
    return found


def spans(filters: Filters, day: date) -> list[ColumnElement[bool]]:
    """Years and ages as spans of days, so that the columns are compared as they are."""
    found: list[ColumnElement[bool]] = []
    if filters.joined_from is not None:
        found.append(Member.joined_on >= date(filters.joined_from, 1, 1))
    if filters.joined_to is not None:
        found.append(Member.joined_on <= date(filters.joined_to, 12, 31))
    ages: list[tuple[Any, int | None, int | None]] = [
        (Member.birth_date, filters.age_from, filters.age_to), (Member.joined_on, filters.party_from, filters.party_to)]
    for column, least, most in ages:
        if least is not None:
            found.append(column <= latest_start(day, 12 * least))
        if most is not None:
            found.append(column > latest_start(day, 12 * (most + 1)))
    return found
