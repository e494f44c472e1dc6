"""Verbs of the tree."""

from datetime import date

from portal.core import audit
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import fold, sort_key
from portal.organizations.models import KindParent, Organization


def found(actor: Actor, *, kind_id: str, name: str, parent: Organization | None, since: date,
          code: str | None = None) -> Organization:
    """Add a unit; only kinds allowed under the parent on that day (RULES, section 4)."""
    if parent is not None and not _allowed_under(kind_id, parent.kind_id, since):
        raise DomainError(_l("Loại tổ chức này không đặt dưới đơn vị đã chọn."), "kind_id")
    unit = Organization(kind_id=kind_id, name=name, search_key=fold(name), sort_key=sort_key(name), code=code,
                        parent_id=parent.id if parent else None, path=f"new {name}"[:200], valid_from=since)
    db.session.add(unit)
    db.session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    db.session.flush()
    audit.record(actor, "organizations.found", "organization", unit.id, unit_id=unit.id, kind=kind_id)
    return unit


def _allowed_under(kind_id: str, parent_kind: str, on: date) -> bool:
    rows = db.session.execute(
        db.select(KindParent).where(KindParent.kind_id == kind_id, KindParent.parent_id == parent_kind)).scalars()
    return any((row.valid_from is None or row.valid_from <= on) and (row.valid_to is None or on <= row.valid_to)
               for row in rows)
