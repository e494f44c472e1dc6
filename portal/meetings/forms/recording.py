"""Forms of the meeting itself: roll-call and minutes."""

from flask import request
from wtforms import StringField, TextAreaField

from portal.core.forms import at_most
from portal.core.i18n import lazy_gettext as _l
from portal.meetings.forms.versions import VersionedForm
from portal.meetings.models import Attendance, Invitation, Meeting, MeetingRevision
from portal.meetings.services import Mark

LONGEST_TEXT = 100_000


class RollForm(VersionedForm):
    """The roll-call; its rows are read by `marks_sent`."""


class MinutesForm(VersionedForm):
    """Minutes and conclusion; `version` is the newest revision the writer knew."""

    chair = StringField(_l("Chủ trì"), [at_most(120)])
    minute_taker = StringField(_l("Thư ký cuộc họp"), [at_most(120)])
    fee_note = StringField(_l("Tình hình đóng đảng phí"), [at_most(300)])
    notes = TextAreaField(_l("Biên bản"), [at_most(LONGEST_TEXT)])
    conclusion = TextAreaField(_l("Kết luận"), [at_most(LONGEST_TEXT)])

    @classmethod
    def of(cls, meeting: Meeting, newest: MeetingRevision | None) -> "MinutesForm":
        """The texts as they stand; first minutes start with the headings of the agenda."""
        headings = "\n\n".join(f"{number}. {item.title}" for number, item in enumerate(meeting.items, start=1))
        return cls.blank(version=newest.id if newest else 0, chair=meeting.chair, minute_taker=meeting.minute_taker,
                         fee_note=meeting.fee_note, notes=meeting.notes or ("" if newest else headings),
                         conclusion=meeting.conclusion)


def marks_sent() -> dict[int, Mark]:
    """The roll-call as it was sent: `a-<member id>` is the attendance, `r-<member id>` the reason."""
    sent = request.form
    return {int(name[2:]): Mark(value, sent.get(f"r-{name[2:]}", "") if value == Attendance.EXCUSED else "")
            for name, value in sent.items() if name.startswith("a-") and name[2:].isascii() and name[2:].isdecimal()
            and len(name) < 12}


def marks_proposed(invitations: list[Invitation], *, all_here: bool) -> dict[int, Mark]:
    """What stands in the roll-call before it is touched: what was saved, else what each one answered.

    With `all_here` whoever neither said he cannot come nor is exempt is present.
    """
    return {one.member_id: _proposed(one, all_here) for one in invitations}


def _proposed(one: Invitation, all_here: bool) -> Mark:
    if one.attendance != Attendance.NONE and not all_here:
        return Mark(one.attendance, one.attendance_reason)
    if one.attendance in (Attendance.EXCUSED, Attendance.EXEMPT):
        return Mark(one.attendance, one.attendance_reason)
    if one.standing == "exempt":
        return Mark(Attendance.EXEMPT)
    if one.answer == "cannot":
        return Mark(Attendance.EXCUSED, one.reason)
    return Mark(Attendance.PRESENT if all_here or one.answer == "come" else Attendance.NONE)
