"""Numbers kept for each unit with all below it (services.counting makes them), so that no page counts the register."""

from collections.abc import Collection
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.db import db
from portal.organizations.models import CountMade, Organization, OrganizationKind, UnitCount
from portal.organizations.queries.units import in_force_of

CELLS, KINDS = "cells", "kinds"


def cells_of(parent: Any) -> Any:
    """Number of cells in force at and below a unit: as it was kept while that is right, else counted now."""
    today = clock.today()
    kept = (select(UnitCount.number).where(UnitCount.unit_id == parent.id, UnitCount.key == CELLS)
            .correlate(parent).scalar_subquery())
    return case((_is_good(CELLS, today), func.coalesce(kept, 0)), else_=_counted_now(parent))


def _is_good(kind: str, today: date) -> ColumnElement[bool]:
    return exists().where(CountMade.kind == kind, or_(CountMade.good_until.is_(None), CountMade.good_until > today))


def _counted_now(parent: Any) -> Any:
    """`:` is the sign after the digits, so the range is the subtree."""
    cell = aliased(Organization)
    return (select(func.count()).select_from(cell).join(OrganizationKind, OrganizationKind.id == cell.kind_id)
            .where(cell.path.between(parent.path, parent.path.concat(":")), OrganizationKind.is_cell, in_force_of(cell))
            .correlate(parent).scalar_subquery())


def units_of_kinds() -> dict[str, int]:
    """Kind → how many units in force are of it: as it was kept while that is right, else counted now."""
    if db.session.execute(select(_is_good(KINDS, clock.today()))).scalar():
        found: Any = (select(UnitCount.key, func.sum(UnitCount.number))
                      .where(UnitCount.unit_id.in_(select(Organization.id).where(Organization.parent_id.is_(None))),
                             UnitCount.key.startswith(f"{KINDS}:", autoescape=True)).group_by(UnitCount.key))
    else:
        found = select(Organization.kind_id, func.count()).where(in_force_of(Organization)).group_by(
            Organization.kind_id)
    return {key.removeprefix(f"{KINDS}:"): int(number) for key, number in db.session.execute(found)}


def made_at(kind: str) -> datetime | None:
    """When the counts of a kind were made; None where they never were."""
    return db.session.execute(_made(), {"kind": kind}).scalar_one_or_none()


@lru_cache(maxsize=1)
def _made() -> Any:
    return select(CountMade.at).where(CountMade.kind == bindparam("kind"))


def sums(kind: str, subtrees: Collection[str], alone: Collection[str]) -> dict[str, int]:
    """Key (without the kind) → number over the subtrees at these paths (none inside another) and over single units:
    of those only cells count, since people belong to nothing else."""
    found = (select(UnitCount.key, func.sum(UnitCount.number)).join(Organization, Organization.id == UnitCount.unit_id)
             .join(OrganizationKind, OrganizationKind.id == Organization.kind_id)
             .where(UnitCount.key.startswith(f"{kind}:", autoescape=True),
                    or_(Organization.path.in_(subtrees), and_(Organization.path.in_(alone), OrganizationKind.is_cell)))
             .group_by(UnitCount.key))
    return {key.removeprefix(f"{kind}:"): int(number) for key, number in db.session.execute(found)}
