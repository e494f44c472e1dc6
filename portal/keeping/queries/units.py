"""Coverage: how many accounts of how many members are in use, by unit."""

from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import aliased

from portal.accounts.api import AccountRules
from portal.core.actor import Actor
from portal.keeping.models import Status, statuses_of
from portal.keeping.policy import kept_units
from portal.keeping.queries.people import people, status_of
from portal.organizations.api import Organization, in_force

UNIT_COLUMNS: tuple[tuple[str, tuple[Status, ...]], ...] = (
    ("used", statuses_of("da-kich-hoat")),
    ("entitled", statuses_of("thuoc-dien-cap")),
    ("opened", (Status.OPEN,)),
    ("waiting", statuses_of("chua-kich-hoat")),
    ("unused", (Status.UNUSED,)),
    ("stopped", statuses_of("khoa-hoac-dong")),
)
"""Columns of the page in order, with the statuses each counts: what the list it leads to shows."""


def coverage(actor: Actor, by: AccountRules) -> Select[Any]:
    """Rows (unit, then a number for each of UNIT_COLUMNS) over the unit and what is below it; from the top down
    in the order of the tree's paths; not yet paged. Exempt members need no account and are not counted."""
    below = aliased(Organization)
    inner = (people(actor).with_only_columns(Organization.path.label("path"), status_of(by).label("status"),
                                             maintain_column_froms=True).subquery())
    numbers = [func.count(case((inner.c.status.in_([one.value for one in statuses]), 1)))
               for _, statuses in UNIT_COLUMNS]
    sums = (select(below.id.label("unit_id"), *(number.label(name) for number, (name, _) in
                                                zip(numbers, UNIT_COLUMNS, strict=True)))
            .join(inner, inner.c.path.between(below.path, below.path.concat(":"))).group_by(below.id).subquery())
    return (select(Organization, *(sums.c[name] for name, _ in UNIT_COLUMNS))
            .join(sums, sums.c.unit_id == Organization.id)
            .where(kept_units(actor), in_force())
            .order_by(func.length(Organization.path), Organization.sort_key, Organization.id))
