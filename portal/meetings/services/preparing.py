"""Preparing a meeting: from the template to the opening; moving and cancelling it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import insert, update

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import Conflict, DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.jobs.queue import index_later
from portal.meetings import queries
from portal.meetings.models import (
    AgendaItem,
    Answer,
    Invitation,
    Meeting,
    MeetingKind,
    MeetingPaper,
    Opinion,
    State,
    Verb,
)
from portal.meetings.services.steps import log, note, reason_given, take
from portal.members.api import Member
from portal.organizations.api import Organization

BACK, AHEAD = timedelta(days=366), timedelta(days=2 * 366)
MOST_ITEMS = 60


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the agenda as it is to be; `id` names one that exists."""

    title: str
    minutes: int = 0
    presenter: str = ""
    note: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Time, place and agenda as they are to be; points in their order."""

    title: str
    starts_at: datetime
    place: str
    minutes_planned: int
    points: list[Point] = field(default_factory=list)


def create(actor: Actor, *, unit: Organization, kind: str, starts_at: datetime, place: str, title: str = "") -> Meeting:
    """A draft with the agenda of the template in force on its day; seen only by those who prepare it."""
    row = db.session.get(MeetingKind, kind)
    roles = row.roles_in(cell=unit.is_cell) if row else None
    if row is None or roles is None:
        raise DomainError(_l("Đơn vị này không họp loại đã chọn."), "kind")
    _check_time(starts_at)
    points = queries.agenda_of(kind, clock.local(starts_at).date())
    meeting = Meeting(unit=unit, kind=row, whole_cell=unit.is_cell and not roles, starts_at=starts_at,
                      place=place.strip(), title=title.strip() or _usual_title(row, starts_at),
                      created_at=clock.now(), state=State.DRAFT.value,
                      minutes_planned=sum(point["minutes"] for point in points))
    db.session.add(meeting)
    db.session.flush()
    if points:
        db.session.execute(insert(AgendaItem), [
            {"meeting_id": meeting.id, "position": position, "title": point["title"], "minutes": point["minutes"]}
            for position, point in enumerate(points, start=1)])
    log(actor, "meetings.create", meeting, kind=kind)
    return meeting


def edit(actor: Actor, meeting: Meeting, plan: Plan, *, seen: int | None = None) -> Meeting:
    """Set time, place and agenda. `seen` is the plan_version the writer started from; a newer one is a Conflict.

    A new time of an open meeting asks everybody to answer again.
    """
    take(meeting, State.DRAFT, State.OPEN, State.IN_PROGRESS)
    if seen is not None and seen != meeting.plan_version:
        raise Conflict(_l("Trong lúc bạn sửa, người khác đã lưu cuộc họp này. Xem hai bản bên dưới rồi lưu lại."))
    if plan.starts_at != meeting.starts_at:
        _check_time(plan.starts_at)
        _move(actor, meeting, plan.starts_at)
    meeting.title, meeting.place, meeting.minutes_planned = plan.title, plan.place, plan.minutes_planned
    _set_agenda(meeting, plan.points)
    meeting.plan_version += 1
    db.session.flush()
    log(actor, "meetings.edit", meeting)
    index_later("meeting", meeting.id)
    return meeting


def open_meeting(actor: Actor, meeting: Meeting) -> Meeting:
    """Freeze the roster and show the meeting to those summoned; it stands among what they owe an answer."""
    take(meeting, State.DRAFT)
    if not meeting.items:
        raise DomainError(_l("Chương trình chưa có nội dung nào. Thêm nội dung rồi mở cuộc họp."))
    body = queries.body_of(meeting)
    if not body:
        raise DomainError(_l("Không có ai để mời: đơn vị chưa có đảng viên hoặc chức vụ thuộc thành phần họp."))
    _summon(meeting, body)
    meeting.state, meeting.opened_at = State.OPEN.value, clock.now()
    note(actor, meeting, Verb.OPEN, invited=len(body))
    return meeting


def summon_missing(actor: Actor, meeting: Meeting) -> int:
    """Put those who joined since the opening on the roster; answers how many."""
    take(meeting, State.OPEN, State.IN_PROGRESS)
    missing = queries.missing_from(meeting)
    if missing:
        _summon(meeting, missing)
        note(actor, meeting, Verb.SUMMON, invited=len(missing))
    return len(missing)


def cancel(actor: Actor, meeting: Meeting, reason: str) -> Meeting:
    """Call off a meeting that has not begun; whoever was invited reads why."""
    take(meeting, State.DRAFT, State.OPEN)
    meeting.cancel_reason = reason_given(reason)
    meeting.state = State.CANCELLED.value
    note(actor, meeting, Verb.CANCEL, reason=meeting.cancel_reason)
    return meeting


def _move(actor: Actor, meeting: Meeting, starts_at: datetime) -> None:
    former, meeting.starts_at = clock.show_moment(meeting.starts_at), starts_at
    if meeting.state != State.OPEN:
        return
    meeting.moved_at = clock.now()
    again = {"answer": Answer.NONE.value, "reason": "", "reason_text": "", "answered_at": None}
    db.session.execute(update(Invitation).where(Invitation.meeting_id == meeting.id).values(again))
    note(actor, meeting, Verb.MOVE, reason=f"Giờ cũ: {former}")


def _set_agenda(meeting: Meeting, points: list[Point]) -> None:
    if len(points) > MOST_ITEMS:
        raise DomainError(_l("Chương trình có quá %(most)s nội dung.", most=MOST_ITEMS), "points")
    known = {item.id: item for item in meeting.items}
    kept = {point.id for point in points} & set(known)
    attached: list[MeetingPaper | Opinion] = [*meeting.papers, *meeting.opinions]
    for one in attached:
        if one.item_id not in kept:
            one.item_id = None
    db.session.flush()
    items = [known.pop(point.id) if point.id in known else AgendaItem() for point in points]
    for position, (item, point) in enumerate(zip(items, points, strict=True), start=1):
        item.position, item.title, item.minutes = position, point.title, point.minutes
        item.presenter, item.note = point.presenter, point.note
    meeting.items = items


def _summon(meeting: Meeting, body: list[tuple[Member, str]]) -> None:
    """All in one statement: a cell has up to a hundred members."""
    db.session.execute(insert(Invitation), [
        {"meeting_id": meeting.id, "member_id": member.id, "full_name": member.full_name, "sort_key": member.sort_key,
         "standing": state} for member, state in body])
    db.session.expire(meeting, ["invitations"])


def _check_time(starts_at: datetime) -> None:
    now = clock.now()
    if not now - BACK <= starts_at <= now + AHEAD:
        raise DomainError(_l("Ngày họp phải trong khoảng một năm trước đến hai năm tới."), "starts_on")


def _usual_title(kind: MeetingKind, starts_at: datetime) -> str:
    """Kept as data, so always Vietnamese."""
    day = clock.local(starts_at)
    return f"{kind.name} tháng {day.month}/{day.year}"
