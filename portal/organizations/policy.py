"""Rights over the tree. The tree of units is known to every member; changing it is a later right."""

from sqlalchemy import Select, false, select, true

from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import RULES, Right, signed_in
from portal.organizations.models import Organization


class Organizations(Right):
    """Rights over organisations."""

    READ = "organizations:read", _l("Xem tổ chức đảng"), _l("Xem cây tổ chức và thông tin chung của từng đơn vị.")


RULES |= {Organizations.READ: [[signed_in]]}


def readable(actor: Actor) -> Select[Organization]:
    """Every unit, for whoever is signed in."""
    return select(Organization).where(true() if actor.signed_in else false())
