"""What a summoned member does: answer for himself, write an opinion."""

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError, NotAllowed
from portal.core.i18n import lazy_gettext as _l
from portal.meetings.models import Answer, Invitation, Meeting, Opinion, Reason, State
from portal.meetings.services.steps import log, take


def answer(actor: Actor, meeting: Meeting, reply: str, *, reason: str = "", reason_text: str = "") -> Invitation:
    """Say that the actor comes (`come`) or cannot (`cannot`, with a reason); the last answer counts."""
    own = _own(actor, meeting)
    take(meeting, State.OPEN)
    if reply not in (Answer.COME, Answer.CANNOT):
        raise DomainError(_l("Chọn dự hoặc không dự được."), "reply")
    reason_text = reason_text.strip()[:200]
    if reply == Answer.COME:
        reason, reason_text = "", ""
    elif reason not in set(Reason):
        raise DomainError(_l("Chọn một lý do."), "reply")
    elif reason == Reason.OTHER and not reason_text:
        raise DomainError(_l("Ghi lý do không dự được."), "reason_text")
    own.answer, own.reason, own.reason_text, own.answered_at = str(reply), str(reason), reason_text, clock.now()
    own.by_hand = actor.hand
    if actor.helped_by is not None:
        log(actor, "meetings.answer", meeting)
    db.session.flush()
    return own


def speak(actor: Actor, meeting: Meeting, text: str, *, item_id: int | None = None) -> Opinion:
    """Write an opinion on an item or on the whole; it stands as written, with its time, and is never changed."""
    own = _own(actor, meeting)
    take(meeting, State.OPEN, State.IN_PROGRESS)
    if not text.strip():
        raise DomainError(_l("Ghi ý kiến rồi gửi."), "text")
    if item_id is not None and item_id not in {item.id for item in meeting.items}:
        raise DomainError(_l("Nội dung này không còn trong chương trình."), "about")
    opinion = Opinion(meeting_id=meeting.id, item_id=item_id, member_id=own.member_id, full_name=own.full_name,
                      text=text.strip(), written_at=clock.now(), by_hand=actor.hand)
    db.session.add(opinion)
    db.session.flush()
    log(actor, "meetings.speak", meeting)
    return opinion


def _own(actor: Actor, meeting: Meeting) -> Invitation:
    own = meeting.invitation_of(actor.member_id) if actor.member_id is not None else None
    if own is None:
        raise NotAllowed(_l("Bạn không có trong danh sách được mời của cuộc họp này."))
    return own
