"""The roll-call: who is here, who is not and why."""

from collections.abc import Mapping
from typing import NamedTuple

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import Conflict, DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.meetings.models import Attendance, Meeting, Reason, State, Verb
from portal.meetings.services.steps import log, note, take


class Mark(NamedTuple):
    """What the roll-call says of one member; a reason goes with `excused` only."""

    attendance: str
    reason: str = ""


def mark(actor: Actor, meeting: Meeting, marks: Mapping[int, tuple[str, str]], *, seen: int | None = None) -> Meeting:
    """Note the attendance by member id; the first roll-call begins the meeting and ends the answering.

    `seen` is the roll_version the writer started from; a newer one is a Conflict.
    """
    take(meeting, State.OPEN, State.IN_PROGRESS)
    if seen is not None and seen != meeting.roll_version:
        raise Conflict(_l("Người khác vừa lưu điểm danh. Đối chiếu chỗ “Đang lưu” của từng người rồi lưu lại."))
    if clock.today() < meeting.starts_on:
        day = clock.show_date(meeting.starts_on)
        raise DomainError(_l("Chưa đến ngày họp. Điểm danh được từ ngày %(day)s.", day=day))
    if meeting.state == State.OPEN and not marks:
        raise DomainError(_l("Chưa điểm danh ai. Đánh dấu từng người, hoặc bấm “Có mặt tất cả”, rồi lưu."))
    _check(meeting, marks)
    for one in meeting.invitations:
        if one.member_id in marks:
            attendance, reason = marks[one.member_id]
            one.attendance = str(attendance)
            one.attendance_reason = str(reason) if attendance == Attendance.EXCUSED else ""
    meeting.roll_version += 1
    if meeting.state == State.OPEN:
        meeting.state = State.IN_PROGRESS.value
        note(actor, meeting, Verb.START)
    db.session.flush()
    log(actor, "meetings.roll_call", meeting, marked=len(marks))
    return meeting


def _check(meeting: Meeting, marks: Mapping[int, tuple[str, str]]) -> None:
    names = {one.member_id: one.full_name for one in meeting.invitations}
    if not set(marks) <= set(names):
        raise DomainError(_l("Danh sách điểm danh có người không được mời. Mở lại trang rồi điểm danh."))
    for member_id, (attendance, reason) in marks.items():
        if attendance not in set(Attendance) or (reason and reason not in set(Reason)):
            raise DomainError(_l("Biểu mẫu điểm danh không đúng. Mở lại trang rồi điểm danh."))
        if attendance == Attendance.EXCUSED and not reason:
            raise DomainError(_l("Chọn lý do vắng của %(name)s.", name=names[member_id]))
