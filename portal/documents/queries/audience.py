"""Who may read a document, how many they are and why (A31)."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, union_all
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.actor import GROUPS, audience_of_token
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import fold
from portal.delegation.api import Grant, holders_over, living
from portal.documents.models import Document
from portal.members.api import TAKING_PART, Member, Membership, MemberState, Position, State, Stay
from portal.organizations.api import CLERKS, Organization, Role

GROUP_WORDS: dict[str, Any] = {"committee": _l("chỉ cấp ủy viên"), "heads": _l("chỉ bí thư, phó bí thư")}
IN_CELL = sorted(TAKING_PART - {State.TRANSFERRING})


@dataclass(frozen=True, slots=True)
class Audience:
    """A unit that may read, `subtree` with the units below it; how many persons stand there today."""

    name: str
    subtree: bool
    people: int = 0
    group: str = ""

    @property
    def words(self) -> Any:
        """Who of the unit, where not everybody."""
        return GROUP_WORDS.get(self.group, "")


@dataclass(frozen=True, slots=True)
class Readers:
    """Everybody who may read: the units addressed, the persons in them (each once), and those who file for the unit:
    (role, unit, number)."""

    units: list[Audience]
    people: int
    clerks: list[tuple[Any, str, int]]


def readers(document: Document) -> Readers:
    """Counted today; five statements however many units are addressed, one more for each group of roles."""
    asked = [(token, *audience_of_token(token)) for token in document.tokens]
    found = select(Organization.id, Organization.name, Organization.path).where(
        Organization.id.in_([unit_id for _, unit_id, _, _ in asked]))
    places = {unit_id: (name, path) for unit_id, name, path in db.session.execute(found)}
    asked = [one for one in asked if one[1] in places]
    counts = {**_people_by_unit([one for one in _units(document, "u") if one in places], whole=False),
              **_people_by_unit([one for one in _units(document, "s") if one in places], whole=True)}
    stands: dict[str, list[ColumnElement[bool]]] = {}
    for token, unit_id, subtree, group in asked:
        path = places[unit_id][1]
        here = Organization.path.between(path, path + ":") if subtree else Organization.id == unit_id
        stands.setdefault(group, []).append(here)
        if group:
            counts[token] = _count([_people(Organization, here, GROUPS[group][1])])
    total = _count([_people(Organization, or_(*each), GROUPS[group][1]) for group, each in stands.items()])
    units = [Audience(places[unit_id][0], subtree, counts.get(token, 0), group)
             for token, unit_id, subtree, group in asked]
    return Readers(sorted(units, key=lambda row: fold(row.name)), total, _clerks(document))


def _count(several: list[Any]) -> int:
    """Persons in any of these, each once."""
    if not several:
        return 0
    both = union_all(*(select(one.c.member_id) for one in several)).subquery()
    return db.session.execute(select(func.count(both.c.member_id.distinct()))).scalar_one()


def _units(document: Document, kind: str) -> list[int]:
    return [int(token[1:]) for token in document.tokens if token.startswith(kind)]


def _people_by_unit(ids: list[int], *, whole: bool) -> dict[str, int]:
    """Token → number of persons at the unit, or (`whole`) at it and below it."""
    if not ids:
        return {}
    top = aliased(Organization)
    below = Organization.path.between(top.path, top.path.concat(":")) if whole else Organization.id == top.id
    near = select(top.id.label("top_id"), Organization.id.label("unit_id")).join(Organization, below).where(
        top.id.in_(ids)).subquery()
    here = _people(Organization, Organization.id.in_(select(near.c.unit_id)))
    found = (select(near.c.top_id, func.count(here.c.member_id.distinct()))
             .join(here, here.c.unit_id == near.c.unit_id).group_by(near.c.top_id))
    return {f"{'s' if whole else 'u'}{top_id}": number for top_id, number in db.session.execute(found)}


def _people(unit: Any, here: ColumnElement[bool], roles: Collection[str] = ()) -> Any:
    """(member_id, unit_id) of whoever reads with a unit for which `here` holds: in its cell, there for a time, by a
    post, by a grant; of `roles` only, where there are any, by post or grant."""
    today = clock.today()
    in_state = and_(MemberState.member_id == Member.id, MemberState.valid_from <= today,
                    or_(MemberState.valid_to.is_(None), MemberState.valid_to >= today))
    base = select(Member.id.label("member_id"), unit.id.label("unit_id")).join(MemberState, in_state)
    own = base.join(Membership, Membership.member_id == Member.id).join(unit, unit.id == Membership.unit_id).where(
        here, _stands(Membership), MemberState.state.in_(IN_CELL))
    guests = base.join(Stay, Stay.member_id == Member.id).join(unit, unit.id == Stay.unit_id).where(
        here, _stands(Stay), MemberState.state == State.TEMPORARY_OUT)
    posts = base.join(Position, Position.member_id == Member.id).join(unit, unit.id == Position.unit_id).where(
        here, _stands(Position), MemberState.state.in_(IN_CELL))
    grants = base.join(Grant, Grant.account_id == Member.account_id).join(unit, unit.id == Grant.unit_id).where(
        here, Grant.id.in_(living()), MemberState.state.in_(IN_CELL))
    if roles:
        return union_all(posts.where(Position.role.in_(roles)), grants.where(Grant.role.in_(roles))).subquery()
    return union_all(own, guests, posts, grants).subquery()


def _stands(table: Any) -> ColumnElement[bool]:
    today = clock.today()
    return and_(table.valid_from <= today, or_(table.valid_to.is_(None), table.valid_to >= today))


def _clerks(document: Document) -> list[tuple[Any, str, int]]:
    held = Counter((row.key, row.unit) for row in holders_over(document.unit.path, CLERKS))
    order = {role: place for place, role in enumerate(Role)}
    found = sorted(held.items(), key=lambda row: (order[Role(row[0][0])], fold(row[0][1])))
    return [(Role(role).label, name, number) for (role, name), number in found]
