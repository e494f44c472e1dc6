"""Merging beside: nobody waits for it, nothing is lost by it, whatever is written meanwhile."""

import os
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from portal.search.entry import Query
from portal.search.whoosh_engine import WhooshEngine, merging, storage, writing
from tests.search.conftest import ALL, LETTERS, ids, paper

Key = tuple[str, int]


@pytest.fixture
def worker(folder: Path) -> WhooshEngine:
    """An index of one large part and many small ones."""
    made = WhooshEngine(folder, patience=0.5)
    made.rebuild([*LETTERS, *(paper(100 + n, f"Kế hoạch {n}", body="tăng giảm " * n) for n in range(120))])
    for number in range(12):
        made.put([paper(300 + number, f"Thông báo {number}", body="lên xuống"), paper(99, f"Lần {number}")])
    return made


class Pieces:
    """Segments by how many documents live and are gone, as `due` sees them."""

    def __init__(self, living: int, gone: int = 0) -> None:
        self.living, self.gone = living, gone

    def doc_count(self) -> int:
        return self.living

    def deleted_count(self) -> int:
        return self.gone


def total(engine: WhooshEngine, text: str) -> int:
    return engine.find(Query(text, ALL)).total


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Any) -> None:
    """Have something happen after segments have been read and before the new one is named."""
    real = writing.written_as_one

    def written(*arguments: Any) -> Any:
        made = real(*arguments)
        act()
        return made

    monkeypatch.setattr(merging, "written_as_one", written)


@pytest.mark.parametrize(("sizes", "chosen"), [
    ([1] * 7, []),
    ([1] * 8, [1] * 8),
    ([50_000, *[1] * 8], [1] * 8),
    ([0] * 8, [0] * 8),
    ([0, 0, *[3] * 7], [0, 0, *[3] * 7]),
    ([1, 300, 1200, 5000, 20_000, 80_000, 320_000, 900_000], []),
    ([5, *[1000] * 8, 30_000], [1000] * 8),
    ([90, 80, 70, 60, 50, 40, 30, 20, 1500, 9_000], [20, 30, 40, 50, 60, 70, 80, 90]),
])
def test_what_is_of_like_size_is_due(sizes: list[int], chosen: list[int]) -> None:
    assert [one.doc_count() for one in merging.due([Pieces(size) for size in sizes])] == chosen


def test_a_segment_that_is_mostly_gone_is_due() -> None:
    assert merging.due([Pieces(5000, 4000), Pieces(50, 60)]) == []
    assert [one.living for one in merging.due([Pieces(5000, 4000), Pieces(400, 500)])] == [400]


def test_however_papers_come_the_parts_stay_few() -> None:
    segments: list[Any] = []
    most = 0
    for number in range(6000):
        segments.append(Pieces(1 if number % 40 else 200))
        while due := merging.due(segments):
            segments = [one for one in segments if one not in due] + [Pieces(sum(one.living for one in due))]
        most = max(most, len(segments))
    assert most < 24


def test_commits_go_on_while_it_merges(worker: WhooshEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    def act() -> None:
        worker.drop([("document", 303), ("document", 304), ("document", 1)])
        worker.put([paper(305, "Thông báo thay thế"), paper(400, "Thông báo thêm")])

    meanwhile(monkeypatch, act)
    parts = worker.state().parts
    assert worker.tidy()
    assert worker.state().parts < parts
    expected = {one.id for one in LETTERS} - {1} | {100 + n for n in range(120)} | {99, 400}
    expected |= {300 + n for n in range(12)} - {303, 304}
    assert {record for _, record in worker.inventory()} == expected
    assert (total(worker, '"thông báo 3"'), total(worker, '"thông báo 5"')) == (0, 0)
    assert ids(worker.find(Query('"thông báo thay thế"', ALL))) == [305]
    assert ids(worker.find(Query('"lần 11"', ALL))) == [99]
    assert not list(storage.live_directory(worker._folder).glob(f"{merging.BESIDE}*"))


def test_all_of_what_it_merges_may_go_meanwhile(worker: WhooshEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile(monkeypatch, lambda: worker.drop([("document", 300 + n) for n in range(12)] + [("document", 99)]))
    worker.tidy()
    assert total(worker, "lên xuống") == 0
    assert len(worker.inventory()) == len(LETTERS) + 120
    worker.put([paper(9, "Mới tinh")])
    assert total(WhooshEngine(worker._folder), '"mới tinh"') == 1


@pytest.mark.parametrize("act", ["merged", "rebuilt"])
def test_it_gives_way_to_what_others_did_meanwhile(
    worker: WhooshEngine, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    def merged() -> None:
        monkeypatch.setattr(writing, "MOST_SEGMENTS", 5)
        worker.put([paper(400, "Thêm nữa")])

    meanwhile(monkeypatch, merged if act == "merged" else lambda: worker.rebuild(LETTERS))
    assert not worker.tidy()
    assert len(worker.inventory()) == (len(LETTERS) + 120 + 13 + 1 if act == "merged" else len(LETTERS))
    assert total(worker, "nghị quyết") == 1


def test_a_paper_changed_again_and_again_leaves_no_empty_parts(folder: Path) -> None:
    engine = WhooshEngine(folder)
    engine.rebuild(LETTERS)
    for number in range(12):
        engine.put([paper(1, f"Bản {number}")])
    engine.drop([("document", 1)])
    assert engine.tidy()
    assert engine.state().parts == 1
    assert len(engine.inventory()) == len(LETTERS) - 1


def test_one_that_died_leaves_nothing_behind(worker: WhooshEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    def dead() -> None:
        raise SystemExit

    before = worker.inventory()
    with monkeypatch.context() as patch:
        meanwhile(patch, dead)
        patch.setattr(shutil, "rmtree", lambda *a, **k: None)
        with pytest.raises(SystemExit):
            worker.tidy()
    beside = storage.live_directory(worker._folder) / merging.BESIDE
    assert beside.is_dir()
    assert worker.inventory() == before
    assert worker.tidy()
    assert not beside.exists()
    assert worker.inventory() == before


def test_arrays_of_other_days_are_made_anew_beside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "QUICKLY_MADE", 10)
    engine = WhooshEngine(folder)
    engine.rebuild([paper(n, f"Ngắn {n}", body="tăng giảm") for n in range(20)])
    engine.put([paper(100 + n, f"Dài {n}", body="lên xuống " * 40) for n in range(20)])
    longer = engine.find(Query("tăng giảm", ALL)).hits[0].score
    assert engine.tidy()
    assert not engine.tidy()
    whole = WhooshEngine(folder.with_name("whole"))
    whole.rebuild([paper(n, f"Ngắn {n}", body="tăng giảm") for n in range(20)]
                  + [paper(100 + n, f"Dài {n}", body="lên xuống " * 40) for n in range(20)])
    score = whole.find(Query("tăng giảm", ALL)).hits[0].score
    assert engine.find(Query("tăng giảm", ALL)).hits[0].score == pytest.approx(score, rel=0.02)
    assert longer != pytest.approx(score, rel=0.02)


def test_a_process_of_its_own_does_it(worker: WhooshEngine, folder: Path) -> None:
    before, parts = worker.inventory(), worker.state().parts
    assert worker.tidy(beside=True)
    assert not worker.tidy(beside=True), "one at a time"
    worker.put([paper(500, "Giữa chừng")])
    until = time.monotonic() + 60
    while worker._merger._runs() and time.monotonic() < until:
        time.sleep(0.05)
    reader = WhooshEngine(folder)
    assert reader.state().parts < parts
    assert reader.inventory().keys() == before.keys() | {("document", 500)}
    assert not worker.tidy(beside=True), "nothing is due"


def test_two_do_not_merge_at_once(worker: WhooshEngine, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[bool] = []
    meanwhile(monkeypatch, lambda: answers.append(WhooshEngine(folder).tidy()))
    assert worker.tidy()
    assert answers == [False]


def test_a_merger_after_a_fork_is_not_waited_for(folder: Path) -> None:
    folder.mkdir()
    merger = merging.Merger(folder)
    merger._child = os.getpid()
    assert not merger._runs()
