"""Who holds what in effect, whatever was granted: posts and grants that live today (J12); who keeps the administrator
account."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, literal, null, or_, select, union_all
from sqlalchemy.orm import aliased

from portal.accounts.api import ACTIVE, Account
from portal.core.actor import Actor
from portal.core.db import db
from portal.delegation.models import Grant
from portal.delegation.policy import in_branch, readable, served_ids
from portal.delegation.queries.chains import TAKES_PART, alive, not_leaving, stands, there_is, within
from portal.members.api import Member, MemberState, Position
from portal.organizations.api import Organization, OrganizationKind, Role, below_path, holds_words


@cache
def holdings() -> Any:
    """Every post and grant that gives something today, as a subquery: account, name, unit, role, source, days."""
    return union_all(posts(), _grants()).subquery("holding")


def holdings_of(members: Collection[int], *, and_nobodys: bool = False) -> Any:
    """The same of these members; with `and_nobodys` also what accounts that are no member's hold on the Corporation."""
    accounts = select(Member.account_id).where(Member.id.in_(members))
    theirs = [posts().where(Member.id.in_(members)), _grants().where(Grant.account_id.in_(accounts))]
    if and_nobodys:
        top = select(Organization.id).where(Organization.parent_id.is_(None))
        theirs.append(_grants().where(Member.id.is_(None), Grant.unit_id.in_(top)))
    return union_all(*theirs).subquery("holding")


@cache
def posts() -> Select[Any]:
    """Every post that gives something today, with the columns of `holdings`."""
    state = aliased(MemberState)
    takes_part = there_is((state,), state.member_id == Member.id, within(state), state.state.in_(TAKES_PART),
                          not_leaving(Member, state, Position.unit_id))
    found: Any = (
        select(Member.account_id.label("account_id"), Member.full_name.label("name"),
               Member.sort_key.label("sort_key"), Member.search_key.label("search_key"),
               Position.unit_id.label("unit_id"), Position.role.label("role"), literal(False).label("subtree"),
               literal("position").label("kind"), Position.id.label("holding_id"),
               Position.valid_from.label("since"), Position.valid_to.label("until"),
               Position.decision.label("decision"), null().label("substitute_of"), literal(False).label("hidden"))
        .join(Position, Position.member_id == Member.id).join(Organization, Organization.id == Position.unit_id)
        .where(within(Position), within(Organization), takes_part))
    return found  # type: ignore[no-any-return]


@cache
def _grants() -> Select[Any]:
    found: Any = (
        select(Grant.account_id, Member.full_name, Member.sort_key, Member.search_key, Grant.unit_id, Grant.role,
               Grant.subtree, literal("grant"), Grant.id, Grant.valid_from, Grant.valid_to, Grant.decision,
               Grant.substitute_of, Grant.hidden_from_above)
        .select_from(Grant).outerjoin(Member, Member.account_id == Grant.account_id)
        .where(stands(Grant), alive(Grant)))
    return found  # type: ignore[no-any-return]


def in_effect(actor: Actor, *, text: str = "", unit: Organization | None = None, role: str = "",
              units: Collection[int] | None = None, held: Any = None) -> Select[Any]:
    """Rows (the columns of `holdings`, unit name) the actor may see, in the order of names; not yet paged. `units`: all
    those at which the actor sees anything, where they are few. `held`: of these holdings, where not of all."""
    visible = readable(actor)
    if units is not None:
        visible = visible.where(Grant.unit_id.in_(units))
    if held is not None:
        visible = visible.where(Grant.id.in_(select(held.c.holding_id).where(held.c.kind == "grant")))
    held = holdings() if held is None else held
    seen = or_(and_(held.c.kind == "grant", held.c.holding_id.in_(visible.with_only_columns(Grant.id))),
               and_(held.c.kind == "position", or_(held.c.unit_id.in_(served_ids(actor)), in_branch(actor))))
    found = (select(held, Organization.name.label("unit")).join(Organization, Organization.id == held.c.unit_id)
             .where(seen))
    if units is not None:
        found = found.where(held.c.unit_id.in_(units))
    found = found.where(*holds_words(held.c.search_key, text))
    if unit is not None:
        found = found.where(below_path(unit.path))
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


def kinds() -> list[tuple[str, str]]:
    """(id, name) of the kinds of organisation, for filters."""
    found = select(OrganizationKind.id, OrganizationKind.name).where(OrganizationKind.id != "party_group")
    return [(kind, name) for kind, name in db.session.execute(found.order_by(OrganizationKind.name))]
