"""The rule tables: kinds of unit, what may stand under what, and the numbers, each on a day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, or_, select

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.policy import allowed
from portal.core.statements import per_actor
from portal.core.text import sort_key
from portal.organizations.models import KindParent, OrganizationKind, Threshold, ThresholdKey
from portal.organizations.policy import Organizations
from portal.organizations.queries.counts import units_of_kinds


def on_day(table: Any, day: date) -> ColumnElement[bool]:
    """Condition: a row of a rule table is in force on a day; an open end is no bound."""
    return (or_(table.valid_from.is_(None), table.valid_from <= day)
            & or_(table.valid_to.is_(None), table.valid_to >= day))


def kinds(day: date | None = None) -> list[OrganizationKind]:
    """Kinds in force on a day (all that ever were for None): older rules first, cells after committees."""
    found = select(OrganizationKind)
    return _ordered(db.session.execute(found.where(on_day(OrganizationKind, day)) if day else found).scalars())


def _ordered(found: Iterable[OrganizationKind]) -> list[OrganizationKind]:
    return sorted(found, key=lambda kind: (kind.valid_from or date.min, not kind.has_secretary, kind.is_cell,
                                           sort_key(kind.name)))


def kinds_under(parent_kind: str | None, day: date) -> list[OrganizationKind]:
    """Kinds that may stand under a kind on a day; for None those that may stand at the top: no kind at all is
    allowed above them."""
    if parent_kind is None:
        placed = select(KindParent.kind_id)
        return [kind for kind in kinds(day) if kind.id not in set(db.session.execute(placed).scalars())]
    return _ordered(db.session.execute(_allowed_below(day), {"parent": parent_kind}).scalars())


@per_actor
def _allowed_below(day: date) -> Select[OrganizationKind]:
    below = select(KindParent.kind_id).where(KindParent.parent_id == bindparam("parent"), on_day(KindParent, day))
    return select(OrganizationKind).where(OrganizationKind.id.in_(below), on_day(OrganizationKind, day))


def allowed_pairs(day: date) -> set[tuple[str, str]]:
    """(kind, kind of the parent) allowed on a day; kinds not in force then are not."""
    rows = (select(KindParent.kind_id, KindParent.parent_id)
            .join(OrganizationKind, OrganizationKind.id == KindParent.kind_id)
            .where(on_day(KindParent, day), on_day(OrganizationKind, day)))
    return {(kind, parent) for kind, parent in db.session.execute(rows)}


def successors(day: date) -> dict[str, str]:
    """Kind → the kind that takes its place, where that one is in force on the day."""
    heir = select(OrganizationKind.id).where(on_day(OrganizationKind, day))
    rows = select(OrganizationKind.id, OrganizationKind.successor_id).where(OrganizationKind.successor_id.in_(heir))
    return {old: str(new) for old, new in db.session.execute(rows)}


def thresholds(day: date) -> dict[ThresholdKey, Threshold]:
    """The numbers in force on a day."""
    rows = db.session.execute(select(Threshold).where(on_day(Threshold, day))).scalars()
    return {ThresholdKey(row.key): row for row in rows}


def all_thresholds() -> list[Threshold]:
    """All numbers that ever were, by what they decide, the newest first."""
    rows = db.session.execute(select(Threshold).order_by(Threshold.id.desc())).scalars()
    order = list(ThresholdKey)
    return sorted(rows, key=lambda row: order.index(ThresholdKey(row.key)))


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind with what may stand above it and how many units are of it today."""

    kind: OrganizationKind
    parents: list[tuple[KindParent, str]]
    units: int


def kind_rows(ids: Collection[str] | None = None) -> list[KindRow]:
    """All kinds (or those named) with their parents; three statements."""
    names = {kind.id: kind.name for kind in kinds()}
    units = units_of_kinds()
    parents: dict[str, list[tuple[KindParent, str]]] = {}
    for pair in db.session.execute(select(KindParent).order_by(KindParent.id)).scalars():
        parents.setdefault(pair.kind_id, []).append((pair, names[pair.parent_id]))
    return [KindRow(kind, parents.get(kind.id, []), units.get(kind.id, 0)) for kind in kinds()
            if ids is None or kind.id in ids]


def kind(actor: Actor, kind_id: str) -> OrganizationKind | None:
    """One kind, for those who may see the table."""
    return db.session.get(OrganizationKind, kind_id) if allowed(actor, Organizations.SEE_RULES) else None


def kind_parent(actor: Actor, pair_id: int) -> KindParent | None:
    """One allowed parent, for those who may see the table."""
    return db.session.get(KindParent, pair_id) if allowed(actor, Organizations.SEE_RULES) else None


def threshold(actor: Actor, threshold_id: int) -> Threshold | None:
    """One number, for those who may see the table."""
    return db.session.get(Threshold, threshold_id) if allowed(actor, Organizations.SEE_RULES) else None
