"""Who holds what in effect, whatever was granted: posts and grants that live today (J12); who keeps the administrator
account; which units have nobody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, null, or_, select, union_all
from sqlalchemy.orm import aliased

from portal.accounts.api import ACTIVE, Account
from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.text import fold
from portal.delegation.models import Grant
from portal.delegation.policy import MANAGERS, in_branch, readable, served_ids
from portal.delegation.queries.chains import living, not_leaving, there_is, within
from portal.members.api import TAKING_PART, Member, MemberState, Position
from portal.organizations.api import Organization, OrganizationKind, Role

IN_CHARGE = (MANAGERS | {Role.CELL_COMMITTEE_MEMBER}) - {Role.ADMINISTRATOR}
"""Who counts as being in charge of a unit."""


def holdings() -> Any:
    """Every post and grant that gives something today, as a subquery: account, name, unit, role, source, days."""
    return _holdings(clock.today())


@lru_cache(maxsize=4)
def _holdings(today: date) -> Any:
    state = aliased(MemberState)
    takes_part = there_is((state,), state.member_id == Member.id, within(state), state.state.in_(TAKING_PART),
                          not_leaving(Member, state, Position.unit_id))
    posts = (
        select(Member.account_id.label("account_id"), Member.full_name.label("name"),
               Member.sort_key.label("sort_key"), Member.search_key.label("search_key"),
               Position.unit_id.label("unit_id"), Position.role.label("role"), literal(False).label("subtree"),
               literal("position").label("kind"), Position.id.label("holding_id"),
               Position.valid_from.label("since"), Position.valid_to.label("until"),
               Position.decision.label("decision"), null().label("substitute_of"), literal(False).label("hidden"))
        .join(Position, Position.member_id == Member.id).join(Organization, Organization.id == Position.unit_id)
        .where(within(Position), within(Organization), takes_part))
    grants = (
        select(Grant.account_id, Member.full_name, Member.sort_key, Member.search_key, Grant.unit_id, Grant.role,
               Grant.subtree, literal("grant"), Grant.id, Grant.valid_from, Grant.valid_to, Grant.decision,
               Grant.substitute_of, Grant.hidden_from_above)
        .select_from(Grant).outerjoin(Member, Member.account_id == Grant.account_id).where(Grant.id.in_(living())))
    return union_all(posts, grants).subquery("holding")


def in_effect(actor: Actor, *, text: str = "", unit: Organization | None = None, role: str = "") -> Select[Any]:
    """Rows (the columns of `holdings`, unit name) the actor may see, in the order of names; not yet paged."""
    held = holdings()
    visible = readable(actor).with_only_columns(Grant.id)
    seen = or_(and_(held.c.kind == "grant", held.c.holding_id.in_(visible)),
               and_(held.c.kind == "position", or_(held.c.unit_id.in_(served_ids(actor)), in_branch(actor))))
    found = (select(held, Organization.name.label("unit")).join(Organization, Organization.id == held.c.unit_id)
             .where(seen))
    for word in fold(text).split():
        found = found.where(held.c.search_key.contains(word, autoescape=True))
    if unit is not None:
        found = found.where(Organization.path.startswith(unit.path, autoescape=True))
    if role:
        found = found.where(held.c.role == role)
    return found.order_by(held.c.sort_key, held.c.account_id, Organization.path, held.c.role, held.c.holding_id)


@dataclass(frozen=True, slots=True)
class Keeper:
    """A holding that gives the administrator account today to an account in use."""

    account_id: int
    kind: str
    holding_id: int
    until: date | None


def keepers() -> list[Keeper]:
    """Who keeps the administrator account today, each holding by itself; locked and unopened accounts don't count."""
    held = holdings()
    found = (select(held.c.account_id, held.c.kind, held.c.holding_id, held.c.until)
             .join(Account, Account.id == held.c.account_id)
             .where(held.c.role == Role.ADMINISTRATOR, Account.state == ACTIVE)
             .order_by(held.c.account_id, held.c.kind, held.c.holding_id))
    return [Keeper(*row) for row in db.session.execute(found)]


def own_branch(actor: Actor) -> ColumnElement[bool]:
    """Condition on Organization: units the actor stands over, and those just below the ones he serves."""
    served = served_ids(actor)
    if not served:
        return false()
    return or_(in_branch(actor), Organization.id.in_(served), Organization.parent_id.in_(served))


def uncovered(actor: Actor, *, kind: str = "", text: str = "") -> Select[Any]:
    """Rows (unit, name of the unit above) of the actor's branch that nobody really is in charge of: no post and no
    grant that lives, of an account in use that has signed in; not yet paged."""
    held, parent = holdings(), aliased(Organization)
    covers = there_is(
        (held, Account), held.c.unit_id == Organization.id, held.c.role.in_(IN_CHARGE), Account.id == held.c.account_id,
        Account.state == ACTIVE, Account.last_sign_in_at.is_not(None))
    found: Any = (
        select(Organization, parent.name).join(OrganizationKind, OrganizationKind.id == Organization.kind_id)
             .outerjoin(parent, parent.id == Organization.parent_id)
             .where(own_branch(actor), within(Organization), Organization.kind_id != "party_group", ~covers))
    if kind:
        found = found.where(Organization.kind_id == kind)
    for word in fold(text).split():
        found = found.where(Organization.search_key.contains(word, autoescape=True))
    ordered: Select[Any] = found.order_by(func.length(Organization.path), Organization.sort_key, Organization.id)
    return ordered


def why_uncovered(unit_ids: Collection[int]) -> dict[int, list[tuple[str, Any, str]]]:
    """By unit: (name, role, state of the account: "" without one, "never" signed in, or its state) of who would be in
    charge if the account were in use, as far as it isn't hidden from above; one statement."""
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


def kinds() -> list[tuple[str, str]]:
    """(id, name) of the kinds of organisation, for filters."""
    found = select(OrganizationKind.id, OrganizationKind.name).where(OrganizationKind.id != "party_group")
    return [(kind, name) for kind, name in db.session.execute(found.order_by(OrganizationKind.name))]
