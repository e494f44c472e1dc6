"""The tree, level by level, and the search by name."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor
from portal.core.db import db
from portal.organizations.models import Organization, OrganizationKind
from portal.organizations.policy import readable
from portal.organizations.queries.units import holds_words, in_force, in_force_of


@dataclass(slots=True)
class Branch:
    """A unit in the tree: cells at and below it, whether units stand below, and its level where it is opened."""

    unit: Organization
    cells: int
    opens: bool
    below: list["Branch"] | None = None


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
    found = found.where(in_force(), *holds_words(Organization.search_key, text))
    return found.order_by(Organization.sort_key, Organization.id)


def below(actor: Actor, unit: Organization) -> Select[Any]:
    """Rows (unit, number of its cells) directly below a unit, in Vietnamese order; not yet paged."""
    found = readable(actor).add_columns(_cells(Organization)).where(Organization.parent_id == unit.id, in_force())
    return found.order_by(Organization.sort_key, Organization.id)


def _cells(parent: type[Organization]) -> Any:
    """Number of cells at and below a unit; `:` is the sign after the digits, so the range is the subtree."""
    cell = aliased(Organization)
    return (select(func.count()).select_from(cell).join(OrganizationKind, OrganizationKind.id == cell.kind_id)
            .where(cell.path.between(parent.path, parent.path.concat(":")), OrganizationKind.is_cell, in_force_of(cell))
            .correlate(parent).scalar_subquery())
