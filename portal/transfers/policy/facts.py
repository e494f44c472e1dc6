"""Facts that the rules of this room ask for."""

from typing import Any

from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import fact
from portal.members.api import KEEPERS, Member, keeps
from portal.organizations.api import CLERKS, Role
from portal.transfers.models import ResidenceRemark, Side, State, Transfer

OFFICERS = CLERKS | {Role.ORGANIZATION_BOARD}
"""Who acts for a cell."""


@fact(_l("Đây không phải hồ sơ của bạn."))
def is_the_member(actor: Actor, target: Transfer) -> bool:
    """The transfer is the actor's own; like the record, it is not for a helper."""
    return actor.helped_by is None and actor.member_id is not None and target.member_id == actor.member_id


@fact(_l("Hồ sơ này không thuộc đơn vị bạn phụ trách."))
def keeps_the_old_cell(actor: Actor, target: Transfer) -> bool:
    """Leads or serves the cell that loses the member, its committee included."""
    return target.from_unit is not None and keeps(actor, target.from_unit.path)


@fact(_l("Việc này do bí thư, phó bí thư hoặc văn phòng phụ trách chi bộ cũ làm."))
def acts_for_the_old_cell(actor: Actor, target: Transfer) -> bool:
    """An office of the cell that loses the member, or above it."""
    return target.from_unit is not None and actor.holds(OFFICERS, target.from_unit.path) is not None


@fact(_l("Việc này do bí thư, phó bí thư hoặc văn phòng phụ trách chi bộ mới làm."))
def acts_for_the_new_cell(actor: Actor, target: Transfer) -> bool:
    """An office of the cell that gains the member, or above it."""
    return target.to_unit is not None and actor.holds(OFFICERS, target.to_unit.path) is not None


@fact(_l("Không ai tự giải quyết hồ sơ của mình. Người phụ trách khác, hoặc cấp trên, làm."))
def is_of_somebody_else(actor: Actor, target: Any) -> bool:
    """Not the actor's own transfer or record."""
    return actor.member_id is None or _member(target).id != actor.member_id


@fact(_l("Việc này do chi bộ mới làm."))
def keeps_the_new_cell(actor: Actor, target: Transfer) -> bool:
    """Leads or serves the cell that gains the member."""
    return target.to_unit is not None and keeps(actor, target.to_unit.path)


@fact(_l("Chi bộ cũ chưa giới thiệu; trước đó nơi đến chỉ xem được họ tên và ngày đề nghị."))
def was_released_or_called(actor: Actor, target: Transfer) -> bool:
    """The old cell has released, or the new cell asked itself."""
    return target.released_on is not None or target.side in (Side.NEW, Side.OUTSIDE)


@fact(_l("Chỉ làm được khi hồ sơ đang chờ chi bộ cũ giới thiệu."))
def is_asked(actor: Actor, target: Transfer) -> bool:
    """Nobody has decided yet."""
    return target.state == State.ASKED


@fact(_l("Chỉ làm được khi chi bộ cũ đã giới thiệu và nơi đến chưa trả lời."))
def is_released(actor: Actor, target: Transfer) -> bool:
    """Released, and not answered yet."""
    return target.state == State.RELEASED


@fact(_l("Chi bộ cũ chưa giới thiệu nên chưa có giấy."))
def has_a_slip(actor: Actor, target: Transfer) -> bool:
    """The old cell has released, so there is a slip."""
    return target.released_on is not None and target.from_unit_id is not None


@fact(_l("Nơi đến là một chi bộ trong hệ thống, chi bộ đó trả lời."))
def goes_outside(actor: Actor, target: Transfer) -> bool:
    """The other end is outside the system."""
    return target.to_unit_id is None


@fact(_l("Chỉ kết thúc sớm được đợt sinh hoạt tạm thời đang diễn ra."))
def is_on(actor: Actor, target: Transfer) -> bool:
    """A temporary stay that is not over."""
    return target.is_on


@fact(_l("Chỉ bên đã đề nghị rút lại được."))
def is_its_asker(actor: Actor, target: Transfer) -> bool:
    """The member, or whoever keeps the cell that asked."""
    if target.side == Side.MEMBER:
        return is_the_member(actor, target)
    return acts_for_the_old_cell(actor, target) if target.side == Side.OLD else acts_for_the_new_cell(actor, target)


@fact(_l("Chỉ người phụ trách một đơn vị làm được việc này."))
def keeps_a_unit(actor: Actor, target: object) -> bool:
    """Leads or serves some unit."""
    return actor.holds_any(KEEPERS) is not None


@fact(_l("Việc này do bí thư, phó bí thư hoặc văn phòng cấp ủy làm."))
def acts_for_a_unit(actor: Actor, target: object) -> bool:
    """An office of some unit."""
    return actor.holds_any(OFFICERS) is not None


@fact(_l("Người từ ngoài hệ thống do cấp ủy cấp trên của chi bộ ghi vào danh sách."))
def acts_for_units_below(actor: Actor, target: object) -> bool:
    """An office over units below some unit."""
    return any(holding.subtree for holding in actor.scopes(OFFICERS))


@fact(_l("Việc này do bí thư, phó bí thư hoặc văn phòng phụ trách chi bộ làm."))
def acts_for_the_members_cell(actor: Actor, target: Any) -> bool:
    """An office of the cell where the member is active today, or above it."""
    here = _member(target).membership_today
    return here is not None and actor.holds(OFFICERS, here.unit.path) is not None


@fact(_l("Đây là hồ sơ của người khác."))
def is_oneself(actor: Actor, target: Any) -> bool:
    """The actor's own record, or something of it."""
    return actor.signed_in and actor.member_id is not None and _member(target).id == actor.member_id


@fact(_l("Đảng viên này không sinh hoạt tại đơn vị bạn phụ trách."))
def keeps_the_members_cell(actor: Actor, target: Any) -> bool:
    """Leads or serves the cell where the member is active today."""
    here = _member(target).membership_today
    return here is not None and keeps(actor, here.unit.path)


@fact(_l("Đồng chí này không còn sinh hoạt tại chi bộ nào."))
def belongs_to_a_cell(actor: Actor, member: Member) -> bool:
    """Active somewhere today."""
    return member.membership_today is not None


@fact(_l("Chỉ người quản trị hệ thống sửa được lịch làm việc."))
def administers(actor: Actor, target: object) -> bool:
    """Keeps the administrator account."""
    return actor.holds_any({Role.ADMINISTRATOR}) is not None


def _member(target: Any) -> Member:
    """The member itself, or that of a contact or remark."""
    if isinstance(target, Member):
        return target
    found: Member = target.contact.member if isinstance(target, ResidenceRemark) else target.member
    return found
