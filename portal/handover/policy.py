"""Rights over handovers: the unit's own office and those above see what is in hand; who stands above hands over."""

from sqlalchemy import Select, or_, select

from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import RULES, Right, fact, signed_in
from portal.handover.models import Handover
from portal.organizations.api import CLERKS, HEADS, Organization, Role, in_covered

HANDED = CLERKS | {Role.STANDING_MEMBER, Role.COMMITTEE_MEMBER, Role.CELL_COMMITTEE_MEMBER}
"""Roles that pass from one person to another by a handover; the administrator account has its own way."""
ABOVE = HEADS | {Role.ORGANIZATION_BOARD, Role.OFFICE_STAFF}


class Handovers(Right):
    """Rights over handovers."""

    LIST = "handover:list", _l("Xem bàn giao"), _l("Xem các đơn vị mình phụ trách và những lần bàn giao ở đó.")
    SEE = ("handover:see", _l("Xem việc đang giữ"),
           _l("Xem chức vụ, quyền và việc còn dở của một đơn vị để chuẩn bị bàn giao."))
    DO = "handover:do", _l("Bàn giao"), _l("Chuyển chức vụ và quyền của một đơn vị từ người cũ sang người mới.")
    PRINT = "handover:print", _l("In biên bản bàn giao"), _l("Mở và in biên bản của một lần bàn giao.")


@fact(_l("Chỉ người phụ trách một đơn vị xem được bàn giao."))
def serves_somewhere(actor: Actor, target: object) -> bool:
    """Leads or serves some unit."""
    return actor.holds_any(ABOVE) is not None


@fact(_l("Chỉ người phụ trách đơn vị này hoặc cấp trên xem được việc đơn vị đang giữ."))
def serves_the_unit(actor: Actor, unit: Organization) -> bool:
    """Leads or serves this unit."""
    return actor.holds(ABOVE, unit.path) is not None


@fact(_l("Bàn giao do cấp trên trực tiếp của đơn vị thực hiện, theo quyết định. Gửi đề nghị lên cấp trên."))
def stands_above(actor: Actor, unit: Organization) -> bool:
    """Holds a role of a higher unit that reaches down here; at the Corporation: keeps the administrator account."""
    if unit.parent_id is None:
        return actor.holds({Role.ADMINISTRATOR}, unit.path) is not None
    return any(holding.path != unit.path and holding.covers(unit.path) for holding in actor.scopes(ABOVE))


def reads_its_work(actor: Actor, unit: Organization) -> bool:
    """Files its papers, and sees with own eyes: opens the lists of its open work and reads what each piece is called
    that it may read there. All others who may see the page read numbers only: drafts and opinions keep their names."""
    return actor.in_person and actor.holds(CLERKS, unit.path) is not None


def reads_its_record(actor: Actor, row: Handover) -> bool:
    """Gave, received, or files the papers of this very unit, and sees with own eyes: reads on the paper what each piece
    of open work was called. It names drafts and opinions, which those above count only."""
    is_side = actor.member_id is not None and actor.member_id in (row.giver_id, row.receiver_id)
    return actor.in_person and (is_side or any(one.unit_id == row.unit_id for one in actor.scopes(CLERKS)))


RULES |= {
    Handovers.LIST: [[serves_somewhere]],
    Handovers.SEE: [[serves_the_unit], [stands_above]],
    Handovers.DO: [[stands_above]],
    Handovers.PRINT: [[signed_in]],
}


def readable(actor: Actor) -> Select[Handover]:
    """Handovers at units the actor leads or serves, and those the actor gave or received."""
    own = actor.member_id or 0
    return select(Handover).where(or_(in_covered(actor, ABOVE, Handover.unit_id), Handover.giver_id == own,
                                      Handover.receiver_id == own))
