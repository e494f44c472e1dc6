"""What delegation keeps at units and ends with them."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, not_, or_, select
from sqlalchemy.orm import aliased

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.core.statements import per_actor
from portal.delegation import queries
from portal.delegation.models import Grant
from portal.delegation.policy import MANAGERS
from portal.delegation.queries.chains import under
from portal.members.api import Position
from portal.organizations.api import Carrier, Organization, Role, on_change

LEADING = (Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.ORGANIZATION_BOARD, Role.OFFICE_STAFF)
"""Who gives rights at the units below, the first of them first."""


class GrantCarrier(Carrier):
    """Grants at units. They would give nothing any more once the unit is gone (queries.chains); closing them says
    so in the lists. What was handed on from them falls by itself, but at units that go to another superior: there it
    stands on the new one from then on."""

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

    def replanted(self, actor: Actor, unit: Organization, parent: Organization) -> int:
        """What was given from a unit that is no longer above is given by whoever leads the new superior, else by
        whoever moved it; the holder is told."""
        rows = _given_from_elsewhere(unit)
        source = _leader_of(parent) or _hand_of(actor, parent) if rows else None
        if source is None:
            return 0
        for row in rows:
            row.source_id, row.source_position_id = source
            db.session.flush()
            db.session.expire(row, ["source", "source_position"])
            audit.record(actor, "delegation.carry", "grant", row.id, unit_id=row.unit_id, role=row.role)
            tell([row.account_id], N_("Quyền %(role)s tại %(unit)s của bạn nay do cấp trên mới phụ trách: %(parent)s."),
                 f"/phan-quyen/{row.id}", role=str(row.title), unit=row.unit.name, parent=parent.name)
        return len(rows)


def _given_from_elsewhere(unit: Organization) -> list[Grant]:
    """What lives, or is to begin, at the unit or below it, and was given from a unit that does not stand above."""
    found = db.session.execute(_from_elsewhere(clock.today()), {"first": unit.path, "last": unit.path + ":"})
    return list(found.scalars())


@per_actor
def _from_elsewhere(today: date) -> Select[Grant]:
    place, above, post, office = (aliased(Organization), aliased(Grant), aliased(Position), aliased(Organization))
    begins = Grant.revoked_at.is_(None) & (Grant.valid_from > today)
    return (select(Grant).join(place, place.id == Grant.unit_id)
            .outerjoin(above, above.id == Grant.source_id).outerjoin(post, post.id == Grant.source_position_id)
            .join(office, office.id == func.coalesce(above.unit_id, post.unit_id))
            .where(place.path.between(bindparam("first"), bindparam("last")), not_(under(place, office)),
                   Grant.substitute_of.is_(None), or_(begins, Grant.id.in_(queries.living())))
            .order_by(Grant.id))


def _leader_of(parent: Organization) -> tuple[int | None, int | None] | None:
    """(grant, post) by which somebody leads or serves the new superior today: the highest role, the longest."""
    held = queries.holdings()
    order = {role: place for place, role in enumerate(LEADING)}
    found = select(held.c.kind, held.c.holding_id, held.c.role, held.c.until).where(
        held.c.unit_id == parent.id, held.c.role.in_(order), held.c.substitute_of.is_(None))
    best = max(db.session.execute(found).all(), key=lambda one: (-order[one.role], one.until or date.max), default=None)
    return _place(best.kind, best.holding_id) if best is not None else None


def _hand_of(actor: Actor, parent: Organization) -> tuple[int | None, int | None] | None:
    """The same of whoever acts, where he leads or guides the place from above."""
    above = [one for one in actor.scopes(MANAGERS) if parent.path.startswith(one.path)]
    mine = min(above, key=lambda one: LEADING.index(Role(one.role)) if one.role in LEADING else len(LEADING),
               default=None)
    return _place(mine.source, mine.source_id) if mine is not None else None


def _place(kind: str, holding_id: int) -> tuple[int | None, int | None]:
    return (holding_id, None) if kind == "grant" else (None, holding_id)


def _lasts(day: date) -> ColumnElement[bool]:
    reaches = or_(Grant.valid_to.is_(None), (Grant.valid_to >= day) & (Grant.valid_to >= Grant.valid_from))
    found: ColumnElement[bool] = Grant.revoked_at.is_(None) & reaches
    return found


audit.says({"delegation.carry": _l("đưa quyền đã giao theo đơn vị sang cấp trên mới")})
on_change("delegation", GrantCarrier())
