"""Reads of the tree."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.text import fold
from portal.organizations.models import Organization, OrganizationKind, Succession
from portal.organizations.policy import readable


@dataclass(slots=True)
class Branch:
    """A unit in the tree: cells at and below it, whether units stand below, and its level where it is opened."""

    unit: Organization
    cells: int
    opens: bool
    below: list["Branch"] | None = None


@dataclass(frozen=True, slots=True)
class People:
    """What the register says of a unit: posts in force as (role, name), how many members it has with the
    units below, and the address of its roster where the asker may open it."""

    posts: list[tuple[Any, str]] = field(default_factory=list)
    members: int = 0
    roster_url: str = ""


Register = Callable[[Actor, Organization], People]
_registers: list[Register] = []


def tell_people(register: Register) -> None:
    """Say who knows the people of a unit: the register stands on a floor above the tree."""
    _registers[:] = [register]


def people(actor: Actor, unit: Organization) -> People:
    """Posts and number of members of a unit."""
    return _registers[0](actor, unit) if _registers else People()


def covered(actor: Actor, roles: Collection[str]) -> ColumnElement[bool]:
    """Condition on Organization: units where the actor holds one of the roles (with subtrees)."""
    parts: list[ColumnElement[bool]] = []
    for holding in actor.scopes(roles):
        if holding.subtree:
            parts.append(Organization.path.startswith(holding.path, autoescape=True))
        else:
            parts.append(Organization.id == holding.unit_id)
    return or_(*parts) if parts else false()


def covered_ids(actor: Actor, roles: Collection[str]) -> Select[int]:
    """The ids of those units, as a subselect for the lists of every room."""
    return select(Organization.id).where(covered(actor, roles))


def get(actor: Actor, organization_id: int) -> Organization | None:
    """One unit, if the actor may see it."""
    return db.session.execute(readable(actor).where(Organization.id == organization_id)).scalar_one_or_none()


def in_force() -> ColumnElement[bool]:
    """Condition: the unit exists today."""
    return in_force_of(Organization)


def children(actor: Actor, parent_id: int | None) -> list[Organization]:
    """Units directly below a unit (the roots for None), in Vietnamese order."""
    found = readable(actor).where(Organization.parent_id == parent_id, in_force()).order_by(Organization.sort_key)
    return list(db.session.execute(found).scalars())


def level(actor: Actor, parents: Collection[int]) -> list[Branch]:
    """The roots and the units directly below the given ones, in Vietnamese order; one statement."""
    below = aliased(Organization)
    opens = exists().where(below.parent_id == Organization.id, in_force_of(below))
    found = (readable(actor).add_columns(_cells(Organization), opens)
             .where(or_(Organization.parent_id.is_(None), Organization.parent_id.in_(parents)), in_force())
             .order_by(func.length(Organization.path), Organization.sort_key))
    return [Branch(unit, cells, bool(more)) for unit, cells, more in db.session.execute(found)]


def tree(actor: Actor, opened: Organization | None) -> list[Branch]:
    """The roots, opened down to the given unit and the level below it; without one, the first root is opened."""
    parents = opened.ancestor_ids if opened is not None else []
    found = level(actor, parents)
    if opened is None and found:
        parents = [found[0].unit.id]
        found = level(actor, parents)
    by_id = {branch.unit.id: branch for branch in found}
    for parent in parents:
        if parent in by_id:
            by_id[parent].below = [branch for branch in found if branch.unit.parent_id == parent]
    return [branch for branch in found if branch.unit.parent_id is None]


def search(actor: Actor, text: str) -> Select[Any]:
    """Rows (unit, name of its parent) whose name holds the words typed, with or without accents; not yet paged."""
    parent = aliased(Organization)
    found = readable(actor).add_columns(parent.name).outerjoin(parent, parent.id == Organization.parent_id)
    for word in fold(text).split():
        found = found.where(Organization.search_key.contains(word, autoescape=True))
    return found.where(in_force()).order_by(Organization.sort_key, Organization.id)


def below(actor: Actor, unit: Organization) -> Select[Any]:
    """Rows (unit, number of its cells) directly below a unit, in Vietnamese order; not yet paged."""
    found = readable(actor).add_columns(_cells(Organization)).where(Organization.parent_id == unit.id, in_force())
    return found.order_by(Organization.sort_key, Organization.id)


def succession(actor: Actor, unit: Organization) -> list[tuple[Succession, Organization, bool]]:
    """(step, the other unit, True where the other came before this one), oldest first."""
    before = Succession.to_id == unit.id
    found = (readable(actor).add_columns(Succession)
             .join(Succession, or_(before & (Succession.from_id == Organization.id),
                                   (Succession.from_id == unit.id) & (Succession.to_id == Organization.id)))
             .order_by(Succession.on, Succession.id))
    return [(step, other, step.to_id == unit.id) for other, step in db.session.execute(found)]


def _cells(parent: type[Organization]) -> Any:
    """Number of cells at and below a unit; `:` is the sign after the digits, so the range is the subtree."""
    cell = aliased(Organization)
    return (select(func.count()).select_from(cell).join(OrganizationKind, OrganizationKind.id == cell.kind_id)
            .where(cell.path.between(parent.path, parent.path.concat(":")), OrganizationKind.is_cell, in_force_of(cell))
            .correlate(parent).scalar_subquery())


def ancestors(unit: Organization) -> list[Organization]:
    """From the root down to the unit's parent."""
    found = select(Organization).where(Organization.id.in_(unit.ancestor_ids[:-1]))
    return sorted(db.session.execute(found).scalars(), key=lambda one: len(one.path))


def named(ids: Collection[int]) -> dict[int, str]:
    """Names by id."""
    rows = select(Organization.id, Organization.name).where(Organization.id.in_(ids))
    return {unit_id: name for unit_id, name in db.session.execute(rows)}


def look_up(actor: Actor, text: str, limit: int = 10) -> list[Organization]:
    """Units whose name holds the words typed, with or without accents: for pickers."""
    found = readable(actor).where(in_force())
    for word in fold(text).split():
        found = found.where(Organization.search_key.contains(word, autoescape=True))
    found = found.order_by(func.length(Organization.path), Organization.sort_key).limit(limit)
    return list(db.session.execute(found).scalars())


def units_of(actor: Actor, roles: Collection[str], limit: int = 50) -> list[Organization]:
    """The units where the actor holds one of the roles, highest first: choices of forms.

    Bounded: who stands over more than `limit` units picks by `look_up`.
    """
    found = (select(Organization).where(covered(actor, roles), in_force())
             .order_by(func.length(Organization.path), Organization.sort_key).limit(limit))
    return list(db.session.execute(found).scalars())


def audience_choices(actor: Actor, unit: Organization) -> list[tuple[str, str]]:
    """(token, words) of the audiences a unit may address: itself and below, itself alone, units just below."""
    child = aliased(Organization)
    rows = [(f"s{unit.id}", unit.name), (f"u{unit.id}", unit.name)]
    below = (select(child.id, child.name).where(child.parent_id == unit.id, in_force_of(child)).order_by(child.sort_key)
             .limit(200))
    rows += [(f"s{child_id}", name) for child_id, name in db.session.execute(below)]
    return rows


def in_force_of(entity: type[Organization]) -> ColumnElement[bool]:
    """The same condition on an alias."""
    today = clock.today()
    return (entity.valid_from <= today) & (entity.valid_to.is_(None) | (entity.valid_to >= today))
