"""Minutes and conclusion: saved with every former text kept; locked; reopened for a reason."""

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import Conflict, DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.meetings import queries
from portal.meetings.models import Attendance, Meeting, MeetingRevision, State, Verb
from portal.meetings.services.steps import log, note, reason_given, take

TEXTS = ("chair", "minute_taker", "fee_note", "notes", "conclusion")


def conclude(actor: Actor, meeting: Meeting, text: str, *, seen: int | None = None, **texts: str) -> MeetingRevision:
    """Save the conclusion, and the minutes and their heads where given (names in TEXTS); a revision of each save stays.

    `seen` is the id of the newest revision the writer knew (0: none); a newer one is a Conflict with its texts.
    """
    take(meeting, State.IN_PROGRESS)
    newest = queries.newest_revision(meeting)
    if seen is not None and newest is not None and seen != newest.id:
        raise Conflict(_l("Trong lúc bạn ghi, %(name)s đã lưu biên bản này. Xem hai bản bên dưới rồi lưu lại.",
                          name=newest.saved_by), dict(newest.texts))
    now = {name: getattr(meeting, name) for name in TEXTS}
    wanted = {**now, **{name: value for name, value in texts.items() if name in TEXTS}, "conclusion": text}
    if newest is not None and wanted == now:
        return newest
    return _save(actor, meeting, wanted)


def restore(actor: Actor, revision: MeetingRevision) -> MeetingRevision:
    """Make a former text the present one; what stood there stays a revision."""
    meeting = revision.meeting
    take(meeting, State.IN_PROGRESS)
    return _save(actor, meeting, {name: revision.texts.get(name, "") for name in TEXTS})


def lock(actor: Actor, meeting: Meeting) -> Meeting:
    """Freeze roll-call, minutes and conclusion; needs a full roll-call and a conclusion."""
    take(meeting, State.IN_PROGRESS)
    if any(one.attendance == Attendance.NONE for one in meeting.invitations):
        raise DomainError(_l("Còn người chưa được điểm danh. Điểm danh đủ rồi khóa biên bản."))
    if not meeting.conclusion.strip():
        raise DomainError(_l("Chưa có kết luận. Ghi kết luận rồi khóa biên bản."))
    meeting.state, meeting.closed_at = State.CLOSED.value, clock.now()
    note(actor, meeting, Verb.LOCK)
    return meeting


def reopen(actor: Actor, meeting: Meeting, reason: str) -> Meeting:
    """Take the lock off; the reason stands in the history of the meeting."""
    take(meeting, State.CLOSED)
    reason = reason_given(reason)
    meeting.state, meeting.closed_at = State.IN_PROGRESS.value, None
    note(actor, meeting, Verb.REOPEN, reason=reason)
    return meeting


def _save(actor: Actor, meeting: Meeting, texts: dict[str, str]) -> MeetingRevision:
    for name, value in texts.items():
        setattr(meeting, name, value)
    revision = MeetingRevision(meeting_id=meeting.id, texts=texts, saved_by=actor.name, saved_at=clock.now())
    db.session.add(revision)
    db.session.flush()
    log(actor, "meetings.write_minutes", meeting, revision=revision.id)
    return revision
