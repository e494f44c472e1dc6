"""Rights over grants."""

from sqlalchemy import Select, or_, select

from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import RULES, Right, fact
from portal.delegation.models import Grant
from portal.organizations.api import HEADS, Role, covered_ids

MANAGERS = HEADS | {Role.ORGANIZATION_BOARD, Role.ADMINISTRATOR}


class Delegation(Right):
    """Rights over delegation."""

    LIST = "delegation:list", _l("Xem phân quyền"), _l("Xem ai được giao vai trò gì tại đơn vị mình phụ trách.")


@fact(_l("Chỉ bí thư, phó bí thư hoặc Ban Tổ chức xem được phân quyền."))
def manages_a_unit(actor: Actor, target: object) -> bool:
    """Leads some unit, or keeps the administrator account."""
    return actor.holds_any(MANAGERS) is not None


RULES |= {Delegation.LIST: [[manages_a_unit]]}


def readable(actor: Actor) -> Select[Grant]:
    """Grants at units the actor leads, and the actor's own."""
    below = Grant.unit_id.in_(covered_ids(actor, MANAGERS))
    return select(Grant).where(or_(below, Grant.account_id == actor.account_id))
