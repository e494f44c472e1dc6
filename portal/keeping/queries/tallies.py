"""How many accounts stand where: of everybody one keeps, and by unit."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import aliased

from portal.accounts.api import AccountRules
from portal.core.actor import Actor
from portal.core.db import db
from portal.keeping.models import Status, statuses_of
from portal.keeping.policy import kept_units, on_the_rolls
from portal.keeping.queries.people import among, status_of, with_accounts
from portal.keeping.queries.reaching import Reach
from portal.organizations.api import Organization, UnitCount, in_force, made_at, sums

KIND = "accounts"
"""Of the counts kept beside the tree; their keys are `accounts:<status>`."""
UNIT_COLUMNS: tuple[tuple[str, tuple[Status, ...]], ...] = (
    ("used", statuses_of("da-kich-hoat")),
    ("entitled", statuses_of("thuoc-dien-cap")),
    ("opened", (Status.OPEN,)),
    ("waiting", statuses_of("chua-kich-hoat")),
    ("unused", (Status.UNUSED,)),
    ("stopped", statuses_of("khoa-hoac-dong")),
)
"""Columns of the page in order, with the statuses each counts: what the list it leads to shows."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many stand where; `at`: when that was counted, None for now. Nothing where nobody can say quickly."""

    numbers: dict[Status, int] = field(default_factory=dict)
    at: datetime | None = None


def tally(reach: Reach, by: AccountRules, *, text: str = "") -> Tally:
    """Over the same people as the roster; of a name looked for in many units nothing is counted."""
    if reach.units is not None:
        return Tally(_now(reach, by, text))
    if text:
        return Tally()
    at = made_at(KIND)
    if at is None:
        return Tally(_now(reach, by, text))
    return Tally({Status(key): number for key, number in sums(KIND, reach.subtrees, reach.alone).items()}, at)


def _now(reach: Reach, by: AccountRules, text: str) -> dict[Status, int]:
    inner = among(reach, text=text).with_only_columns(status_of(by).label("status"),
                                                      maintain_column_froms=True).subquery()
    rows = db.session.execute(select(inner.c.status, func.count()).group_by(inner.c.status))
    return {Status(status): number for status, number in rows}


def by_unit(by: AccountRules) -> list[tuple[str, str, int]]:
    """(path of the cell, key, number) over the whole register: what is kept."""
    status = status_of(by).label("status")
    found = (with_accounts(on_the_rolls()).with_only_columns(Organization.path, status, maintain_column_froms=True)
             .subquery())
    rows: Any = select(found.c.path, found.c.status, func.count()).group_by(found.c.path, found.c.status)
    return [(path, f"{KIND}:{key}", number) for path, key, number in db.session.execute(rows)]


def coverage(actor: Actor, reach: Reach, by: AccountRules, unit: Organization | None = None) -> tuple[Select[Any], Any]:
    """Rows (unit, then a number for each of UNIT_COLUMNS) over the unit and what is below it; from the top down
    in the order of the tree's paths; not yet paged; and when they were counted (None: now). Exempt members need no
    account and are not counted. Of many units: those held, or the one asked for, and the units just below."""
    at = made_at(KIND) if reach.units is None else None
    if at is None:
        return _coverage_now(actor, reach, by), None
    numbers = [(select(func.coalesce(func.sum(UnitCount.number), 0))
                .where(UnitCount.unit_id == Organization.id,
                       UnitCount.key.in_([f"{KIND}:{one.value}" for one in statuses]))
                .correlate(Organization).scalar_subquery()) for _, statuses in UNIT_COLUMNS]
    tops = [int(path.rstrip("/").rpartition("/")[2]) for path in (*reach.subtrees, *reach.alone)]
    here = [unit.id] if unit is not None else tops
    return (select(Organization, *numbers)
            .where(or_(Organization.id.in_(here), Organization.parent_id.in_(here)), kept_units(actor), in_force())
            .order_by(func.length(Organization.path), Organization.sort_key, Organization.id)), at


def _coverage_now(actor: Actor, reach: Reach, by: AccountRules) -> Select[Any]:
    below = aliased(Organization)
    people = (among(reach).with_only_columns(Organization.path.label("path"), status_of(by).label("status"),
                                             maintain_column_froms=True).subquery())
    inner = (select(people.c.path, people.c.status, func.count().label("number"))
             .group_by(people.c.path, people.c.status).subquery())
    numbers = [func.coalesce(func.sum(case((inner.c.status.in_([one.value for one in statuses]), inner.c.number))), 0)
               for _, statuses in UNIT_COLUMNS]
    sums = (select(below.id.label("unit_id"), *(number.label(name) for number, (name, _) in
                                                zip(numbers, UNIT_COLUMNS, strict=True)))
            .join(inner, inner.c.path.between(below.path, below.path.concat(":")))
            .where(*([] if reach.units is None else [below.id.in_(reach.units)])).group_by(below.id).subquery())
    return (select(Organization, *(sums.c[name] for name, _ in UNIT_COLUMNS))
            .join(sums, sums.c.unit_id == Organization.id)
            .where(kept_units(actor), in_force())
            .order_by(func.length(Organization.path), Organization.sort_key, Organization.id))
