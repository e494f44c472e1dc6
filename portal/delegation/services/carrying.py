"""What delegation keeps at units and ends with them."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.delegation.models import Grant
from portal.organizations.api import Carrier, on_change


class GrantCarrier(Carrier):
    """Grants at units. They would give nothing any more once the unit is gone (queries.chains); closing them says
    so in the lists. What was handed on from them falls by itself."""

    def count(self, unit_ids: Collection[int], day: date) -> dict[Any, int]:
        """Roles given at these units that last on or after the day."""
        found = select(func.count()).select_from(Grant).where(Grant.unit_id.in_(unit_ids), _lasts(day))
        return {_l("Vai trò được giao"): db.session.execute(found).scalar_one()}

    def close(self, actor: Actor, unit_ids: Collection[int], day: date) -> int:
        """Grants at these units end the day before; one that was to begin later ends before it begins."""
        rows = list(db.session.execute(select(Grant).where(Grant.unit_id.in_(unit_ids), _lasts(day))).scalars())
        for row in rows:
            row.valid_to = max(day, row.valid_from) - timedelta(days=1)
        db.session.flush()
        return len(rows)


def _lasts(day: date) -> ColumnElement[bool]:
    reaches = or_(Grant.valid_to.is_(None), (Grant.valid_to >= day) & (Grant.valid_to >= Grant.valid_from))
    found: ColumnElement[bool] = Grant.revoked_at.is_(None) & reaches
    return found


on_change("delegation", GrantCarrier())
