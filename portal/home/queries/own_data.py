"""What meetings and opinions keep about a person, for "Dữ liệu của tôi"."""

from typing import Any

from sqlalchemy import func, select

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.core.personal import Rows, Section, add
from portal.feedback import api as feedback
from portal.meetings import api as meetings

ARCHIVE = _l("tài liệu lưu trữ của chi bộ, không xóa theo yêu cầu")


def invitations(actor: Actor) -> dict[Any, Any]:
    """How many invitations and words."""
    tables: dict[Any, Any] = {_l("Cuộc họp đã được mời"): meetings.Invitation,
                              _l("Ý kiến đã ghi trong cuộc họp"): meetings.Opinion}
    return {label: select(func.count()).select_from(table).where(table.member_id == actor.member_id)
            for label, table in tables.items()}


def attended(actor: Actor, whole: bool) -> Rows:
    """Each of them, where the person takes the data away."""
    if not whole:
        return []
    invited, spoken = meetings.Invitation, meetings.Opinion
    calls: Any = (select(meetings.Meeting.title, meetings.Meeting.starts_at, invited).join(invited.meeting)
                  .where(invited.member_id == actor.member_id).order_by(meetings.Meeting.starts_at))
    rows: Rows = [(title, f"{_day(at)}: {meetings.Answer(one.answer).label}, "
                   f"{meetings.Attendance(one.attendance).label}") for title, at, one in db.session.execute(calls)]
    said: Any = (select(meetings.Meeting.title, spoken.written_at, spoken.text).join(spoken.meeting)
                 .where(spoken.member_id == actor.member_id).order_by(spoken.id))
    return rows + [(title, f"{_day(at)}: {text}") for title, at, text in db.session.execute(said)]


def opinions(actor: Actor) -> dict[Any, Any]:
    """How many opinions; not for who looks on."""
    return {_l("Góp ý đã gửi"): select(func.count()).select_from(feedback.Opinion).where(_own(actor))
            } if actor.in_person else {}


def sent(actor: Actor, whole: bool) -> Rows:
    """Each of them, where the person takes the data away."""
    if not whole or not actor.in_person:
        return []
    found = db.session.execute(select(feedback.Opinion).where(_own(actor)).order_by(feedback.Opinion.id)).scalars()
    return [(f"{one.code}, {one.category.name}", f"{_day(one.sent_at)}: {one.text}") for one in found]


def _own(actor: Actor) -> Any:
    return feedback.Opinion.sender_id == (actor.member_id or 0)


def _day(moment: Any) -> str:
    return clock.show_date(clock.local(moment).date())


add(Section("meetings", _l("Sinh hoạt chi bộ"), _l("mời họp, điểm danh, ghi biên bản"), ARCHIVE, attended, 40,
            invitations))
add(Section("feedback", _l("Góp ý đã gửi"), _l("trả lời ý kiến của bạn"), ARCHIVE, sent, 42, opinions))
