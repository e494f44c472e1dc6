"""Merging beside: small segments become one in a folder of its own, while commits go on.

Nobody waits for it: the writer's lock is held only to put the new segment in the place of those it was made of, with
what was deleted meanwhile. A `Merger` has it done by a process of its own, which yields the processor to all others;
one that dies leaves the index as it was.
"""

import fcntl
import os
import shutil
import sys
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from whoosh.index import TOC

from portal.search.whoosh_engine import sidecar, storage
from portal.search.whoosh_engine.schema import schema
from portal.search.whoosh_engine.segments import NAME, Kept, stored
from portal.search.whoosh_engine.storage import DurableStorage, QuickStorage
from portal.search.whoosh_engine.writing import averages_of, give_up, moved, new_writer, written_as_one

FEWEST = 8
"""So many segments of like size become one."""
SMALL = 100
"""Segments of fewer documents are of like size whatever it is."""
LOCK, BESIDE = "MERGER.lock", "beside"
ROUNDS, TRIES = 20, 5
_TOP = Path(__file__).resolve().parents[3]


def due(segments: list[Any]) -> list[Any]:
    """Segments that should become one: of like size; else one with more documents gone than left."""
    rising = sorted(segments, key=lambda one: one.doc_count())
    for start in range(len(rising) - FEWEST + 1):
        end, taken = start, 0
        while end < len(rising) and rising[end].doc_count() <= max(2 * taken, SMALL, rising[start].doc_count()):
            taken += rising[end].doc_count()
            end += 1
        if end - start >= FEWEST:
            return rising[start:end]
    return next(([one] for one in rising if one.deleted_count() > max(one.doc_count(), SMALL)), [])


def chosen(directory: Path, kept: Kept) -> tuple[list[Any], tuple[float, float]]:
    """(what to write into one segment now, the average lengths of head and body). What is due; else a segment whose
    arrays are of days with other lengths."""
    files = DurableStorage(directory)
    segments = _segments(files)
    arrays = [stored(files, one, kept)[1] for one in segments]
    averages = averages_of([one for one in arrays if one])
    old = [one for one, known in zip(segments, arrays, strict=True) if known and moved(known.averages, averages)]
    return due(segments) or old[:1], averages


def _segments(files: DurableStorage) -> list[Any]:
    """Of the newest generation; a commit may take away the table between its being found and opened."""
    for _ in range(TRIES):
        with suppress(FileNotFoundError):
            return list(TOC.read(files, NAME, schema=schema()).segments)
    return list(TOC.read(files, NAME, schema=schema()).segments)


def merge(folder: Path, directory: Path, patience: float) -> bool:
    """Merge what is due, unless another process is at it; whether the index has changed."""
    with _only_merger(folder) as alone:
        if not alone:
            return False
        segments, averages = chosen(directory, {})
        if not segments:
            return False
        beside = directory / BESIDE
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(mode=0o700)
        try:
            merged = written_as_one(beside, DurableStorage(directory), segments, averages)
            with storage.only_writer(folder, patience):
                return storage.live_directory(folder) == directory and _hand_over(directory, segments, merged)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def _hand_over(directory: Path, segments: list[Any], merged: Any) -> bool:
    """Name the new segment instead of those it was made of, as they stand now; False where one is no longer there."""
    writer = new_writer(QuickStorage(directory))
    try:
        now = {one.segment_id(): one for one in writer.segments}
        if any(one.segment_id() not in now for one in segments):
            writer.cancel()
            return False
        if merged is not None:
            _delete_since(segments, now, merged)
            for ending in (".seg", sidecar.ENDING):
                name = merged.make_filename(ending)
                (directory / BESIDE / name).replace(directory / name)
            storage.flush_folder(directory)
        replaced = {one.segment_id() for one in segments}
        left = [one for one in writer.segments if one.segment_id() not in replaced]
        writer.commit(mergetype=lambda _, known: [one for one in (*left, merged) if one and one.doc_count()])
    except BaseException:
        give_up(writer)
        raise
    return True


def _delete_since(segments: list[Any], now: dict[str, Any], merged: Any) -> None:
    """Mark in the new segment what has been deleted in the old ones since they were read."""
    base = 0
    for one in segments:
        before = sorted(one.deleted_docs())
        for document in set(now[one.segment_id()].deleted_docs()).difference(before):
            merged.delete_document(base + document - bisect_left(before, document))
        base += one.doc_count()


@contextmanager
def _only_merger(folder: Path) -> Iterator[bool]:
    """Whether nobody else merges here; the lock dies with its process."""
    with (folder / LOCK).open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


class Merger:
    """Starts the process that merges a folder, one at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._child = 0

    def begin(self) -> bool:
        """Have it merged, unless that is going on; whether a process was started."""
        if self._runs():
            return False
        command = [sys.executable, "-P", "-s", "-m", __package__, str(self._folder.resolve())]
        environment = {"PATH": os.defpath, "PYTHONPATH": str(_TOP), "PYTHONUTF8": "1", "LANG": "C.UTF-8"}
        self._child = os.posix_spawn(sys.executable, command, environment)
        return True

    def _runs(self) -> bool:
        with suppress(ChildProcessError):
            if self._child and os.waitpid(self._child, os.WNOHANG) == (0, 0):
                return True
        self._child = 0
        return False
