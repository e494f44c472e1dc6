"""The tree, level by level, and the search by name."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.actor import Actor
from portal.core.statements import per_actor, rows
from portal.organizations.models import Organization, OrganizationKind
from portal.organizations.policy import readable
from portal.organizations.queries.counts import cells_of
from portal.organizations.queries.units import called, in_force, in_force_on


@dataclass(frozen=True, slots=True)
class Twig:
    """What the tree shows of a unit: its name and that of its kind."""

    id: int
    name: str
    parent_id: int | None
    kind: str


@dataclass(slots=True)
class Branch:
    """A unit in the tree: cells at and below it, whether units stand below, and its level where it is opened."""

    unit: Twig
    cells: int
    opens: bool
    below: list["Branch"] | None = None


def level(actor: Actor, parents: Collection[int], *, below_roots: bool = False) -> list[Branch]:
    """The roots and the units directly below the given ones (and below the roots), in Vietnamese order; one
    statement."""
    found = rows(_level(actor, clock.today(), below_roots), parents=list(parents))
    return [Branch(Twig(*twig), cells, bool(opens)) for *twig, cells, opens in found]


@per_actor
def _level(actor: Actor, today: date, below_roots: bool) -> Select[Any]:
    below, root = aliased(Organization), aliased(Organization)
    opens = exists().where(below.parent_id == Organization.id, in_force_on(below, today))
    here = or_(Organization.parent_id.is_(None), Organization.parent_id.in_(bindparam("parents", expanding=True)))
    if below_roots:
        here = or_(here, Organization.parent_id.in_(select(root.id).where(root.parent_id.is_(None))))
    return (readable(actor).join(OrganizationKind, OrganizationKind.id == Organization.kind_id)
            .with_only_columns(Organization.id, Organization.name, Organization.parent_id, OrganizationKind.name,
                               cells_of(Organization), opens)
            .where(here, in_force_on(Organization, today))
            .order_by(func.length(Organization.path), Organization.sort_key))


def tree(actor: Actor, opened: Organization | None) -> list[Branch]:
    """The roots, opened down to the given unit and the level below it; without one, the first root is opened."""
    found = level(actor, opened.ancestor_ids if opened is not None else [], below_roots=opened is None)
    parents = opened.ancestor_ids if opened is not None else [branch.unit.id for branch in found[:1]]
    by_id = {branch.unit.id: branch for branch in found}
    for parent in parents:
        if parent in by_id:
            by_id[parent].below = [branch for branch in found if branch.unit.parent_id == parent]
    return [branch for branch in found if branch.unit.parent_id is None]


def search(actor: Actor, text: str) -> Select[Any]:
    """Rows (unit, name of its parent) whose name holds the words typed, with or without accents; not yet paged."""
    parent = aliased(Organization)
    found = readable(actor).add_columns(parent.name).outerjoin(parent, parent.id == Organization.parent_id)
    found = found.where(in_force(), *called(text))
    return found.order_by(Organization.sort_key, Organization.id)


def below(actor: Actor, unit: Organization) -> Select[Any]:
    """Rows (unit, number of its cells) directly below a unit, in Vietnamese order; not yet paged."""
    found = readable(actor).add_columns(cells_of(Organization)).where(Organization.parent_id == unit.id, in_force())
    return found.order_by(Organization.sort_key, Organization.id)
