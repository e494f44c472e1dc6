"""People and cells that a transfer needs to find."""

from sqlalchemy import or_, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
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
    while unit is not None:
        own = _offices(unit)
        if own:
            return own
        unit = unit.parent
    return set()


def _offices(unit: Organization) -> set[int]:
    today = clock.today()
    posts = (select(Member.account_id).join(Position, Position.member_id == Member.id)
             .where(Position.unit_id == unit.id, Position.role.in_(OFFICERS), Position.valid_from <= today,
                    or_(Position.valid_to.is_(None), Position.valid_to >= today)))
    grants = select(Grant.account_id).where(Grant.unit_id == unit.id, Grant.role.in_(OFFICERS), Grant.id.in_(living()))
    return {account for account in db.session.execute(union_all(posts, grants)).scalars() if account is not None}
