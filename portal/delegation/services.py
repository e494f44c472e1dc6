"""Verbs of delegation."""

from datetime import date

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.delegation.models import Grant
from portal.organizations.api import Organization


def grant(actor: Actor, *, account_id: int, unit: Organization, role: str, subtree: bool, since: date,
          until: date | None, source: Grant | None, decision: str = "") -> Grant:
    """Give a role at a unit. A grant below must come from a grant that covers the unit."""
    if source is not None and not unit.path.startswith(source.unit.path):
        raise DomainError(_l("Đơn vị này không thuộc phạm vi được giao của người phân quyền."), "unit_id")
    if until is not None and until < since:
        raise DomainError(_l("Ngày kết thúc phải sau ngày bắt đầu."), "valid_to")
    row = Grant(account_id=account_id, unit_id=unit.id, role=role, subtree=subtree, grantor_id=actor.account_id,
                source_id=source.id if source else None, valid_from=since, valid_to=until, granted_at=clock.now(),
                decision=decision)
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "delegation.grant", "grant", row.id, unit_id=unit.id, role=role, subtree=subtree)
    return row
