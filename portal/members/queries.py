"""Reads of the register."""

from typing import Any

from sqlalchemy import Select, and_, false, func, or_, select
from sqlalchemy.orm import selectinload

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.text import fold
from portal.members.models import PRESENT, Member, Membership, MemberState, Position
from portal.members.policy import readable
from portal.organizations.api import Organization, Role


def get(actor: Actor, member_id: int) -> Member | None:
    """One member, if the actor may see the record; with states, cells and posts over time."""
    found = readable(actor).where(Member.id == member_id).options(
        selectinload(Member.states), selectinload(Member.memberships).joinedload(Membership.unit),
        selectinload(Member.positions).joinedload(Position.unit))
    return db.session.execute(found).scalar_one_or_none()


def own(actor: Actor) -> Member | None:
    """The actor's own record; accounts without a member have none."""
    return get(actor, actor.member_id) if actor.member_id is not None else None


def nobody() -> Select[Any]:
    """The roster of a question that could not be understood."""
    return select(Member).where(false())


def roster(actor: Actor, *, text: str = "", unit: Organization | None = None, state: str = "") -> Select[Any]:
    """Rows (Member, cell name, MemberState) the actor may see, in the order of names; not yet paged.

    With `unit`: those active in it or below it today."""
    found = (readable(actor).add_columns(Organization.name, MemberState)
             .join(Membership, _today(Membership)).join(Organization, Organization.id == Membership.unit_id)
             .join(MemberState, _today(MemberState)))
    for word in fold(text).split():
        found = found.where(Member.search_key.contains(word, autoescape=True))
    if unit is not None:
        found = found.where(Organization.path.startswith(unit.path, autoescape=True))
    if state:
        found = found.where(MemberState.state == state)
    return found.order_by(Member.sort_key, Member.id)


def in_unit(unit_id: int) -> list[tuple[Member, str]]:
    """(member, state) of those active in a cell today, in the order of names: rosters of meetings."""
    found = (select(Member, MemberState.state).join(Membership, _today(Membership))
             .join(MemberState, _today(MemberState))
             .where(Membership.unit_id == unit_id, MemberState.state.in_(PRESENT)).order_by(Member.sort_key, Member.id))
    return [(member, str(state)) for member, state in db.session.execute(found)]


def count_in_unit(unit_id: int) -> int:
    """Number of those active in a cell today."""
    found = (select(func.count()).select_from(Member).join(Membership, _today(Membership))
             .join(MemberState, _today(MemberState))
             .where(Membership.unit_id == unit_id, MemberState.state.in_(PRESENT)))
    return db.session.execute(found).scalar_one()


def holders(unit_id: int) -> list[tuple[Member, str]]:
    """(member, role) of the posts in force at a unit today."""
    found = (select(Member, Position.role).join(Position, _today(Position)).where(Position.unit_id == unit_id)
             .order_by(Position.role, Member.sort_key))
    return [(member, role) for member, role in db.session.execute(found)]


def posts(unit_id: int) -> list[tuple[Any, str]]:
    """(role, name) of the posts in force at a unit today, the highest first."""
    order = {role: place for place, role in enumerate(Role)}
    found = sorted(holders(unit_id), key=lambda one: order[Role(one[1])])
    return [(Role(role).label, member.full_name) for member, role in found]


def count_below(unit: Organization) -> int:
    """Number of those active today in a unit and the units below it."""
    found = (select(func.count()).select_from(Member).join(Membership, _today(Membership))
             .join(MemberState, _today(MemberState)).join(Organization, Organization.id == Membership.unit_id)
             .where(Organization.path.between(unit.path, unit.path + ":"), MemberState.state.in_(PRESENT)))
    return db.session.execute(found).scalar_one()


def names(account_ids: set[int]) -> dict[int, str]:
    """Full names by account id."""
    found = select(Member.account_id, Member.full_name).where(Member.account_id.in_(account_ids))
    return {account_id: name for account_id, name in db.session.execute(found) if account_id is not None}


def names_of_members(member_ids: set[int]) -> dict[int, str]:
    """Full names by member id."""
    found = select(Member.id, Member.full_name).where(Member.id.in_(member_ids))
    return {member_id: name for member_id, name in db.session.execute(found)}


def _today(table: Any) -> Any:
    today = clock.today()
    return and_(table.member_id == Member.id, table.valid_from <= today,
                or_(table.valid_to.is_(None), table.valid_to >= today))
