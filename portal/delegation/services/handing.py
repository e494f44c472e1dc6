"""Passing on what one held at a unit to the person who follows (N10): the same rights out of the same source."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select, update

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.delegation import queries
from portal.delegation.models import Grant
from portal.delegation.queries.chains import stands
from portal.delegation.services.refusals import not_receiving
from portal.organizations.api import Organization, Role


def why_not_to(account_id: int, unit: Organization, roles: Collection[str]) -> Any:
    """Why this account may not hold these roles at the unit, in words, as when they are given; None where it may."""
    found = queries.receiver(account_id, unit)
    wrong = not_receiving(found, unit, [Role(role) for role in roles]) if found is not None else None
    return wrong.message if wrong is not None else None


def pass_on(actor: Actor, *, unit: Organization, from_account: int, to_account: int, roles: Collection[str],
            posts: Mapping[int, int], decision: str) -> list[Grant]:
    """Write the grants of one account at a unit anew for another, and end the old ones; what was given out of
    them, or out of the posts that moved (old id → new id), now comes from the new ones, so nothing below falls."""
    now, today = clock.now(), clock.today()
    for old, new in posts.items():
        db.session.execute(update(Grant).where(Grant.source_position_id == old, Grant.revoked_at.is_(None))
                           .values(source_position_id=new, version=Grant.version + 1))
    found = select(Grant).where(Grant.account_id == from_account, Grant.unit_id == unit.id, Grant.role.in_(roles),
                                stands(Grant), Grant.substitute_of.is_(None)).with_for_update()
    made = []
    for old_grant in db.session.execute(found).scalars().all():
        new_grant = Grant(
            account_id=to_account, unit_id=unit.id, role=old_grant.role, subtree=old_grant.subtree,
            grantor_id=actor.account_id, source_id=old_grant.source_id, source_position_id=old_grant.source_position_id,
            step=old_grant.step, valid_from=today, valid_to=old_grant.valid_to, granted_at=now,
            decision=decision, hidden_from_above=old_grant.hidden_from_above)
        db.session.add(new_grant)
        db.session.flush()
        db.session.execute(update(Grant).where(Grant.source_id == old_grant.id, Grant.revoked_at.is_(None))
                           .values(source_id=new_grant.id, version=Grant.version + 1))
        old_grant.revoked_at, old_grant.revoked_by, old_grant.end_told = now, actor.account_id, True
        old_grant.reason = decision
        db.session.flush()
        audit.record(actor, "delegation.pass_on", "grant", new_grant.id, unit_id=unit.id, role=new_grant.role)
        made.append(new_grant)
    db.session.expire_all()
    return made


audit.says({"delegation.pass_on": _l("chuyển quyền sang người nhận bàn giao")})
