"""What is known to go wrong with an index on disk, and must not here."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from whoosh.index import FileIndex

from portal.search.engine import IndexUnavailable
from portal.search.entry import Query
from portal.search.whoosh_engine import WhooshEngine, storage, writing
from portal.search.whoosh_engine.schema import schema
from portal.search.whoosh_engine.segments import NAME, WhooshSource
from tests.search.conftest import ALL, LETTERS, ids, paper

leaks_of_whoosh = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def worker(folder: Path) -> WhooshEngine:
    made = WhooshEngine(folder, patience=0.2)
    made.rebuild(LETTERS)
    return made


@pytest.fixture
def web(folder: Path) -> WhooshEngine:
    """Another process, as it were: it sees the folder only."""
    return WhooshEngine(folder, look_every=0)


def total(engine: WhooshEngine, text: str = "nghị quyết", *readers: str) -> int:
    return engine.find(Query(text, frozenset(readers or ALL))).total


def live_file(folder: Path, ending: str) -> Path:
    return next(path for path in storage.live_directory(folder).iterdir() if path.name.endswith(ending))


class TestFreshness:
    def test_a_kept_searcher_sees_deletions_and_rights(self, worker: WhooshEngine, web: WhooshEngine) -> None:
        assert total(web) == 1
        worker.put([paper(1, "Nghị quyết", readers=frozenset({"secret"}))])
        assert (total(web), total(web, "nghị quyết", "secret")) == (0, 1)
        worker.put([paper(n, "Nghị quyết") for n in range(20, 25)])
        assert total(web) == 5
        worker.drop([("document", 1), ("document", 21)])
        assert (total(web), total(web, "nghị quyết", "secret")) == (4, 0)
        assert web.state().count == len(LETTERS) - 1 + 4

    def test_others_look_at_most_once_in_a_while(self, worker: WhooshEngine, folder: Path) -> None:
        slow = WhooshEngine(folder, look_every=60)
        assert total(slow) == 1
        worker.drop([("document", 1)])
        assert total(slow) == 1
        assert total(worker) == 0

    def test_merging_keeps_everything_once(
        self, worker: WhooshEngine, web: WhooshEngine, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(writing, "MOST_SEGMENTS", 30)
        for number in range(65):
            worker.put([paper(100 + number, f"Số {number}", body="tăng giảm"), paper(99, f"Lần {number}")])
            worker.drop([("document", 100 + number - 3)] if number % 5 == 0 else [])
        assert len(list(storage.live_directory(folder).glob("*.seg"))) <= 30
        expected = {100 + n for n in range(65)} - {100 + n - 3 for n in range(0, 65, 5)}
        results = web.find(Query("tăng giảm", ALL, limit=500))
        assert sorted(ids(results)) == sorted(expected)
        assert [hit.id for hit in web.find(Query('"lần 64"', ALL)).hits] == [99]
        assert total(web, "lần") == 1

    def test_search_while_another_commits(self, worker: WhooshEngine, web: WhooshEngine) -> None:
        seen: list[int] = []
        stop = threading.Event()

        def search() -> None:
            while not stop.is_set():
                seen.append(total(web, '"đường sắt"'))

        threads = [threading.Thread(target=search) for _ in range(3)]
        for thread in threads:
            thread.start()
        for number in range(40):
            worker.put([paper(200, f"Bản {number}")])
        worker.rebuild(LETTERS)
        stop.set()
        for thread in threads:
            thread.join()
        assert len(seen) > 40
        assert set(seen) == {1}

    def test_rebuild_beside_while_search_goes_on(self, worker: WhooshEngine, web: WhooshEngine, folder: Path) -> None:
        def entries():  # type: ignore[no-untyped-def]
            for number in range(30):
                assert total(web) == 1
                yield paper(500 + number, "Bộ mới")

        assert worker.rebuild(entries()) == 30
        assert (total(web), total(web, "bộ mới")) == (0, 30)
        for _ in range(3):
            worker.rebuild(LETTERS)
        assert len(storage.directories(folder)) == 2


class TestReading:
    def test_postings_are_those_whoosh_reads(self, folder: Path) -> None:
        worker = WhooshEngine(folder)
        gaps = [n * (n + 1) // 2 for n in range(1, 90)]
        rows = [
            paper(n, "chung " + ("hiếm " if n in gaps else "") + "lặp " * (n % 7), head="x" if n < 2500 else "")
            for n in range(4100)
        ]
        worker.rebuild(rows)
        worker.drop([("document", n) for n in (0, 6, 7, 1023, 1024, 4099)])
        files = storage.DurableStorage(storage.live_directory(folder))
        with FileIndex(files, schema(), NAME).reader() as reader:
            source = WhooshSource(reader)
            for term in ("chung", "hiem", "lap", "x"):
                matcher = reader.postings("head", term)
                expected = []
                while matcher.is_active():
                    expected.append((matcher.id(), matcher.weight()))
                    matcher.next()
                found = zip(*source.postings("head", term), strict=True)
                assert [(number, count) for number, count in found if not reader.is_deleted(number)] == expected
            assert source.postings("head", "không") == ((), ())
        engine = WhooshEngine(folder)
        assert engine.state().count == 4100 - 6
        assert {record for _, record in engine.inventory()} == set(range(4100)) - {0, 6, 7, 1023, 1024, 4099}

    def test_many_threads_ask_one_engine(self, worker: WhooshEngine) -> None:
        worker.put([paper(1000 + n, f"Văn bản {n} về cán bộ", body=f"phần {n % 9}") for n in range(300)])
        expected = {text: worker.find(Query(text, ALL)) for text in ("văn bản 7", '"phần 3"', "cán bộ 150", "ga")}
        fresh = WhooshEngine(worker._folder, look_every=0)
        wrong: list[str] = []

        def search() -> None:
            for text, results in list(expected.items()) * 5:
                if fresh.find(Query(text, ALL)) != results:
                    wrong.append(text)

        threads = [threading.Thread(target=search) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert wrong == []


    def test_a_fork_opens_its_own_files(self, worker: WhooshEngine, folder: Path) -> None:
        engine = WhooshEngine(folder, look_every=60)
        assert total(engine) == 1
        known = engine._ranker
        child = os.fork()
        if child == 0:
            os._exit(0 if total(engine) == 1 and engine._ranker is not known else 1)
        assert os.waitpid(child, 0)[1] == 0
        assert engine._ranker is known

    def test_a_rebuild_that_spills_is_the_same(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        rows = [paper(n, f"Văn bản {n}", body=f"nội dung {n % 7} " * 9) for n in range(300)]
        whole = WhooshEngine(folder / "whole")
        whole.rebuild(rows)
        monkeypatch.setattr(writing, "MEMORY_MB", 0.05)
        monkeypatch.setattr(writing, "CHUNK", 7)
        spilled = WhooshEngine(folder / "spilled")
        spilled.rebuild(rows)
        for text in ("văn bản 17", "nội dung 3", '"dung 6 nội"'):
            assert spilled.find(Query(text, ALL)) == whole.find(Query(text, ALL))
        assert whole.find(Query('"dung 6 nội"', ALL)).total == 42


class TestDamage:
    def test_a_missing_index_says_so_and_nothing_is_made(self, folder: Path) -> None:
        engine = WhooshEngine(folder)
        with pytest.raises(IndexUnavailable, match="Chưa có chỉ mục"):
            engine.find(Query("đại hội", ALL))
        with pytest.raises(IndexUnavailable):
            engine.suggest("đại hội", ALL)
        assert not engine.state().ok
        assert not folder.exists()

    @leaks_of_whoosh
    @pytest.mark.parametrize("ending", [".seg", ".toc"])
    @pytest.mark.parametrize("keep", [0, 7, 0.5, 0.99])
    def test_a_truncated_file_is_unavailable_until_rebuilt(
        self, worker: WhooshEngine, web: WhooshEngine, folder: Path, ending: str, keep: float
    ) -> None:
        damaged = live_file(folder, ending)
        before = damaged.read_bytes()
        damaged.write_bytes(before[: int(keep * len(before)) if 0 < keep < 1 else int(keep)])
        with pytest.raises(IndexUnavailable):
            total(web)
        assert damaged.exists()
        assert not web.state().ok
        with pytest.raises(IndexUnavailable):
            WhooshEngine(folder).put([paper(1, "Khác")])
        assert worker.rebuild(LETTERS) == len(LETTERS)
        assert total(web) == 1
        assert web.state().ok

    def test_another_version_is_unavailable_until_rebuilt(
        self, worker: WhooshEngine, web: WhooshEngine, folder: Path
    ) -> None:
        storage.write_meta(storage.live_directory(folder), "whoosh-1", "rebuild")
        with pytest.raises(IndexUnavailable, match="phiên bản khác"):
            total(web)
        with pytest.raises(IndexUnavailable, match="phiên bản khác"):
            worker.put([paper(9, "Mới")])
        assert "phiên bản khác" in web.state().reason
        worker.rebuild(LETTERS)
        assert total(web) == 1

    @pytest.mark.parametrize("content", [None, b"", b"index-77\n", b"../index-1", b"\xff\xfe"])
    def test_current_lost_is_no_reason_to_begin_anew(
        self, worker: WhooshEngine, web: WhooshEngine, folder: Path, content: bytes | None
    ) -> None:
        current = folder / storage.CURRENT
        current.unlink() if content is None else current.write_bytes(content)
        with pytest.raises(IndexUnavailable):
            total(web)
        with pytest.raises(IndexUnavailable):
            worker.put([paper(9, "Mới")])
        assert [path.name for path in storage.directories(folder)] == ["index-1"]
        worker.rebuild(LETTERS)
        assert total(web) == 1

    def test_failure_is_not_looked_up_for_every_asker(self, folder: Path) -> None:
        engine = WhooshEngine(folder, look_every=60)
        for _ in range(2):
            with pytest.raises(IndexUnavailable, match="Chưa có chỉ mục"):
                total(engine)
        WhooshEngine(folder).rebuild(LETTERS)
        with pytest.raises(IndexUnavailable, match="Chưa có chỉ mục"):
            total(engine)

    def test_an_index_that_was_only_put_into_says_so(self, folder: Path) -> None:
        engine = WhooshEngine(folder)
        engine.put(LETTERS)
        assert "chưa được dựng toàn bộ" in engine.state().reason
        engine.rebuild(LETTERS)
        assert engine.state().reason == ""

    def test_one_writer_at_a_time(self, worker: WhooshEngine, folder: Path) -> None:
        with (
            storage.only_writer(folder, 0),
            pytest.raises(IndexUnavailable, match="tiến trình khác"),
        ):
            worker.put([paper(9, "Mới")])
        worker.put([paper(9, "Mới tinh")])
        assert total(worker, '"mới tinh"') == 1

    def test_a_bad_entry_leaves_the_index_as_it_was(self, worker: WhooshEngine) -> None:
        with pytest.raises(TypeError):
            worker.put([paper(9, "Mới tinh"), paper(10, "Hỏng", body=None)])
        with pytest.raises(TypeError):
            worker.rebuild([paper(9, "Mới tinh"), paper(10, "Hỏng", body=None)])
        assert total(worker) == 1
        assert worker.find(Query('"mới tinh"', ALL)).total == 0
        worker.put([paper(9, "Mới tinh")])
        assert total(worker, '"mới tinh"') == 1


class TestDurability:
    def test_flushed_before_it_is_named(
        self, worker: WhooshEngine, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        flushed: list[str] = []
        real = os.fsync

        def noted(handle: int) -> None:
            flushed.append(Path(f"/proc/self/fd/{handle}").readlink().name)
            real(handle)

        monkeypatch.setattr(os, "fsync", noted)
        worker.put([paper(9, "Mới")])
        endings = [next((one for one in (".seg", ".arrays", ".toc") if one in name), name) for name in flushed]
        assert list(dict.fromkeys(endings)) == [".seg", ".toc", "index-1"]
        flushed.clear()
        worker.rebuild(LETTERS)
        assert flushed[-3:] == ["index-2", "CURRENT.new", folder.name]

    @pytest.mark.parametrize("damage", ["zeros", "cut", "gone"])
    def test_small_arrays_that_a_power_cut_spoiled_are_made_anew(
        self, worker: WhooshEngine, folder: Path, damage: str
    ) -> None:
        worker.put([paper(9, "Mới tinh", body="nội dung " * 50)])
        for path in storage.live_directory(folder).glob("*.arrays"):
            data = path.read_bytes()
            start = 16 + int.from_bytes(data[8:16], "big")
            spoiled = {"zeros": data[:start] + b"\0" * (len(data) - start), "cut": data[:-64], "gone": b""}[damage]
            path.write_bytes(spoiled) if spoiled else path.unlink()
        for engine in (WhooshEngine(folder), worker):
            assert total(engine, '"mới tinh"') == 1
        worker.put([paper(10, "Mới tinh hơn")])
        assert total(WhooshEngine(folder), '"mới tinh"') == 2

    def test_the_folder_is_for_its_owner_only(self, worker: WhooshEngine, folder: Path) -> None:
        assert storage.live_directory(folder).stat().st_mode & 0o077 == 0

    @leaks_of_whoosh
    def test_killed_at_any_moment(self, worker: WhooshEngine, web: WhooshEngine, folder: Path) -> None:
        acknowledged = 0
        for kill in range(5):
            reading, writing = os.pipe()
            child = os.fork()
            if child == 0:
                engine = WhooshEngine(folder)
                for number in range(1000):
                    engine.put([paper(10_000 + kill * 1000 + number, "Bền vững")])
                    os.write(writing, b".")
            os.close(writing)
            os.read(reading, 1)
            time.sleep(0.03 + kill * 0.017)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            acknowledged += 1
            while chunk := os.read(reading, 4096):
                acknowledged += len(chunk)
            os.close(reading)
            assert acknowledged <= total(web, '"bền vững"') <= acknowledged + kill + 1
        worker.put([paper(9, "Sau cùng")])
        assert total(web, '"sau cùng"') == 1
