"""Reads of one meeting: its rules, its roster, its record."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import joinedload

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.statements import per_actor, rows
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
    tally,
)
from portal.meetings.policy import readable
from portal.members.api import Member, holders, in_unit
from portal.members.api import State as MemberState

SUMMONED = {MemberState.OFFICIAL, MemberState.PROBATIONARY, MemberState.EXEMPT, MemberState.TEMPORARY_IN,
            MemberState.TRANSFERRING}
"""Who is on the roster of a cell; members suspended or active elsewhere for a time are not."""


@dataclass(frozen=True, slots=True)
class Standards:
    """The numbers in force for a meeting; None where no rule is in force."""

    quorum: tuple[int, int] | None = None
    shortest: int | None = None
    papers_days: int | None = None


def get(actor: Actor, meeting_id: int) -> Meeting | None:
    """One meeting with its unit and kind, if the actor may see it."""
    return db.session.execute(_one(actor), {"meeting": meeting_id}).unique().scalar_one_or_none()


@per_actor
def _one(actor: Actor) -> Select[Meeting]:
    return readable(actor).where(Meeting.id == bindparam("meeting")).options(
        joinedload(Meeting.unit), joinedload(Meeting.kind))


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
