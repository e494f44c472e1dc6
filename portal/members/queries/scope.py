"""Whom a list begins from: the units an actor keeps, narrowed to a part of the tree, on a day.

A few units are named one by one, so that the database starts from their members; many are a range of paths, so that
it walks the register in the order asked for and stops after a page. Either way a page costs the same however large
the register is.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true, union
from sqlalchemy.orm import aliased

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.statements import still
from portal.members.models import Mark, Member, Membership, MemberState, State, Stay, marked
from portal.organizations.api import Organization

FEW = 300
LOOKED_UP = 1000


def on_day(table: Any, day: date, whose: Any = Member.id) -> ColumnElement[bool]:
    """The rows of a member (state, cell, post) that hold on a day, for a join with Member."""
    return and_(table.member_id == whose, holds_on(table, day))


def holds_on(table: Any, day: date) -> ColumnElement[bool]:
    """The day is one of its days."""
    return and_(table.valid_from <= day, or_(table.valid_to.is_(None), table.valid_to >= day))


def asked_on_day(table: Any, day: date) -> ColumnElement[bool]:
    """The same, asked of each member: no list begins from these rows."""
    until = still(table.valid_to)
    return and_(table.member_id == Member.id, table.valid_from <= day, or_(until.is_(None), until >= day))


def within(path: str, column: Any = Organization.path) -> ColumnElement[bool]:
    """Condition on Organization: the unit at this path and those below (`:` is the sign after the digits)."""
    found: ColumnElement[bool] = column.between(path, path + ":")
    return found


def covers(actor: Actor, roles: Collection[str]) -> ColumnElement[bool]:
    """Condition on Organization: the actor holds one of the roles there; written so that the index on paths serves."""
    parts = [within(one.path) if one.subtree else Organization.id == one.unit_id for one in actor.scopes(roles)]
    return or_(*parts) if parts else false()


@dataclass(frozen=True, slots=True)
class Scope:
    """The units a list begins from: `units` where they are few, else the condition that is asked of each person."""

    units: list[int] | None
    covered: ColumnElement[bool]

    @property
    def condition(self) -> ColumnElement[bool]:
        """On Membership and Organization."""
        return self.covered if self.units is None else Membership.unit_id.in_(self.units)


def scope(actor: Actor, roles: Collection[str], unit: Organization | None = None) -> Scope:
    """Where the actor holds one of the roles, within a part of the tree."""
    where = covers(actor, roles) if unit is None else and_(covers(actor, roles), within(unit.path))
    few = list(db.session.execute(select(Organization.id).where(where).limit(FEW + 1)).scalars())
    if len(few) <= FEW:
        return Scope(few, where)
    path = still(Organization.path, Member.full_name)  # in no index: people are counted in the order of their table
    parts = [within(one.path, path) if one.subtree else path == one.path
             for one in actor.scopes(roles)]
    return Scope(None, or_(*parts) if unit is None else and_(or_(*parts), within(unit.path, path)))


def people_of(begin: Scope, day: date, *, state: str = "", goes_on: bool = False, leads: bool = False) -> Select[Any]:
    """Rows (Member, Organization, MemberState) of that day in these units.

    `goes_on`: only those whose state has no end yet; `leads`: even a long list begins from them."""
    leads = leads and begin.units is None
    found = (select(Member).add_columns(Organization, MemberState)
             .join(Membership, on_day(Membership, day)).join(Organization, Organization.id == Membership.unit_id)
             .join(MemberState, on_day(MemberState, day) if leads else asked_on_day(MemberState, day))
             .where(begin.condition))
    if not state:
        return found
    if goes_on:
        found = found.where((MemberState.valid_to if leads else still(MemberState.valid_to)).is_(None))
    if begin.units is None and not leads:  # asked before the cell and its unit are looked up: most are in another state
        first = aliased(MemberState)
        found = found.where(exists(select(first.member_id).where(
            asked_on_day(first, day), still(first.state) == state).correlate(Member)))
    return found.where((MemberState.state if leads else still(MemberState.state)) == state)


def kept_people(actor: Actor, roles: Collection[str], unit: Organization | None = None) -> ColumnElement[bool]:
    """Condition on Member from which the database begins where the actor keeps few units: whoever ever belonged to
    them, and the actor. Narrows nothing that may be read of who is active there."""
    units = scope(actor, roles, unit).units
    if units is None:
        return true()
    own = select(Member.id).where(Member.account_id == actor.account_id)
    return Member.id.in_(union(select(Membership.member_id).where(Membership.unit_id.in_(units)), own))


def without_cell(actor: Actor, roles: Collection[str], day: date, states: Collection[str]) -> Select[Any]:
    """Rows (Member, Organization, MemberState) of those in one of the states but in no cell, that day or later than
    today; the unit is the last. Begun from those who are marked so."""
    later, anywhere = aliased(Membership), aliased(Membership)
    last = ~exists().where(later.member_id == Membership.member_id, or_(
        later.valid_from > Membership.valid_from,
        and_(later.valid_from == Membership.valid_from, later.id > Membership.id)), later.valid_from <= day)
    nowhere = ~exists().where(on_day(anywhere, day, Membership.member_id))
    return (select(Member).add_columns(Organization, MemberState)
            .join(MemberState, on_day(MemberState, day))
            .join(Membership, and_(Membership.member_id == Member.id, Membership.valid_to < day))
            .join(Organization, Organization.id == Membership.unit_id)
            .where(Membership.member_id.in_(marked(Mark.NO_CELL)), still(MemberState.state).in_(states), nowhere, last,
                   scope(actor, roles).condition))


def staying(actor: Actor, roles: Collection[str], day: date) -> Select[Any]:
    """Rows (Member, Organization, Stay) of guests in the units where the actor holds one of the roles, that day."""
    return (select(Member).add_columns(Organization, Stay)
            .join(Stay, on_day(Stay, day)).join(Organization, Organization.id == Stay.unit_id)
            .join(MemberState, on_day(MemberState, day))
            .where(covers(actor, roles), MemberState.state == State.TEMPORARY_OUT))
