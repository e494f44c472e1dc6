"""Reads of the register."""

from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.text import fold
from portal.members.models import PRESENT, Member, Membership, MemberState, Position
from portal.members.policy import readable
from portal.organizations.api import Organization


def get(actor: Actor, member_id: int) -> Member | None:
    """One member, if the actor may see the record."""
    return db.session.execute(readable(actor).where(Member.id == member_id)).scalar_one_or_none()


def roster(actor: Actor, *, text: str = "", unit_id: int | None = None, state: str = "") -> Select[Any]:
    """Rows (Member, cell name, state) the actor may see, in the order of names; not yet paged."""
    found = (readable(actor).add_columns(Organization.name, MemberState.state)
             .join(Membership, _today(Membership)).join(Organization, Organization.id == Membership.unit_id)
             .join(MemberState, _today(MemberState)))
    for word in fold(text).split():
        found = found.where(Member.search_key.contains(word, autoescape=True))
    if unit_id is not None:
        found = found.where(Membership.unit_id == unit_id)
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
