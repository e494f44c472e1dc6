"""Reads of meetings."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import joinedload

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.handing import Held
from portal.core.i18n import lazy_gettext as _l
from portal.core.statements import per_actor, rows, when_run
from portal.meetings.models import (
    AgendaTemplate,
    Answer,
    Invitation,
    Meeting,
    MeetingEvent,
    MeetingKind,
    MeetingPaper,
    MeetingRevision,
    MeetingRule,
    Roll,
    State,
    tally,
)
from portal.meetings.policy import prepared_ids, readable
from portal.members.api import Member, holders, in_unit
from portal.members.api import State as MemberState
from portal.organizations.api import Organization, in_force

SUMMONED = {MemberState.OFFICIAL, MemberState.PROBATIONARY, MemberState.EXEMPT, MemberState.TEMPORARY_IN,
            MemberState.TRANSFERRING}
"""Who is on the roster of a cell; members suspended or active elsewhere for a time are not."""
LINGERS = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of meetings is narrowed to; empty means all."""

    state: str = ""
    kind: str = ""
    year: int | None = None
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Standards:
    """The numbers in force for a meeting; None where no rule is in force."""

    quorum: tuple[int, int] | None = None
    shortest: int | None = None
    papers_days: int | None = None


def get(actor: Actor, meeting_id: int) -> Meeting | None:
    """One meeting with its unit and kind, if the actor may see it."""
    found = readable(actor).where(Meeting.id == meeting_id)
    return db.session.execute(
        found.options(joinedload(Meeting.unit), joinedload(Meeting.kind))).unique().scalar_one_or_none()


def listed(actor: Actor, filters: Filters | None = None) -> Select[Any]:
    """The meetings the actor may see: those to come soonest first, then those past, newest first; not paged."""
    return _listed(actor, filters or Filters())


@per_actor
def _listed(actor: Actor, filters: Filters) -> Select[Any]:
    found = readable(actor).options(joinedload(Meeting.unit), joinedload(Meeting.kind))
    if filters.state:
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


def scope(actor: Actor) -> tuple[list[tuple[int, str]], list[int]]:
    """(unit, name) and years of the meetings the actor may see: choices of the filter, at most 50 units."""
    units, span = _scope(actor)
    first, last = rows(span)[0]
    years = list(range(clock.local(last).year, clock.local(first).year - 1, -1)) if first and last else []
    return [(unit_id, name) for unit_id, name in rows(units)], years


@per_actor
def _scope(actor: Actor) -> tuple[Select[*tuple[Any, ...]], Select[*tuple[Any, ...]]]:
    mine = readable(actor).subquery()
    units = (select(Organization.id, Organization.name).where(exists().where(mine.c.unit_id == Organization.id))
             .order_by(func.length(Organization.path), Organization.sort_key).limit(50))
    return units, select(func.min(mine.c.starts_at), func.max(mine.c.starts_at))


def kinds() -> list[MeetingKind]:
    """The kinds in force today."""
    found = select(MeetingKind).where(_valid(MeetingKind, clock.today())).order_by(MeetingKind.rank)
    return list(db.session.execute(found).scalars())


def agenda_of(kind_id: str, on: date) -> list[dict[str, Any]]:
    """The items of the template in force that day, the newest row first; empty without one."""
    found = (select(AgendaTemplate).where(AgendaTemplate.kind_id == kind_id, _valid(AgendaTemplate, on))
             .order_by(AgendaTemplate.valid_from.desc().nulls_last(), AgendaTemplate.id.desc()).limit(1))
    template = db.session.execute(found).scalar_one_or_none()
    return list(template.items) if template else []


def standards(meeting: Meeting) -> Standards:
    """The rules in force on the day of the meeting; a row for its kind goes before one for all."""
    found_by_key = {row.key: row for row in rows(_rules(meeting.kind_id, meeting.starts_on))}
    quorum, shortest, days = (found_by_key.get(key) for key in ("quorum", "shortest_minutes", "papers_days"))
    return Standards((quorum.value, quorum.out_of) if quorum else None, shortest.value if shortest else None,
                     days.value if days else None)


@per_actor
def _rules(kind_id: str, on: date) -> Select[*tuple[Any, ...]]:
    valid = and_(_valid(MeetingRule, on), or_(MeetingRule.kind_id.is_(None), MeetingRule.kind_id == kind_id))
    return (select(MeetingRule.key, MeetingRule.value, MeetingRule.out_of).where(valid)
            .order_by(MeetingRule.kind_id.is_not(None), MeetingRule.valid_from.asc().nulls_first(), MeetingRule.id))


def roll_of(meeting: Meeting, quorum: tuple[int, int] | None) -> Roll:
    """The roll-call in numbers."""
    return tally((one.attendance for one in meeting.invitations), quorum)


def body_of(meeting: Meeting) -> list[tuple[Member, str]]:
    """(member, state) of those to be summoned today: the cell, or the committee by the posts in force."""
    roles = meeting.kind.roles_in(cell=meeting.unit.is_cell)
    if not roles:
        return [(member, state) for member, state in in_unit(meeting.unit_id) if state in SUMMONED]
    seen = {member.id: member for member, role in holders(meeting.unit_id) if role in roles}
    return [(member, MemberState.OFFICIAL.value) for member in seen.values()]


def missing_from(meeting: Meeting) -> list[tuple[Member, str]]:
    """Those of the body today who are not on the frozen roster."""
    known = {one.member_id for one in meeting.invitations}
    return [(member, state) for member, state in body_of(meeting) if member.id not in known]


def answers_of(meeting: Meeting) -> tuple[Counter[str], list[tuple[Answer, list[Invitation]]]]:
    """How many of each answer, and who: for those who prepare the meeting."""
    groups = [(answer, [one for one in meeting.invitations if one.answer == answer])
              for answer in (Answer.COME, Answer.CANNOT, Answer.NONE)]
    return Counter({answer: len(some) for answer, some in groups}), groups


def history(meeting: Meeting) -> Sequence[MeetingEvent]:
    """Steps of the meeting, oldest first."""
    found = select(MeetingEvent).where(MeetingEvent.meeting_id == meeting.id).order_by(MeetingEvent.id).limit(100)
    return db.session.execute(found).scalars().all()


def revisions(meeting: Meeting) -> Select[Any]:
    """Every saved text of the minutes, newest first; not yet paged."""
    return select(MeetingRevision).where(MeetingRevision.meeting_id == meeting.id).order_by(MeetingRevision.id.desc())


def newest_revision(meeting: Meeting) -> MeetingRevision | None:
    """What was saved last."""
    return db.session.execute(revisions(meeting).limit(1)).scalar_one_or_none()


def revision(actor: Actor, meeting_id: int, revision_id: int) -> MeetingRevision | None:
    """One saved text of a meeting the actor may see."""
    return _part(actor, meeting_id, MeetingRevision, revision_id)  # type: ignore[no-any-return]


def paper(actor: Actor, meeting_id: int, paper_id: int) -> MeetingPaper | None:
    """One paper of a meeting the actor may see."""
    return _part(actor, meeting_id, MeetingPaper, paper_id)  # type: ignore[no-any-return]


def prepared_units(actor: Actor) -> list[Organization]:
    """The units whose meetings the actor prepares, highest first."""
    found = (select(Organization).where(Organization.id.in_(prepared_ids(actor)), in_force())
             .order_by(func.length(Organization.path), Organization.sort_key).limit(50))
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


def names_file(digest: str) -> bool:
    """A paper of a meeting has this file."""
    return bool(db.session.execute(select(exists().where(MeetingPaper.digest == digest))).scalar())


def _part(actor: Actor, meeting_id: int, table: Any, part_id: int) -> Any:
    found = select(table).where(table.id == part_id, table.meeting_id == meeting_id,
                                table.meeting_id.in_(readable(actor).with_only_columns(Meeting.id)))
    return db.session.execute(found).scalar_one_or_none()


def _valid(table: Any, on: date) -> ColumnElement[bool]:
    return and_(or_(table.valid_from.is_(None), table.valid_from <= on),
                or_(table.valid_to.is_(None), table.valid_to >= on))


HELD = Held("meetings", _l("Cuộc họp chưa khóa biên bản"), "/sinh-hoat?don_vi={unit}",
            lambda unit_ids: select(Meeting.title).where(
                Meeting.unit_id.in_(unit_ids), Meeting.state.in_((State.DRAFT, State.OPEN, State.IN_PROGRESS)))
            .order_by(Meeting.starts_at))
"""Meetings of a unit whose record is not locked: what a handover names."""
