"""Rights over the log: who leads a unit reads what was done there and below; the administrator reads all."""

from sqlalchemy import Select, or_, select, true

from portal.core.actor import Actor
from portal.core.audit import HELPER, AuditEntry
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import RULES, Right, fact
from portal.organizations.api import HEADS, Role, in_covered

REVIEWERS = HEADS | {Role.ORGANIZATION_BOARD, Role.INSPECTION_MEMBER, Role.ADMINISTRATOR}


class Journal(Right):
    """Rights over the log of acts."""

    LIST = ("journal:list", _l("Xem nhật ký"),
            _l("Xem ai đã làm gì, lúc nào, tại đơn vị mình phụ trách và cấp dưới; tải về dạng bảng."))


@fact(_l("Chỉ bí thư, phó bí thư, Ban Tổ chức, Ủy ban kiểm tra hoặc người quản trị xem được nhật ký."))
def reviews_a_unit(actor: Actor, target: object) -> bool:
    """Leads, inspects or administers some unit."""
    return actor.holds_any(REVIEWERS) is not None


RULES |= {Journal.LIST: [[reviews_a_unit]]}


def readable(actor: Actor) -> Select[AuditEntry]:
    """Entries of units the actor reviews and of the actor's own acts; all of them for the administrator.

    An entry of a hidden opinion names no account (portal/feedback/services.py), so no reviewer learns it here.
    """
    if actor.holds_any({Role.ADMINISTRATOR}) is not None:
        return select(AuditEntry).where(true())
    return select(AuditEntry).where(or_(in_covered(actor, REVIEWERS, AuditEntry.unit_id),
                                        AuditEntry.account_id == actor.account_id,
                                        AuditEntry.by == f"{HELPER}{actor.account_id}"))
