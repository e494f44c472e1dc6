"""Units that nobody really is in charge of (J11): no post and no grant that lives, of an account in use that has
signed in.

Over a few units the question is asked of each. Over many, a page starts from those the worker found lately
(services.watching) and asks it again of each it shows, so that nothing is said that is no longer so.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import aliased

from portal.accounts.api import ACTIVE, Account
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.statements import still
from portal.delegation.models import Grant, Uncovered
from portal.delegation.policy import ADMINISTRATORS, MANAGERS, in_branch, served_ids
from portal.delegation.queries.chains import TAKES_PART, alive, not_leaving, stands, there_is, within
from portal.delegation.queries.effective import holdings
from portal.members.api import Member, MemberState, Position
from portal.organizations.api import Organization, Role, called, made_at

IN_CHARGE = (MANAGERS | {Role.CELL_COMMITTEE_MEMBER}) - {Role.ADMINISTRATOR}
"""Who counts as being in charge of a unit."""
KIND = "uncovered"
FEW = 300


@lru_cache(maxsize=4)
def in_charge(unit: Any) -> ColumnElement[bool]:
    """Condition on a unit in force: somebody really is in charge of it."""
    post, who, state, account = aliased(Position), aliased(Member), aliased(MemberState), aliased(Account)
    by_post = there_is(
        (post, who, state, account), post.unit_id == unit.id, post.role.in_(IN_CHARGE), within(post),
        who.id == post.member_id, account.id == who.account_id, *_in_use(account), state.member_id == who.id,
        within(state), state.state.in_(TAKES_PART), not_leaving(who, state, post.unit_id))
    grant, holder = aliased(Grant), aliased(Account)
    by_grant = there_is((grant, holder), grant.unit_id == unit.id, grant.role.in_(IN_CHARGE), stands(grant),
                        holder.id == grant.account_id, *_in_use(holder), alive(grant))
    return or_(by_post, by_grant)


def _in_use(account: Any) -> tuple[ColumnElement[bool], ...]:
    return account.state == ACTIVE, account.last_sign_in_at.is_not(None)


def wants_somebody(unit: Any) -> ColumnElement[bool]:
    """Condition: a unit in force of a kind that somebody leads (a tổ đảng has none), without anybody."""
    return and_(within(unit), unit.kind_id != "party_group", ~in_charge(unit))


def seen_units(actor: Actor, unit: Organization | None = None) -> list[int] | None:
    """The ids of the units at which the actor sees rights, in or below one: where they are few, else None."""
    held = {one.unit_id for one in actor.holdings}
    where = [or_(own_branch(actor), Organization.id.in_(held))]
    if unit is not None:
        where.append(Organization.path.between(unit.path, unit.path + ":"))
    found = list(db.session.execute(select(Organization.id).where(*where).limit(FEW + 1)).scalars())
    return found if len(found) <= FEW else None


def own_branch(actor: Actor) -> ColumnElement[bool]:
    """Condition on Organization: units the actor stands over, and those just below the ones he serves."""
    served = served_ids(actor)
    if not served:
        return false()
    return or_(in_branch(actor), Organization.id.in_(served), Organization.parent_id.in_(served))


def _asked_of_each(actor: Actor) -> ColumnElement[bool]:
    """The same sentence, from which no database begins to search."""
    path, served = still(Organization.path), served_ids(actor)
    parts = [path.between(one.path, one.path + ":") for one in actor.scopes(MANAGERS)
             if one.subtree or one.role in ADMINISTRATORS]
    return or_(*parts, still(Organization.id).in_(served), still(Organization.parent_id).in_(served))


@dataclass(frozen=True, slots=True)
class Lacking:
    """Rows (unit, name of the unit above) not yet paged, the highest first; `at`: when they were looked for, None for
    now."""

    found: Select[Any]
    at: datetime | None


def lacking(actor: Actor, *, kind: str = "", text: str = "") -> Lacking:
    """Units of the actor's branch that nobody is in charge of."""
    units = seen_units(actor)
    at = made_at(KIND) if units is None else None
    parent = aliased(Organization)
    found: Any = (select(Organization, parent.name).outerjoin(parent, parent.id == Organization.parent_id)
                  .where(wants_somebody(Organization)))
    if units is not None:
        found = found.where(Organization.id.in_(units), own_branch(actor))
    else:
        found = found.where(_asked_of_each(actor))
    if kind:
        found = found.where(Organization.kind_id == kind)
    found = found.where(*called(text))
    if at is None:
        return Lacking(found.order_by(func.length(Organization.path), Organization.sort_key, Organization.id), None)
    found = found.join(Uncovered, still(Uncovered.unit_id) == Organization.id)
    return Lacking(found.order_by(Uncovered.level, Uncovered.sort_key, Uncovered.unit_id), at)


def uncovered(actor: Actor, *, kind: str = "", text: str = "") -> Select[Any]:
    """The rows alone."""
    return lacking(actor, kind=kind, text=text).found


def why_uncovered(unit_ids: Collection[int]) -> dict[int, list[tuple[str, Any, str]]]:
    """By unit: (name, role, state of the account: "" without one, "never" signed in, or its state) of who would be in
    charge if the account were in use, as far as it isn't hidden from above; one statement."""
    if not unit_ids:
        return {}
    held = holdings()
    found = (select(held.c.unit_id, held.c.name, held.c.role, Account.state, Account.last_sign_in_at)
             .outerjoin(Account, Account.id == held.c.account_id)
             .where(held.c.unit_id.in_(unit_ids), held.c.role.in_(IN_CHARGE), ~held.c.hidden)
             .order_by(held.c.sort_key))
    why: dict[int, list[tuple[str, Any, str]]] = {}
    for unit_id, name, role, state, seen in db.session.execute(found):
        one = (name or "", Role(role).label, "never" if state == ACTIVE and not seen else state or "")
        if one not in why.setdefault(unit_id, []):
            why[unit_id].append(one)
    return why
