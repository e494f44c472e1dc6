"""Writing an index directory: small commits without merging, merging when nobody waits or segments are many."""

import pickle
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import PostingPool, SegmentWriter

from portal.search.analysis import Analysed, analyse
from portal.search.arrays import Segment
from portal.search.building import build
from portal.search.entry import Entry
from portal.search.fields import BODY, HEAD, LENGTHS
from portal.search.gathering import Gathered
from portal.search.parts import average
from portal.search.whoosh_engine import sidecar
from portal.search.whoosh_engine.schema import codec, row, schema
from portal.search.whoosh_engine.segments import NAME, Kept, files_of, made_of_whoosh, opened, stored
from portal.search.whoosh_engine.storage import DurableStorage, QuickStorage

MOST_SEGMENTS, MOST_WHEN_IDLE = 30, 6
LARGEST_WHEN_IDLE = 4_000
"""Segments with more documents are not merged while others wait for the worker."""
MEMORY_MB = 64
CHUNK = 1000
MOST_IN_MEMORY = 200
DRIFT = 0.05
"""How far average lengths may move before the arrays of a segment are made anew."""
Made = list[tuple[Entry, Analysed]]


class ChunkedPool(PostingPool):  # type: ignore[misc]
    """Whoosh's pool of postings on their way to disk, spilled by the thousand: stock pickles them one by one,
    which nearly doubles the time of a rebuild."""

    def _write_run(self, file: Any, items: Iterable[Any]) -> None:
        rest = iter(items)
        with file:
            while chunk := list(islice(rest, CHUNK)):
                pickle.dump(chunk, file, -1)

    def _read_run(self, path: str) -> Iterator[Any]:
        with self._open_run(path) as file:
            while True:
                try:
                    chunk = pickle.load(file)  # noqa: S301 -- written above, moments ago
                except EOFError:
                    break
                yield from chunk
        self._remove_run(path)


class ArraysWriter(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer, which puts the arrays of every segment beside it before the new generation is named.

    `fresh` are the entries of this commit, if nothing else comes into its segment; `kept` the segments as they were.
    """

    fresh: Made | None = None
    kept: Kept = {}

    def _commit_toc(self, segments: list[Any]) -> None:
        for left in Path(self.storage.folder).glob(f".*{sidecar.ENDING}.new"):
            left.unlink()
        self._make_arrays(segments)
        super()._commit_toc(segments)

    def _make_arrays(self, segments: list[Any]) -> None:
        found: dict[int, Segment] = {}
        for place, segment in enumerate(segments):
            if known := stored(self.storage, segment, self.kept)[1]:
                found[place] = known
        missing = [place for place in range(len(segments)) if place not in found]
        made = {place: self._arrays(segments[place], None) for place in missing}
        averages = _averages([*found.values(), *made.values()])
        for place, segment in enumerate(segments):
            arrays = made.get(place) or found[place]
            if _moved(arrays.averages, averages):
                arrays = made[place] = self._arrays(segment, averages)
            if place in made:
                path, size = files_of(self.storage, segment)
                sidecar.write(path, arrays, size)

    def _arrays(self, segment: Any, averages: tuple[float, float] | None) -> Segment:
        if self.fresh is not None and segment is self.newsegment:
            return build(Gathered(self.fresh), averages)
        return made_of_whoosh(self.storage, segment, averages)


def _averages(segments: list[Segment]) -> tuple[float, float]:
    count = max(sum(segment.size for segment in segments), 1)
    head = sum(float(np.sum(segment.column(LENGTHS[HEAD]), dtype=np.float64)) for segment in segments) / count
    bodies = [segment.column(LENGTHS[BODY]) for segment in segments]
    return head, average(np.concatenate(bodies)) if bodies else 0.0


def _moved(old: tuple[float, float], new: tuple[float, float]) -> bool:
    return any(abs(max(was, 1.0) - max(now, 1.0)) > DRIFT * max(now, 1.0) for was, now in zip(old, new, strict=True))


def create(directory: Path) -> None:
    """An empty index in an empty directory."""
    FileIndex.create(DurableStorage(directory), schema(), NAME)


def fill(directory: Path, entries: Iterable[Entry]) -> int:
    """Write all entries into an empty index as one segment; of equal keys the last counts."""
    seen: set[tuple[str, int]] = set()
    again: dict[tuple[str, int], Entry] = {}
    writer = _writer(DurableStorage(directory))
    try:
        for entry in entries:
            if entry.key in seen:
                again[entry.key] = entry
            else:
                seen.add(entry.key)
                writer.add_document(**row(entry, analyse(entry)))
        writer.commit(mergetype=merge_small)
    except BaseException:
        _give_up(writer)
        raise
    if again:
        change(directory, list(again), [(entry, analyse(entry)) for entry in again.values()])
    return len(seen)


def change(directory: Path, gone: list[tuple[str, int]], fresh: Made, kept: Kept | None = None) -> None:
    """Delete what has one of these keys, add the fresh entries, in one commit. `kept`: see `opened`."""
    kept = {} if kept is None else kept
    snapshot, _ = opened(DurableStorage(directory), kept)
    small = len(fresh) <= MOST_IN_MEMORY and len(snapshot.segments) < MOST_SEGMENTS
    writer = _writer((QuickStorage if small else DurableStorage)(directory))
    writer.kept = kept
    try:
        for document in snapshot.places(gone):
            writer.delete_document(document)
        for entry, parts in fresh:
            writer.add_document(**row(entry, parts))
        writer.fresh = fresh
        writer.commit(mergetype=merge_small)
    except BaseException:
        _give_up(writer)
        raise


def merge(directory: Path) -> bool:
    """Merge small segments if there are several; whether there were."""
    storage = DurableStorage(directory)
    writer = _writer(storage)
    try:
        small = [one for one in writer.segments if one.doc_count() <= LARGEST_WHEN_IDLE]
        if len(small) < MOST_WHEN_IDLE:
            writer.cancel()
            return False
        writer.commit(mergetype=merge_idle)
    except BaseException:
        _give_up(writer)
        raise
    return True


def merge_small(writer: Any, segments: list[Any]) -> list[Any]:
    """Whoosh's merge policy: which segments stay. Empty ones go; beyond MOST_SEGMENTS the smallest are
    written into the new one, as many as together are not much smaller than the next."""
    living = [segment for segment in segments if segment.doc_count()]
    return living if len(living) < MOST_SEGMENTS else _merged(writer, living, MOST_SEGMENTS // 2)


def merge_idle(writer: Any, segments: list[Any]) -> list[Any]:
    """The policy while nobody waits: the small ones become one."""
    living = [segment for segment in segments if segment.doc_count()]
    large = [segment for segment in living if segment.doc_count() > LARGEST_WHEN_IDLE]
    return large + _merged(writer, [segment for segment in living if segment not in large], MOST_WHEN_IDLE - 1)


def _merged(writer: Any, segments: list[Any], least: int) -> list[Any]:
    """Write at least so many of the smallest into the new segment; the others stay."""
    living = sorted(segments, key=lambda one: one.doc_count())
    writer.fresh = None
    taken = 0
    for merged, segment in enumerate(living):
        if merged >= least and segment.doc_count() > 2 * taken:
            return living[merged:]
        taken += segment.doc_count()
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return []


def _writer(storage: DurableStorage) -> Any:
    writer = ArraysWriter(FileIndex(storage, schema(), NAME), codec=codec())
    writer.pool = ChunkedPool(writer.temp_storage(), writer.newsegment, limitmb=MEMORY_MB)
    return writer


def _give_up(writer: Any) -> None:
    """Close and unlock; the index stays as it was. A broken writer may fail to close: unlock it all the same."""
    try:
        if not writer.is_closed:
            writer.cancel()
    finally:
        if writer.writelock.fd is not None:
            writer.writelock.release()
