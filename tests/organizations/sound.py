"""What must be true of any tree, whatever was done to it."""

from datetime import date, timedelta
from itertools import pairwise

from portal.core import clock
from portal.core.db import db
from portal.members.api import PRESENT, Membership, MemberState
from portal.organizations import services
from portal.organizations.models import Organization, OrganizationHistory, OrganizationKind, UnitCount
from portal.organizations.queries import states
from portal.organizations.queries.counts import cells_of

DAY = timedelta(days=1)


def assert_sound() -> None:
    """Paths follow parents, each unit's past is whole, and every day had a tree with all people in its cells."""
    db.session.expire_all()
    units = {one.id: one for one in db.session.execute(db.select(Organization)).scalars()}
    for unit in units.values():
        above = units[unit.parent_id].path if unit.parent_id else "/"
        assert unit.path == f"{above}{unit.id}/", unit.name
        assert_past(unit)
    cells = set(db.session.execute(db.select(OrganizationKind.id).where(OrganizationKind.is_cell)).scalars())
    stays = stays_by_member()
    for day in days(units):
        assert_day(day, cells, stays)
    assert_one_open(stays)
    assert_counted(units, cells)


def assert_counted(units: dict[int, Organization], kinds: set[str]) -> None:
    """The number of cells of each unit, counted now and as it is kept, is what a walk through the rows finds."""
    today = clock.today()
    cells = [one.path for one in units.values() if one.kind_id in kinds and one.valid_from <= today
             and (one.valid_to is None or one.valid_to >= today)]
    expected = {one.id: sum(path.startswith(one.path) for path in cells) for one in units.values()}
    shown = db.select(Organization.id, cells_of(Organization))
    services.forget_cells()
    assert {unit_id: number for unit_id, number in db.session.execute(shown)} == expected
    services.count_cells()
    assert {unit_id: number for unit_id, number in db.session.execute(shown)} == expected
    kept = dict.fromkeys(units, 0) | {row.unit_id: row.number for row in db.session.execute(
        db.select(UnitCount).where(UnitCount.key == "cells")).scalars()}
    assert kept == expected


def assert_past(unit: Organization) -> None:
    """Former states follow each other without gap or overlap, from the founding to the present one."""
    found = db.select(OrganizationHistory).where(OrganizationHistory.unit_id == unit.id)
    rows = db.session.execute(found.order_by(OrganizationHistory.valid_from)).scalars().all()
    spans = [(row.valid_from, row.valid_to) for row in rows] + [(unit.begun, unit.valid_to or date.max - DAY)]
    assert spans[0][0] == unit.valid_from, unit.name
    assert all(first <= last for first, last in spans), (unit.name, spans)
    assert all(before[1] + DAY == after[0] for before, after in pairwise(spans)), (unit.name, spans)


def stays_by_member() -> dict[int, list[tuple[date, date, int]]]:
    """Member → (first day, last day, cell) in order of time."""
    found: dict[int, list[tuple[date, date, int]]] = {}
    rows = db.session.execute(db.select(Membership).order_by(Membership.member_id, Membership.valid_from)).scalars()
    for row in rows:
        found.setdefault(row.member_id, []).append((row.valid_from, row.valid_to or date.max - DAY, row.unit_id))
    for spans in found.values():
        assert all(first <= last for first, last, _ in spans), spans
        assert all(before[1] + DAY == after[0] for before, after in pairwise(spans)), spans
    return found


def days(units: dict[int, Organization]) -> set[date]:
    """Days on which something began or ended, and the days before."""
    edges = {clock.today()}
    for unit in units.values():
        edges |= {unit.valid_from, unit.begun} | ({unit.valid_to} if unit.valid_to else set())
    edges |= set(db.session.execute(db.select(OrganizationHistory.valid_to)).scalars())
    return {day for edge in edges for day in (edge, edge - DAY, edge + DAY) if day <= clock.today()}


def assert_day(day: date, cells: set[str], stays: dict[int, list[tuple[date, date, int]]]) -> None:
    """On this day each unit stood under one in force, nothing stood under itself, and people were in cells."""
    rows = db.session.execute(db.select(states(day))).all()
    by_id = {row.unit_id: row for row in rows}
    assert len(by_id) == len(rows), day
    for row in rows:
        seen = set()
        while row.parent_id is not None:
            assert row.unit_id not in seen, (day, "circle", row.name)
            seen.add(row.unit_id)
            assert row.parent_id in by_id, (day, row.name, "stands under a unit not in force")
            row = by_id[row.parent_id]
    for spans in stays.values():
        for first, last, unit_id in spans:
            if first <= day <= last:
                assert unit_id in by_id, (day, "a person in a unit not in force")
                assert by_id[unit_id].kind_id in cells, (day, "a person outside cells")


def assert_one_open(stays: dict[int, list[tuple[date, date, int]]]) -> None:
    """Whoever is present belongs to one cell today."""
    open_state = db.select(MemberState.member_id).where(MemberState.valid_to.is_(None), MemberState.state.in_(PRESENT))
    for member_id in db.session.execute(open_state).scalars():
        assert [last for _, last, _ in stays[member_id]].count(date.max - DAY) == 1, member_id
