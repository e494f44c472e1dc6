"""Counting what units have with all below them. Rooms above count what is theirs and keep it here (`keep_counts`)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update

from portal.core import clock
from portal.core.db import db
from portal.organizations.models import CountMade, Organization, OrganizationKind, UnitCount
from portal.organizations.queries import in_force
from portal.organizations.queries.counts import CELLS, KINDS

BATCH = 500
_following = {CELLS, KINDS}
Counts = Mapping[tuple[int, str], int]


def count_cells() -> None:
    """Keep how many cells in force each unit has, and under the highest units how many there are of each kind, until
    the first day that changes this by itself."""
    units = db.session.execute(select(Organization.path, Organization.kind_id, OrganizationKind.is_cell).join(
        OrganizationKind, OrganizationKind.id == Organization.kind_id).where(in_force())).all()
    of_kinds = Counter((int(path.split("/")[1]), f"{KINDS}:{kind}") for path, kind, _ in units)
    until = _next_turn()
    keep_counts(KINDS, of_kinds, good_until=until)
    keep_counts(CELLS, rolled_up((path, CELLS, 1) for path, _, is_cell in units if is_cell), good_until=until)


def follow_tree(kind: str) -> None:
    """Say that the counts of a kind are right only as long as the tree stays as it is."""
    _following.add(kind)


def forget_cells() -> None:
    """The tree changes: the numbers are counted anew with each page until they are kept again."""
    db.session.execute(delete(CountMade).where(CountMade.kind.in_(_following)))


def rolled_up(rows: Iterable[tuple[str, str, int]]) -> Counts:
    """(unit, key) → number over the unit and all below it, from (path, key, number) of single units."""
    found: Counter[tuple[int, str]] = Counter()
    for path, key, number in rows:
        for unit_id in path.strip("/").split("/"):
            found[int(unit_id), key] += number
    return found


def keep_counts(kind: str, counts: Counts, *, good_until: date | None = None) -> None:
    """Write what differs from what is kept; keys of a kind are its name, or begin with it and a colon."""
    of_kind = or_(UnitCount.key == kind, UnitCount.key.startswith(f"{kind}:", autoescape=True))
    kept = {(unit_id, key): number for unit_id, key, number in db.session.execute(
        select(UnitCount.unit_id, UnitCount.key, UnitCount.number).where(of_kind))}
    table: Any = UnitCount.__table__
    for unit_id, key in kept.keys() - counts.keys():
        db.session.execute(delete(table).where(table.c.unit_id == unit_id, table.c.key == key))
    for place in kept.keys() & counts.keys():
        if kept[place] != counts[place]:
            db.session.execute(update(table).where(table.c.unit_id == place[0], table.c.key == place[1])
                               .values(number=counts[place]))
    new = sorted(counts.keys() - kept.keys())
    if new:
        db.session.execute(insert(table), [{"unit_id": unit_id, "key": key, "number": counts[unit_id, key]}
                                           for unit_id, key in new])
    mark_counted(kind, good_until=good_until)


def add_counts(more: Counts) -> None:
    """Add to (or, below nought, take from) what is kept."""
    table: Any = UnitCount.__table__
    for (unit_id, key), number in sorted(more.items()):
        kept = update(table).where(table.c.unit_id == unit_id, table.c.key == key)
        found: Any = db.session.execute(kept.values(number=table.c.number + number)) if number else None
        if found is not None and not found.rowcount:
            db.session.execute(insert(table).values(unit_id=unit_id, key=key, number=number))


def mark_counted(kind: str, *, good_until: date | None = None) -> None:
    """Say that the counts of a kind are of now."""
    db.session.execute(delete(CountMade).where(CountMade.kind == kind))
    db.session.execute(insert(CountMade).values(kind=kind, at=clock.now(), good_until=good_until))


def _next_turn() -> date | None:
    """The first day after today on which a unit begins, or has ended."""
    today = clock.today()
    begins, ends = db.session.execute(select(
        select(func.min(Organization.valid_from)).where(Organization.valid_from > today).scalar_subquery(),
        select(func.min(Organization.valid_to)).where(Organization.valid_to >= today).scalar_subquery())).one()
    days = [begins, ends + timedelta(days=1) if ends is not None else None]
    return min((day for day in days if day is not None), default=None)
