"""People and cells that a transfer needs to find."""

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import CompoundSelect, bindparam, or_, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.statements import per_actor
from portal.core.text import equality_key, fold
from portal.delegation.api import Grant, living
from portal.members.api import Member, Membership, MemberState, Position
from portal.members.api import get as get_member
from portal.organizations.api import Organization, OrganizationKind, called, in_force
from portal.transfers.policy import OFFICERS

MOST_OFFERED = 12


def member(actor: Actor, member_id: int) -> Member | None:
    """A record the actor may see, with cells and states."""
    return get_member(actor, member_id)


def state_today(who: Member) -> MemberState | None:
    """The state in force today, the newest first."""
    today = clock.today()
    found = (select(MemberState).where(MemberState.member_id == who.id, MemberState.valid_from <= today,
                                       or_(MemberState.valid_to.is_(None), MemberState.valid_to >= today))
             .order_by(MemberState.valid_from.desc(), MemberState.id.desc()).limit(1))
    return db.session.execute(found).scalar_one_or_none()


def by_name_and_id(full_name: str, citizen_id: str) -> Member | None:
    """The member of exactly this name and number: who knows only one of them learns nothing."""
    found = (select(Member).where(Member.citizen_id == citizen_id)
             .options(selectinload(Member.memberships).joinedload(Membership.unit)))
    row = db.session.execute(found).unique().scalar_one_or_none()
    return row if row is not None and equality_key(row.full_name) == equality_key(full_name) else None


def cells_named(text: str, limit: int = MOST_OFFERED) -> list[Organization]:
    """Cells in force whose name holds the words typed, with or without accents; one of exactly this name alone."""
    found = (select(Organization).join(OrganizationKind, OrganizationKind.id == Organization.kind_id)
             .where(OrganizationKind.is_cell, in_force()).options(joinedload(Organization.parent)))
    found = found.where(*called(text))
    exact = found.where(Organization.search_key == " ".join(fold(text).split()))
    same = list(db.session.execute(exact.order_by(Organization.sort_key).limit(limit)).unique().scalars())
    if same:
        return same
    return list(db.session.execute(found.order_by(Organization.sort_key).limit(limit)).unique().scalars())


def keepers_of(unit: Organization | None) -> set[int]:
    """Accounts of those who act for a unit by a post or grant of its own; those of the unit above where it has none."""
    if unit is None:
        return set()
    found: dict[int, set[int]] = defaultdict(set)
    for unit_id, account in db.session.execute(_offices(clock.today()), {"units": unit.ancestor_ids}):
        found[unit_id].add(account)
    return next((found[one] for one in reversed(unit.ancestor_ids) if one in found), set())


@per_actor
def _offices(today: date) -> CompoundSelect[*tuple[Any, ...]]:
    units: Any = bindparam("units", expanding=True)
    posts = (select(Position.unit_id, Member.account_id).join(Member, Member.id == Position.member_id)
             .where(Position.unit_id.in_(units), Position.role.in_(OFFICERS), Member.account_id.is_not(None),
                    Position.valid_from <= today, or_(Position.valid_to.is_(None), Position.valid_to >= today)))
    grants = select(Grant.unit_id, Grant.account_id).where(Grant.unit_id.in_(units), Grant.role.in_(OFFICERS),
                                                           Grant.id.in_(living()))
    return union_all(posts, grants)
