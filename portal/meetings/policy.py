"""Rights over meetings.

Those who hold an office at the unit itself prepare and record; whoever is summoned, or stands in the cell
that meets as a whole, reads from the opening on, and so do those who stand over the unit. Nobody else.
"""

from typing import Any

from sqlalchemy import Select, and_, false, or_, select, true

from portal.core.actor import Actor, audience_token
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import RULES, Right, fact, signed_in
from portal.core.statements import per_actor
from portal.meetings.models import UNLOCKED, Invitation, Meeting, State
from portal.organizations.api import CLERKS, Role, in_covered

MANAGERS = CLERKS | {Role.CELL_COMMITTEE_MEMBER}
SUPERIORS = CLERKS | {Role.OVERSEER}


class Meetings(Right):
    """Rights over meetings."""

    LIST = "meetings:list", _l("Xem lịch sinh hoạt"), _l("Xem các cuộc họp mình được mời hoặc phụ trách.")
    READ = "meetings:read", _l("Xem cuộc họp"), _l("Xem giờ, nơi họp, chương trình, tài liệu và biên bản đã khóa.")
    ANSWER = "meetings:answer", _l("Trả lời mời họp"), _l("Báo dự hoặc không dự được, cho chính mình.")
    SPEAK = "meetings:speak", _l("Ghi ý kiến"), _l("Ghi ý kiến của mình về nội dung họp; ý kiến được giữ nguyên văn.")
    CREATE = "meetings:create", _l("Tạo cuộc họp"), _l("Chuẩn bị cuộc họp mới của đơn vị mình phụ trách.")
    EDIT = "meetings:edit", _l("Sửa cuộc họp"), _l("Sửa giờ, nơi họp, chương trình và tài liệu khi chưa khóa.")
    OPEN = "meetings:open", _l("Mở cuộc họp"), _l("Mời người dự; từ lúc đó họ xem được cuộc họp.")
    SUMMON = "meetings:summon", _l("Mời thêm người"), _l("Thêm người mới về đơn vị vào danh sách đã mời.")
    CANCEL = "meetings:cancel", _l("Hủy cuộc họp"), _l("Hủy cuộc họp chưa bắt đầu, có lý do.")
    ROLL = "meetings:roll", _l("Điểm danh"), _l("Ghi ai có mặt, ai vắng.")
    RECORD = "meetings:record", _l("Ghi biên bản, kết luận"), _l("Ghi, khôi phục và khóa biên bản cuộc họp.")
    REOPEN = "meetings:reopen", _l("Mở lại biên bản"), _l("Mở lại biên bản đã khóa, có lý do.")
    HISTORY = "meetings:history", _l("Xem trả lời, nhật ký"), _l("Xem ai đã trả lời, lý do vắng và nhật ký cuộc họp.")
    PRINT = "meetings:print", _l("In biên bản"), _l("In biên bản đã khóa; người phụ trách in được cả bản nháp.")


@fact(_l("Cuộc họp này đang được chuẩn bị."))
def was_opened(actor: Actor, target: Any) -> bool:
    """Members were told of it."""
    return _meeting(target).opened_at is not None


@fact(_l("Bạn không có trong danh sách được mời của cuộc họp này."))
def is_summoned(actor: Actor, target: Any) -> bool:
    """Stands on the roster, and is active in the Party today; for a post one comes oneself, not through a helper."""
    is_active = actor.member_id is not None and actor.unit_id is not None
    meeting = _meeting(target)
    oneself = actor.helped_by is None or meeting.whole_cell
    return is_active and oneself and meeting.invitation_of(actor.member_id) is not None


@fact(_l("Cuộc họp này là của đơn vị khác."))
def in_its_cell(actor: Actor, target: Any) -> bool:
    """The cell meets as a whole and the actor stands in it: the very token that search knows."""
    meeting = _meeting(target)
    return meeting.whole_cell and audience_token(meeting.unit_id, subtree=False) in actor.readers


@fact(_l("Cuộc họp này là của đơn vị khác."))
def stands_over(actor: Actor, target: Any) -> bool:
    """Leads, serves or follows the unit, also from above."""
    return actor.holds(SUPERIORS, _meeting(target).unit.path) is not None


@fact(_l("Chỉ bí thư, phó bí thư, chi ủy viên hoặc người giúp việc của chính đơn vị này làm được việc này."))
def prepares(actor: Actor, target: Any) -> bool:
    """Holds an office at the unit itself; from above one reads."""
    return _meeting(target).unit_id in prepared_ids(actor)


@fact(_l("Chỉ bí thư, phó bí thư, chi ủy viên hoặc người giúp việc của một đơn vị tạo được cuộc họp."))
def prepares_somewhere(actor: Actor, target: Any) -> bool:
    """Holds such an office at some unit."""
    return bool(prepared_ids(actor))


@fact(_l("Cuộc họp này đã được mở."))
def is_draft(actor: Actor, target: Any) -> bool:
    """Still being prepared."""
    return _meeting(target).state == State.DRAFT


@fact(_l("Cuộc họp không nhận trả lời: chưa mở, đã bắt đầu hoặc đã hủy."))
def takes_answers(actor: Actor, target: Any) -> bool:
    """Between the opening and the roll-call."""
    return _meeting(target).state == State.OPEN


@fact(_l("Cuộc họp chưa mở, đã khóa hoặc đã hủy."))
def is_running(actor: Actor, target: Any) -> bool:
    """From the opening to the lock."""
    return _meeting(target).state in (State.OPEN, State.IN_PROGRESS)


@fact(_l("Cần điểm danh trước; biên bản đã khóa thì phải mở lại."))
def in_progress(actor: Actor, target: Any) -> bool:
    """From the roll-call to the lock."""
    return _meeting(target).state == State.IN_PROGRESS


@fact(_l("Cuộc họp đã bắt đầu, đã kết thúc hoặc đã hủy nên không hủy được."))
def not_started(actor: Actor, target: Any) -> bool:
    """Before the roll-call."""
    return _meeting(target).state in (State.DRAFT, State.OPEN)


@fact(_l("Cuộc họp đã khóa hoặc đã hủy nên không sửa được nữa."))
def is_unlocked(actor: Actor, target: Any) -> bool:
    """Neither locked nor cancelled."""
    return _meeting(target).state in UNLOCKED


@fact(_l("Biên bản cuộc họp này chưa khóa."))
def is_closed(actor: Actor, target: Any) -> bool:
    """Locked."""
    return _meeting(target).state == State.CLOSED


RULES |= {
    Meetings.LIST: [[signed_in]],
    Meetings.READ: [[was_opened, is_summoned], [was_opened, in_its_cell], [was_opened, stands_over], [prepares]],
    Meetings.ANSWER: [[takes_answers, is_summoned]],
    Meetings.SPEAK: [[is_running, is_summoned]],
    Meetings.CREATE: [[prepares_somewhere]],
    Meetings.EDIT: [[prepares, is_unlocked]],
    Meetings.OPEN: [[prepares, is_draft]],
    Meetings.SUMMON: [[prepares, is_running]],
    Meetings.CANCEL: [[prepares, not_started]],
    Meetings.ROLL: [[prepares, is_running]],
    Meetings.RECORD: [[prepares, in_progress]],
    Meetings.REOPEN: [[prepares, is_closed]],
    Meetings.HISTORY: [[prepares]],
    Meetings.PRINT: [[is_closed, is_summoned], [is_closed, in_its_cell], [is_closed, stands_over], [prepares]],
}


def prepared_ids(actor: Actor) -> set[int]:
    """Units at which the actor holds an office that prepares meetings."""
    return {holding.unit_id for holding in actor.scopes(MANAGERS)}


@per_actor
def readable(actor: Actor) -> Select[Meeting]:
    """The sentence of Meetings.READ as a SELECT."""
    if not actor.signed_in:
        return select(Meeting).where(false())
    own_units = {int(token[1:]) for token in actor.readers if token.startswith("u")}
    summoned_as = actor.member_id if actor.member_id is not None and actor.unit_id is not None else 0
    shown_to_me = or_(
        and_(Meeting.id.in_(select(Invitation.meeting_id).where(Invitation.member_id == summoned_as)),
             true() if actor.helped_by is None else Meeting.whole_cell),
        and_(Meeting.whole_cell, Meeting.unit_id.in_(own_units)),
        in_covered(actor, SUPERIORS, Meeting.unit_id))
    return select(Meeting).where(or_(and_(Meeting.opened_at.is_not(None), shown_to_me),
                                     Meeting.unit_id.in_(prepared_ids(actor))))


def _meeting(target: Any) -> Meeting:
    """The meeting itself, or that of a paper or revision."""
    meeting: Meeting = target if isinstance(target, Meeting) else target.meeting
    return meeting
