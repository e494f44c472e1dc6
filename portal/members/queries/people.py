"""Reads of persons: one record, the people of a unit, names."""

from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, func, literal, select
from sqlalchemy.orm import selectinload

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.statements import per_actor
from portal.members.models import PRESENT, Member, Membership, MemberState, Position, State, Stay
from portal.members.policy import readable
from portal.members.queries.scope import on_day
from portal.organizations.api import Organization, Role


def get(actor: Actor, member_id: int) -> Member | None:
    """One member, if the actor may see the record; with states, cells and posts over time."""
    return db.session.execute(_whole(actor, clock.today()), {"member": member_id}).scalar_one_or_none()


@per_actor
def _whole(actor: Actor, today: date) -> Select[Member]:
    return readable(actor).where(Member.id == bindparam("member")).options(
        selectinload(Member.states), selectinload(Member.memberships).joinedload(Membership.unit),
        selectinload(Member.positions).joinedload(Position.unit))


def own(actor: Actor) -> Member | None:
    """The actor's own record; accounts without a member have none."""
    return get(actor, actor.member_id) if actor.member_id is not None else None


def in_unit(unit_id: int) -> list[tuple[Member, str]]:
    """(member, state) of those active in a cell today, in the order of names: rosters of meetings.

    Whoever stays there for a time stands among them as `temporary_in`."""
    today = clock.today()
    rows = [(member, str(state)) for some in (_active(today), _staying(today))
            for member, state in db.session.execute(some, {"unit": unit_id})]
    return sorted(rows, key=lambda row: (row[0].sort_key, row[0].id))


@per_actor
def _active(day: date) -> Select[*tuple[Any, ...]]:
    return (select(Member, MemberState.state).join(Membership, on_day(Membership, day))
            .join(MemberState, on_day(MemberState, day))
            .where(Membership.unit_id == bindparam("unit"), MemberState.state.in_(PRESENT)))


@per_actor
def _staying(day: date) -> Select[*tuple[Any, ...]]:
    return (select(Member, literal(State.TEMPORARY_IN.value)).join(Stay, on_day(Stay, day))
            .join(MemberState, on_day(MemberState, day))
            .where(Stay.unit_id == bindparam("unit"), MemberState.state == State.TEMPORARY_OUT))


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
    return on_day(table, clock.today())
