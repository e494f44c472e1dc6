"""What every verb of meetings does: take the row, check the state, write the history."""

from typing import Any

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.jobs.queue import index_later
from portal.meetings.models import Meeting, MeetingEvent, State, Verb
from portal.meetings.policy import MANAGERS

COLUMNS = [column.key for column in Meeting.__mapper__.column_attrs if column.key != "id"]


def take(meeting: Meeting, *states: State) -> None:
    """Hold the row until the end of the transaction, read it anew and refuse unless it is in one of the states."""
    db.session.refresh(meeting, COLUMNS, with_for_update=True)
    if meeting.state not in states:
        raise DomainError(_l("Cuộc họp %(state)s nên không làm được việc này.", state=meeting.stage.label))


def note(actor: Actor, meeting: Meeting, verb: Verb, *, reason: str = "", **facts: Any) -> None:
    """Add a step to the meeting's history and to the log, and have search follow."""
    db.session.add(MeetingEvent(meeting_id=meeting.id, verb=verb.value, reason=reason, done_by=actor.name,
                                at=clock.now()))
    log(actor, f"meetings.{verb.value}", meeting, **facts)
    index_later("meeting", meeting.id)
    db.session.flush()


def log(actor: Actor, verb: str, meeting: Meeting, **facts: Any) -> None:
    """One line in the log of acts, with the office it was done by."""
    held = next((one for one in actor.scopes(MANAGERS) if one.unit_id == meeting.unit_id), None)
    audit.record(actor, verb, "meeting", meeting.id, unit_id=meeting.unit_id,
                 by=f"{held.source}:{held.source_id}" if held else "", **facts)


def reason_given(reason: str) -> str:
    """The reason, or a refusal where it says nothing."""
    if len(reason.strip()) < 3:
        raise DomainError(_l("Ghi lý do."), "reason")
    return reason.strip()[:500]


audit.says({
    "meetings.create": _l("soạn cuộc họp"),
    "meetings.edit": _l("sửa cuộc họp"),
    "meetings.open": _l("mở cuộc họp, mời đảng viên"),
    "meetings.start": _l("bắt đầu cuộc họp"),
    "meetings.lock": _l("khóa biên bản cuộc họp"),
    "meetings.move": _l("đổi ngày giờ cuộc họp"),
    "meetings.withdraw": _l("gỡ tài liệu họp có dấu mật"),
    "meetings.reopen": _l("mở lại biên bản cuộc họp"),
    "meetings.cancel": _l("hủy cuộc họp"),
    "meetings.speak": _l("gửi ý kiến về cuộc họp"),
    "meetings.answer": _l("trả lời giấy mời"),
    "meetings.attach": _l("đính kèm tài liệu họp"),
    "meetings.detach": _l("gỡ tài liệu họp"),
    "meetings.put_back": _l("đặt lại tài liệu họp vừa gỡ"),
    "meetings.write_minutes": _l("ghi biên bản"),
    "meetings.roll_call": _l("điểm danh"),
    "meetings.summon": _l("mời bổ sung"),
})
