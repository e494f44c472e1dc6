"""Rights over opinions. Nobody reads one by being an administrator, nor by looking on in another's place."""

from typing import Any

from sqlalchemy import Select, and_, false, or_, select

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import RULES, Right, fact, sees_with_own_eyes, signed_in
from portal.core.statements import per_actor
from portal.feedback.models import OPEN, Opinion, State, Visibility
from portal.organizations.api import CLERKS, in_covered


class Feedback(Right):
    """Rights over feedback."""

    OWN = "feedback:own", _l("Xem góp ý của mình"), _l("Xem góp ý mình đã gửi và góp ý trong chi bộ.")
    SEND = "feedback:send", _l("Gửi góp ý"), _l("Gửi góp ý, phản ánh và nhận mã biên nhận.")
    READ = "feedback:read", _l("Đọc góp ý"), _l("Đọc một góp ý, tệp kèm và trả lời.")
    RECEIPT = "feedback:receipt", _l("In biên nhận"), _l("In biên nhận góp ý của mình.")
    INBOX = "feedback:inbox", _l("Mở hộp thư góp ý"), _l("Xem góp ý gửi đến đơn vị mình phụ trách.")
    TAKE = "feedback:take", _l("Tiếp nhận góp ý"), _l("Nhận xử lý một góp ý.")
    ANSWER = "feedback:answer", _l("Trả lời góp ý"), _l("Trả lời người gửi.")
    NOTE = "feedback:note", _l("Ghi chú nội bộ"), _l("Ghi và đọc ghi chú mà người gửi không thấy.")
    FORWARD = "feedback:forward", _l("Chuyển góp ý"), _l("Chuyển góp ý cho cấp trên trực tiếp hoặc đơn vị trực thuộc.")
    REOPEN = "feedback:reopen", _l("Mở lại góp ý"), _l("Yêu cầu xử lý tiếp sau khi đã có trả lời.")


@fact(_l("Chỉ đảng viên đang sinh hoạt tại một chi bộ gửi được góp ý."))
def is_member_of_a_cell(actor: Actor, target: Any) -> bool:
    """Active in a cell today."""
    return actor.member_id is not None and actor.unit_id is not None


@fact(_l("Chỉ người gửi làm được việc này."))
def is_sender(actor: Actor, target: Any) -> bool:
    """Sent it."""
    return actor.member_id is not None and bool(target.sender_id == actor.member_id)


@fact(_l("Góp ý này không gửi trong chi bộ của bạn."))
def is_open_to_the_cell(actor: Actor, target: Any) -> bool:
    """The sender chose the cell, and the actor is active in it."""
    return target.visibility == Visibility.CELL and actor.unit_id is not None and bool(target.unit_id == actor.unit_id)


@fact(_l("Chỉ bí thư, phó bí thư hoặc người giúp việc văn phòng của đơn vị đang xử lý làm được việc này."))
def handles_it(actor: Actor, target: Any) -> bool:
    """Leads or serves the unit where it lies."""
    return actor.holds(CLERKS, target.handling.path) is not None


@fact(_l("Bạn không xử lý góp ý do chính mình gửi. Nhờ người khác trong đơn vị."))
def is_not_the_sender(actor: Actor, target: Any) -> bool:
    """Nobody answers himself."""
    return bool(target.sender_id != actor.member_id)


@fact(_l("Chỉ bí thư, phó bí thư hoặc người giúp việc văn phòng mở được hộp thư góp ý."))
def handles_somewhere(actor: Actor, target: Any) -> bool:
    """Leads or serves some unit."""
    return actor.holds_any(CLERKS) is not None


@fact(_l("Góp ý này đã được tiếp nhận."))
def waits_to_be_taken(actor: Actor, target: Any) -> bool:
    """Nobody has taken it yet."""
    return target.state in (State.SENT, State.REOPENED)


@fact(_l("Tiếp nhận góp ý trước khi trả lời."))
def was_taken(actor: Actor, target: Any) -> bool:
    """Somebody has taken it, or it was answered before."""
    return target.state in (State.TAKEN, State.ANSWERED, State.REOPENED)


@fact(_l("Góp ý này đã được trả lời."))
def is_open(actor: Actor, target: Any) -> bool:
    """An answer is owed."""
    return target.state in OPEN


@fact(_l("Chỉ mở lại được trong 14 ngày sau khi có trả lời."))
def may_still_reopen(actor: Actor, target: Any) -> bool:
    """Answered not longer than 14 days ago."""
    until = target.may_reopen_until
    return target.state == State.ANSWERED and until is not None and bool(clock.now() <= until)


HANDLER = [sees_with_own_eyes, handles_it, is_not_the_sender]
RULES |= {
    Feedback.OWN: [[signed_in, sees_with_own_eyes]],
    Feedback.SEND: [[is_member_of_a_cell]],
    Feedback.READ: [[sees_with_own_eyes, is_sender], [sees_with_own_eyes, handles_it],
                    [sees_with_own_eyes, is_open_to_the_cell]],
    Feedback.RECEIPT: [[sees_with_own_eyes, is_sender]],
    Feedback.INBOX: [[sees_with_own_eyes, handles_somewhere]],
    Feedback.TAKE: [[*HANDLER, waits_to_be_taken]],
    Feedback.ANSWER: [[*HANDLER, was_taken]],
    Feedback.NOTE: [HANDLER],
    Feedback.FORWARD: [[*HANDLER, is_open]],
    Feedback.REOPEN: [[sees_with_own_eyes, is_sender, may_still_reopen]],
}


@per_actor
def readable(actor: Actor) -> Select[Opinion]:
    """Opinions the actor sent, those that lie with a unit the actor leads or serves, and those open to the cell."""
    if not actor.in_person:
        return select(Opinion).where(false())
    return select(Opinion).where(or_(
        Opinion.sender_id == (actor.member_id or 0),
        in_covered(actor, CLERKS, Opinion.handling_id),
        and_(Opinion.visibility == Visibility.CELL, Opinion.unit_id == (actor.unit_id or 0))))


audit.says({
    "feedback.send": _l("gửi góp ý"),
    "feedback.take": _l("tiếp nhận góp ý"),
    "feedback.answer": _l("trả lời góp ý"),
    "feedback.note": _l("ghi chú nội bộ vào góp ý"),
    "feedback.forward": _l("chuyển góp ý cho đơn vị khác"),
    "feedback.reopen": _l("mở lại góp ý"),
})
