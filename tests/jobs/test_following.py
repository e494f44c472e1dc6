"""The index of another machine follows the database by itself."""

from datetime import timedelta
from pathlib import Path

import pytest

from portal.core import clock
from portal.core.db import db
from portal.jobs.following import KEPT, Follower, forget_old
from portal.jobs.models import SearchChange
from portal.jobs.queue import index_later
from portal.search.memory import MemoryEngine
from tests.factories.documents import document


@pytest.fixture
def machine(app, tmp_path: Path) -> tuple[MemoryEngine, Follower]:
    """Another machine: its own index, its own place."""
    engine = MemoryEngine()
    return engine, Follower(engine, tmp_path / "other" / "PLACE")


def ids(engine: MemoryEngine) -> set[int]:
    return {record for kind, record in engine.inventory() if kind == "document"}


def test_a_new_machine_builds_then_follows(machine) -> None:
    engine, follower = machine
    first = document()
    assert follower.follow() == -1
    assert ids(engine) == {first.id}
    assert follower.follow() == 0
    second = document()
    assert follower.follow() == 1
    assert ids(engine) == {first.id, second.id}
    second.trashed_at = clock.now()
    index_later("document", second.id)
    db.session.commit()
    assert follower.follow() == 1
    assert ids(engine) == {first.id}


def test_it_goes_on_after_an_absence(machine, tmp_path: Path) -> None:
    engine, follower = machine
    document()
    follower.follow()
    papers = {document().id for _ in range(3)}
    again = Follower(engine, tmp_path / "other" / "PLACE")
    assert again.follow() >= 3
    assert papers <= ids(engine)


def test_changes_of_a_long_transaction_are_not_missed(machine) -> None:
    engine, follower = machine
    document()
    follower.follow()
    number = db.session.execute(db.select(db.func.max(SearchChange.id))).scalar_one()
    late = document()
    db.session.execute(db.update(SearchChange).where(SearchChange.record_id == late.id).values(id=number + 5))
    db.session.commit()
    follower.follow()
    second = document()
    db.session.execute(db.update(SearchChange).where(SearchChange.record_id == second.id).values(id=number + 2))
    db.session.commit()
    assert follower.follow() == 1
    assert {late.id, second.id} <= ids(engine)
    assert follower.follow() == 0


def test_too_far_behind_builds_anew(machine) -> None:
    engine, follower = machine
    document()
    follower.follow()
    for _ in range(3):
        document()
    db.session.execute(db.update(SearchChange).values(at=clock.now() - KEPT - timedelta(days=1)))
    db.session.commit()
    assert forget_old() > 0
    db.session.commit()
    assert db.session.execute(db.select(db.func.count()).select_from(SearchChange)).scalar_one() == 1
    assert follower.follow() == -1
    assert len(ids(engine)) == 4


@pytest.mark.parametrize("content", ["", "x", "-5", "999999"])
def test_a_place_that_makes_no_sense_builds_anew(machine, tmp_path: Path, content: str) -> None:
    follower = machine[1]
    document()
    follower.follow()
    (tmp_path / "other" / "PLACE").write_text(content)
    assert follower.follow() == -1
    assert follower.follow() == 0
