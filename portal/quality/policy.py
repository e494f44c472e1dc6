"""Rights over quality: who keeps a register sees its measures; who stands above both records merges them."""

from typing import Any

from sqlalchemy import Select, select

from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import RULES, Right, allowed, fact, signed_in
from portal.members.api import BASIC, KEEPERS, Member, Members
from portal.members.api import readable_at_home as readable_members
from portal.quality.models import Correction, Pair


class Quality(Right):
    """Rights over the cleaning of the register."""

    SEE = ("quality:see", _l("Xem chất lượng dữ liệu"),
           _l("Xem sáu chỉ số của đơn vị mình phụ trách và danh sách cần sửa."))
    CHECK = ("quality:check", _l("Đánh dấu đã kiểm tra"),
             _l("Ghi rằng cảnh báo về số định danh của một người đã được kiểm tra và đúng."))
    PAIRS = ("quality:pairs", _l("Xem hồ sơ nghi trùng"), _l("Xem các cặp hồ sơ có thể là một người."))
    MERGE = "quality:merge", _l("Gộp hồ sơ"), _l("Gộp hai hồ sơ của một người, hoặc ghi rằng không trùng.")
    PROPOSE = "quality:propose", _l("Đề nghị sửa"), _l("Đề nghị sửa một mục trong hồ sơ của mình.")
    READ = "quality:read", _l("Xem đề nghị sửa"), _l("Mở một đề nghị sửa của mình hoặc của người mình phụ trách.")
    DECIDE = ("quality:decide", _l("Quyết định đề nghị sửa"),
              _l("Chấp nhận hoặc không chấp nhận một đề nghị sửa hồ sơ, kèm lý do."))
    RAISE = ("quality:raise", _l("Chuyển đề nghị lên cấp trên"),
             _l("Chuyển đề nghị sửa lên cấp trên khi mình không được sửa mục đó."))


@fact(_l("Chỉ người phụ trách một đơn vị xem được chất lượng dữ liệu."))
def keeps_a_register(actor: Actor, target: object) -> bool:
    """Leads or serves some unit."""
    return actor.holds_any(KEEPERS) is not None


@fact(_l("Bạn không phụ trách người này."))
def may_edit_the_record(actor: Actor, member: Member) -> bool:
    """May mend basic facts of this record."""
    return allowed(actor, Members.EDIT, member)


@fact(_l("Chỉ cấp trên của cả hai chi bộ gộp được hai hồ sơ này. Gửi đề nghị lên cấp trên."))
def keeps_both_from_above(actor: Actor, pair: Pair) -> bool:
    """May mend both records whole."""
    return allowed(actor, Members.EDIT_WHOLE, pair.a) and allowed(actor, Members.EDIT_WHOLE, pair.b)


@fact(_l("Cặp này đã được quyết định."))
def pair_is_open(actor: Actor, pair: Pair) -> bool:
    """Nobody has decided yet."""
    return pair.state == "open"


@fact(_l("Chỉ đề nghị sửa được hồ sơ của chính mình."))
def is_own_record(actor: Actor, member: Member) -> bool:
    """The record of the actor."""
    return actor.signed_in and member.account_id == actor.account_id


@fact(_l("Đề nghị của chính bạn do người khác quyết định."))
def is_somebody_else_s(actor: Actor, correction: Correction) -> bool:
    """Asked about another person's record than the actor's."""
    return correction.member.account_id != actor.account_id


@fact(_l("Đề nghị này đã được quyết định."))
def is_open(actor: Actor, correction: Correction) -> bool:
    """Nobody has decided yet."""
    return correction.is_open


@fact(_l("Mục này do cấp trên của chi bộ sửa; chuyển đề nghị lên cấp trên."))
def may_mend_the_field(actor: Actor, correction: Correction) -> bool:
    """May change this very field of this record."""
    right = Members.EDIT if correction.field in BASIC else Members.EDIT_WHOLE
    return allowed(actor, right, correction.member)


@fact(_l("Bạn sửa được mục này; không cần chuyển lên cấp trên."))
def may_not_mend_the_field(actor: Actor, correction: Correction) -> bool:
    """Keeps the record but not this field, and it was not raised yet."""
    return (allowed(actor, Members.EDIT, correction.member) and not may_mend_the_field(actor, correction)
            and correction.state == "asked")


RULES |= {
    Quality.SEE: [[keeps_a_register]],
    Quality.CHECK: [[may_edit_the_record]],
    Quality.PAIRS: [[keeps_a_register]],
    Quality.MERGE: [[keeps_both_from_above, pair_is_open]],
    Quality.PROPOSE: [[is_own_record]],
    Quality.READ: [[signed_in]],
    Quality.DECIDE: [[is_somebody_else_s, is_open, may_mend_the_field]],
    Quality.RAISE: [[is_somebody_else_s, is_open, may_not_mend_the_field]],
}


def readable(actor: Actor) -> Select[Any]:
    """Corrections of records the actor may read: one's own, and those of people one keeps."""
    return select(Correction).where(Correction.member_id.in_(readable_members(actor).with_only_columns(Member.id)))


def readable_pairs(actor: Actor) -> Select[Any]:
    """Pairs of which the actor may read both records; half a pair would tell of somebody else's member (J10)."""
    if actor.holds_any(KEEPERS) is None:
        return select(Pair).where(Pair.id.is_(None))
    ids = readable_members(actor).with_only_columns(Member.id)
    return select(Pair).where(Pair.a_id.in_(ids), Pair.b_id.in_(ids))
