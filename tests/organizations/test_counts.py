"""Numbers kept beside the tree: right after every act, on the day that changes them, and when one is written twice."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from portal.core import clock
from portal.core.db import db, transaction
from portal.jobs.worker import run_all
from portal.organizations import queries, services
from portal.organizations.models import CountMade, Organization, UnitCount
from portal.organizations.queries.counts import CELLS, cells_of
from tests.factories.organizations import acting
from tests.people import unit


def cells() -> int:
    """What the tree says of its root."""
    root = db.select(cells_of(Organization)).where(Organization.parent_id.is_(None))
    return int(db.session.execute(root).scalar_one())


def kept() -> bool:
    """Numbers are kept and shown."""
    found = db.session.get(CountMade, CELLS) is not None
    db.session.rollback()
    return found


def count() -> None:
    """What the worker does."""
    with transaction():
        services.count_cells()


def test_an_act_takes_the_numbers_back_until_the_worker_has_counted(app: Flask) -> None:
    count()
    before = cells()
    assert kept()
    with transaction():
        services.create(acting("administrator"), unit("hanoi"), kind_id="affiliated_cell", name="Chi bộ mới", code="",
                        since=clock.today() - timedelta(days=1), decision="1-QĐ/ĐU")
    assert not kept()
    assert cells() == before + 1
    run_all()
    assert kept()
    assert cells() == before + 1


def test_statements_without_objects_take_them_back_too(app: Flask) -> None:
    count()
    before = cells()
    with transaction():
        db.session.execute(update(Organization).where(Organization.id == unit("ga_hanoi").id).values(
            valid_to=clock.today() - timedelta(days=1)))
    assert not kept()
    assert cells() == before - 1


def test_what_is_rolled_back_takes_nothing_back(app: Flask) -> None:
    count()
    unit("ga_hanoi").name = "Tên khác"
    db.session.flush()
    db.session.rollback()
    with transaction():
        db.session.add(UnitCount(unit_id=unit("hanoi").id, key="x", number=1))
    assert kept()


def test_they_are_not_shown_after_a_day_that_changes_them(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction():
        unit("ga_hanoi").valid_to = clock.today() + timedelta(days=2)
    run_all()
    before, today = cells(), clock.today()
    monkeypatch.setattr(clock, "today", lambda: today + timedelta(days=2))
    assert cells() == before
    monkeypatch.setattr(clock, "today", lambda: today + timedelta(days=3))
    assert cells() == before - 1


def test_the_tree_shows_them(app: Flask) -> None:
    with transaction():
        services.count_cells()
        db.session.execute(update(UnitCount).where(UnitCount.key == CELLS).values(number=77))
    assert {branch.cells for branch in queries.level(acting("administrator"), [])} == {77}


def test_writing_again_keeps_only_what_is_so(app: Flask) -> None:
    hanoi, cell = unit("hanoi"), unit("ga_hanoi")
    rows = [(cell.path, "k:a", 2), (hanoi.path, "k:a", 1), (cell.path, "k:b", 5)]
    services.keep_counts("k", services.rolled_up(rows))
    assert queries.sums("k", [hanoi.path], []) == {"a": 3, "b": 5}
    assert queries.sums("k", [], [hanoi.path]) == {}
    assert queries.sums("k", [], [cell.path]) == {"a": 2, "b": 5}
    services.keep_counts("k", services.rolled_up([(cell.path, "k:a", 4)]))
    assert queries.sums("k", [hanoi.path], []) == {"a": 4}
    assert queries.sums("k", [cell.path], []) == {"a": 4}
    assert queries.made_at("k") is not None
    assert queries.made_at("other") is None
