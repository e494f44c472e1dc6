"""Lists of meetings: what may be seen, what waits, what a unit has in hand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Select, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import joinedload

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.handing import Held
from portal.core.i18n import lazy_gettext as _l
from portal.core.statements import per_actor, rows, when_run
from portal.meetings.models import UNLOCKED, Answer, Invitation, Meeting, State
from portal.meetings.policy import prepared_ids, readable
from portal.organizations.api import Organization, in_force

LINGERS = timedelta(hours=6)
MOST_UNITS = 50
NOT_LOCKED = "chua-khoa"
"""What a list may be narrowed to beside the states: those whose record is not locked."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of meetings is narrowed to; empty means all."""

    state: str = ""
    kind: str = ""
    year: int | None = None
    unit: int | None = None


def listed(actor: Actor, filters: Filters | None = None) -> Select[Any]:
    """The meetings the actor may see: those to come soonest first, then those past, newest first; not paged."""
    return _listed(actor, filters or Filters())


@per_actor
def _listed(actor: Actor, filters: Filters) -> Select[Any]:
    found = readable(actor).options(joinedload(Meeting.unit), joinedload(Meeting.kind))
    if filters.state == NOT_LOCKED:
        found = found.where(Meeting.state.in_(UNLOCKED))
    elif filters.state:
        found = found.where(Meeting.state == filters.state)
    if filters.kind:
        found = found.where(Meeting.kind_id == filters.kind)
    if filters.unit is not None:
        found = found.where(Meeting.unit_id == filters.unit)
    if filters.year is not None:
        first, last = (clock.from_local(datetime(year, 1, 1)) for year in (filters.year, filters.year + 1))
        found = found.where(Meeting.starts_at >= first, Meeting.starts_at < last)
    ahead = to_come()
    return found.order_by(case((ahead, 0), else_=1), case((ahead, Meeting.starts_at)), Meeting.starts_at.desc(),
                          Meeting.id)


def to_come() -> ColumnElement[bool]:
    """Condition: not over yet. A meeting that nobody began is past some hours after its time."""
    waiting = and_(Meeting.state.in_((State.DRAFT, State.OPEN)), Meeting.starts_at >= when_run(-LINGERS))
    return or_(waiting, Meeting.state == State.IN_PROGRESS)


def is_to_come(meeting: Meeting) -> bool:
    """The same of one meeting: where the list changes from the coming to the past."""
    waiting = meeting.state in (State.DRAFT, State.OPEN) and meeting.starts_at >= clock.now() - LINGERS
    return waiting or meeting.state == State.IN_PROGRESS


def scope(actor: Actor, asked: int = 0) -> tuple[list[tuple[int, str]], list[int]]:
    """(unit, name) and years of the meetings the actor may see: choices of the filter, MOST_UNITS units and the one
    asked for."""
    first_units, one_unit, span = _scope(actor)
    units = [(unit_id, name) for unit_id, name in rows(first_units)]
    if asked and asked not in dict(units):
        units += [(unit_id, name) for unit_id, name in rows(one_unit, asked=asked)]
    first, last = rows(span)[0]
    years = list(range(clock.local(last).year, clock.local(first).year - 1, -1)) if first and last else []
    return units, years


@per_actor
def _scope(actor: Actor) -> tuple[Select[*tuple[Any, ...]], ...]:
    mine = readable(actor).subquery()
    units = select(Organization.id, Organization.name).where(exists().where(mine.c.unit_id == Organization.id))
    first = units.order_by(func.length(Organization.path), Organization.sort_key).limit(MOST_UNITS)
    one = units.where(Organization.id == bindparam("asked", type_=Integer))
    return first, one, select(func.min(mine.c.starts_at), func.max(mine.c.starts_at))


def prepared_units(actor: Actor) -> list[Organization]:
    """The units whose meetings the actor prepares, highest first."""
    found = (select(Organization).where(Organization.id.in_(prepared_ids(actor)), in_force())
             .order_by(func.length(Organization.path), Organization.sort_key).limit(MOST_UNITS))
    return list(db.session.execute(found).scalars())


def invited_soon(actor: Actor, limit: int = 5) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, title, starts_at, place, own answer) of open meetings to come that the actor is summoned to: unanswered,
    then soonest first."""
    return rows(_invited_soon(actor, limit))


@per_actor
def _invited_soon(actor: Actor, limit: int) -> Select[*tuple[Any, ...]]:
    columns = Meeting.id, Meeting.title, Meeting.starts_at, Meeting.place, Invitation.answer
    mine = and_(Invitation.meeting_id == Meeting.id, Invitation.member_id == (actor.member_id or 0))
    waits = case((Invitation.answer == Answer.NONE, 0), else_=1)
    return (readable(actor).with_only_columns(*columns).join(Invitation, mine)
            .where(Meeting.state == State.OPEN, Meeting.starts_at > when_run())
            .order_by(waits, Meeting.starts_at, Meeting.id).limit(limit))


def owed(actor: Actor, limit: int = 5) -> list[Row[*tuple[Any, ...]]]:
    """Those of them that the actor has not answered, soonest first."""
    return [row for row in invited_soon(actor, limit) if row.answer == Answer.NONE]


def _unlocked_at(unit_ids: Collection[int]) -> Select[str]:
    return select(Meeting.title).where(
        Meeting.unit_id.in_(unit_ids), Meeting.state.in_(UNLOCKED))


def _is_read(actor: Actor) -> ColumnElement[bool]:
    return Meeting.id.in_(readable(actor).with_only_columns(Meeting.id))


HELD = Held("meetings", _l("Cuộc họp chưa khóa biên bản"), "/sinh-hoat?don_vi={unit}&trang_thai=chua-khoa",
            _unlocked_at, Meeting.starts_at, _is_read)
"""Meetings of a unit whose record is not locked: what a handover names."""
