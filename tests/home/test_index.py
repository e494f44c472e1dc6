"""The index on disk as the worker keeps it: whatever becomes of it, people are told, and it is whole again soon."""

from collections.abc import Callable
from pathlib import Path

import pytest

from portal.core.db import db
from portal.home.jobs import tidy
from portal.jobs.queue import index_later
from portal.jobs.worker import run_all
from portal.search import active
from portal.search.whoosh_engine import WhooshEngine, storage
from tests.factories.documents import document

SEARCH = "/tim-kiem"
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
"""Whoosh leaves a table of contents open that it could not read to the end."""


@pytest.fixture
def engine(app, tmp_path: Path):  # type: ignore[no-untyped-def]
    """The engine that is delivered, with one paper in it."""
    before = active.engine()
    made = WhooshEngine(tmp_path / "index", look_every=0)
    active.use(made)
    document(subject="Kế hoạch học tập")
    run_all()
    yield made
    active.use(before)


def found(as_) -> str:  # type: ignore[no-untyped-def]
    return str(as_("member").get(SEARCH, query_string={"q": "ke hoach hoc tap"}).text)


def lost(folder: Path) -> None:
    (folder / storage.CURRENT).unlink()


def half_written(folder: Path) -> None:
    toc = next(storage.live_directory(folder).glob("*.toc"))
    toc.write_bytes(toc.read_bytes()[:20])


def gone(folder: Path) -> None:
    next(storage.live_directory(folder).glob("*.seg")).unlink()


def of_another_version(folder: Path) -> None:
    storage.write_meta(storage.live_directory(folder), "whoosh-2.7.4 schema-0 analyser-0", "rebuild")


def left_locked(folder: Path) -> None:
    """By a process that died: files stay, the lock does not."""
    (folder / storage.LOCK).write_text("1")
    (storage.live_directory(folder) / "MAIN_WRITELOCK").touch()


@pytest.mark.parametrize("damage", [lost, half_written, gone, of_another_version])
def test_a_broken_index_is_said_and_built_anew(as_, engine: WhooshEngine, damage: Callable[[Path], None]) -> None:
    assert "<mark>Kế hoạch học tập</mark>" in found(as_)
    damage(engine._folder)
    active.use(WhooshEngine(engine._folder, look_every=0))  # a process that was started later
    assert "đang được dựng lại" in found(as_)
    tidy([])
    assert "<mark>Kế hoạch học tập</mark>" in found(as_)


@pytest.mark.parametrize("damage", [lost, half_written, gone, of_another_version, left_locked])
def test_a_change_mends_it_at_once(as_, engine: WhooshEngine, damage: Callable[[Path], None]) -> None:
    damage(engine._folder)
    paper = document(subject="Kế hoạch học tập mới")
    run_all()
    assert f"/van-ban/{paper.id}?" in found(as_)
    assert found(as_).count("<mark>Kế hoạch học tập</mark>") >= 2


def test_after_changes_parts_are_merged_beside(engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(engine, "tidy", lambda *, beside=False: asked.append(beside))
    paper = document(subject="Kế hoạch thi đua")
    run_all()
    assert asked == [True]
    index_later("document", paper.id)
    db.session.commit()
    run_all()
    tidy([])
    assert asked == [True, True, True]
