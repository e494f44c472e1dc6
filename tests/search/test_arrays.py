"""The arrays beside a segment: never needed, never wrong, and the same records as an engine of others finds."""

import random
import sqlite3
from pathlib import Path

import pytest

from portal.search.analysis import syllables
from portal.search.building import build
from portal.search.entry import Query
from portal.search.gathering import gather
from portal.search.snapshot import Snapshot
from portal.search.whoosh_engine import WhooshEngine, merging, sidecar, storage
from tests.search.conftest import ALL, LETTERS, ids, paper

WORDS = "đảng bộ ga tàu đường sắt nghị quyết chi cán học tập an toàn kế hoạch năm số".split()  # noqa: SIM905
QUESTIONS = ("nghị quyết", '"học tập"', "98-CV/ĐU", "cán bộ -ga", "ngh*", "ngị quyết")


def library(number: int, seed: int = 3) -> list:  # type: ignore[type-arg]
    """Papers of few words, so that phrases occur."""
    chance = random.Random(seed)
    return [paper(n, " ".join(chance.choices(WORDS, k=4)), body=" ".join(chance.choices(WORDS, k=20)),
                  readers=frozenset({"all" if n % 3 else "some"})) for n in range(number)]


def files(folder: Path) -> list[Path]:
    return sorted(storage.live_directory(folder).glob(f"*{sidecar.ENDING}"))


@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "longer", "mark", "head"])
def test_arrays_that_are_damaged_are_made_anew(folder: Path, damage: str) -> None:
    WhooshEngine(folder).rebuild(LETTERS)
    expected = [WhooshEngine(folder).find(Query(text, ALL)) for text in QUESTIONS]
    (path,) = files(folder)
    whole = path.read_bytes()
    changed = {"empty": b"", "cut": whole[: len(whole) // 2], "longer": whole + b"\0" * 64, "mark": b"X" + whole[1:],
               "head": whole[:20] + b"\xff" * 40 + whole[60:]}  # fmt: skip
    path.unlink() if damage == "gone" else path.write_bytes(changed[damage])
    assert [WhooshEngine(folder).find(Query(text, ALL)) for text in QUESTIONS] == expected
    WhooshEngine(folder).put([paper(99, "Thêm")])
    assert all(sidecar.read(one, one.with_suffix(".seg").stat().st_size) for one in files(folder))


def test_many_commits_score_as_one(folder: Path) -> None:
    entries = library(60)
    whole, pieces = WhooshEngine(folder / "whole"), WhooshEngine(folder / "pieces")
    whole.rebuild(entries)
    for start in range(0, 60, 6):
        pieces.put(entries[start : start + 6])
    assert pieces.state().parts > 5
    for text in ("đảng bộ ga", "nghị quyết học tập", '"an toàn"'):
        one, other = (engine.find(Query(text, ALL, limit=60)) for engine in (whole, pieces))
        assert (one.total, one.whole, sorted(ids(one))) == (other.total, other.whole, sorted(ids(other)))
        for hit in one.hits:
            assert next(it.score for it in other.hits if it.id == hit.id) == pytest.approx(hit.score, rel=0.05)


def test_idle_merging_keeps_everything(folder: Path) -> None:
    engine, entries = WhooshEngine(folder), library(30)
    for entry in entries:
        engine.put([entry])
        engine.drop([("document", entry.id - 5)] if entry.id % 4 == 0 else [])
    before = engine.inventory()
    parts = engine.state().parts
    assert engine.tidy()
    assert engine.state().parts < min(parts, merging.FEWEST)
    assert engine.inventory() == before
    assert not engine.tidy()


def test_the_same_records_as_fts5(folder: Path) -> None:
    entries = library(300)
    engine = WhooshEngine(folder)
    engine.rebuild(entries[:200])
    engine.put(entries[200:])
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE paper USING fts5(title, body)")
    for entry in entries:
        if "all" in entry.readers:
            base.execute("INSERT INTO paper (rowid, title, body) VALUES (?, ?, ?)",
                         (entry.id, " ".join(syllables(entry.title)), " ".join(syllables(entry.body))))  # fmt: skip
    chance = random.Random(9)
    for _ in range(100):
        words = chance.choices(WORDS, k=chance.choice((2, 3)))
        for text, match in ((f'"{" ".join(words)}"', f'"{" ".join(syllables(" ".join(words)))}"'),
                            (" ".join(words), " AND ".join(syllables(" ".join(words))))):  # fmt: skip
            found = engine.find(Query(text, ALL, limit=300, as_typed=True))
            theirs = {row[0] for row in base.execute("SELECT rowid FROM paper WHERE paper MATCH ?", (match,))}
            assert {hit.id for hit in found.hits if not hit.lacks} == theirs, text
            assert found.whole == len(theirs)
    base.close()


def test_phrases_stand_in_one_part_also_over_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.search import building

    entries = library(50)
    whole = build(gather(entries))
    monkeypatch.setattr(building, "CHUNK", 40)
    pieces = build(gather(entries))
    assert whole.arrays.keys() == pieces.arrays.keys()
    for name, values in whole.arrays.items():
        assert values.tolist() == pieces.arrays[name].tolist(), name
    assert Snapshot([whole]).standing(Snapshot([whole]).numbers([]), ("a", "b")).tolist() == []
