"""Rights over the register: whoever leads or serves a unit sees its members and those below where granted."""

from sqlalchemy import Select, or_, select

from portal.core import clock
from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import RULES, Right, fact, signed_in
from portal.members.models import Member, Membership
from portal.organizations.api import CLERKS, Role, covered_ids

KEEPERS = CLERKS | {Role.ORGANIZATION_BOARD, Role.CELL_COMMITTEE_MEMBER}


class Members(Right):
    """Rights over members."""

    LIST = "members:list", _l("Xem danh sách đảng viên"), _l("Xem danh sách đảng viên của đơn vị mình phụ trách.")
    READ = ("members:read", _l("Xem hồ sơ đảng viên"),
            _l("Xem sơ lược một đảng viên; số định danh và điện thoại được che."))
    OWN = "members:own", _l("Xem hồ sơ của mình"), _l("Mở hồ sơ đảng viên của chính mình.")


def keeps(actor: Actor, path: str) -> bool:
    """Leads or serves the unit at this path."""
    return actor.holds(KEEPERS, path) is not None


@fact(_l("Chỉ người phụ trách một đơn vị xem được danh sách đảng viên."))
def keeps_a_register(actor: Actor, target: object) -> bool:
    """Leads or serves some unit."""
    return actor.holds_any(KEEPERS) is not None


@fact(_l("Đây là hồ sơ của người khác."))
def is_own_record(actor: Actor, member: Member) -> bool:
    """The record of the actor."""
    return actor.signed_in and member.account_id == actor.account_id


@fact(_l("Đảng viên này không sinh hoạt tại đơn vị bạn phụ trách."))
def is_in_a_kept_unit(actor: Actor, member: Member) -> bool:
    """Active today in a unit the actor leads or serves."""
    here = member.membership_today
    return here is not None and keeps(actor, here.unit.path)


RULES |= {
    Members.LIST: [[keeps_a_register]],
    Members.READ: [[is_own_record], [is_in_a_kept_unit]],
    Members.OWN: [[signed_in]],
}


def readable(actor: Actor) -> Select[Member]:
    """Members active today in units the actor leads or serves, and the actor's own record."""
    today = clock.today()
    mine = select(Membership.member_id).where(
        Membership.unit_id.in_(covered_ids(actor, KEEPERS)), Membership.valid_from <= today,
        or_(Membership.valid_to.is_(None), Membership.valid_to >= today))
    return select(Member).where(or_(Member.id.in_(mine), Member.account_id == actor.account_id)
                                if actor.signed_in else Member.id.is_(None))
