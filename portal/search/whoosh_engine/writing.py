"""Writing an index directory: commits that merge nothing (see `merging`) unless segments have become very many."""

import pickle
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.index import TOC, FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import NO_MERGE, PostingPool, SegmentWriter

from portal.search.analysis import Analysed, analyse
from portal.search.arrays import Segment
from portal.search.building import Source, build
from portal.search.entry import Entry
from portal.search.fields import BODY, HEAD, LENGTHS
from portal.search.gathering import Gathered
from portal.search.parts import average
from portal.search.whoosh_engine import sidecar
from portal.search.whoosh_engine.schema import codec, row, schema
from portal.search.whoosh_engine.segments import (
    NAME,
    Kept,
    WhooshSource,
    files_of,
    made_of_whoosh,
    opened,
    stored,
)
from portal.search.whoosh_engine.storage import DurableStorage, QuickStorage

MOST_SEGMENTS = 250
"""With so many a commit merges by itself: only where nobody merges beside."""
MEMORY_MB = 64
CHUNK = 1000
MOST_IN_MEMORY = 200
DRIFT = 0.05
"""How far average lengths may move before the arrays of a segment are made anew."""
QUICKLY_MADE = 500
"""Larger segments are not made anew in a commit: they are written again beside."""
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

    `fresh` are the entries of this commit, if nothing else comes into its segment; `kept` the segments as they were;
    `averages` the lengths to weigh by, if they are not those of the segments of this directory.
    """

    fresh: Made | None = None
    kept: Kept = {}
    averages: tuple[float, float] | None = None

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
        fresh = Gathered(self.fresh) if self.fresh is not None and self._added else None
        missing = [place for place, one in enumerate(segments) if place not in found]
        made = {place: made_of_whoosh(self.storage, segments[place], self.averages) for place in missing
                if not fresh or segments[place] is not self.newsegment}
        averages = self.averages or averages_of([*found.values(), *made.values(), *([fresh] if fresh else [])])
        for place, segment in enumerate(segments):
            arrays = made.get(place) or found.get(place)
            if arrays is None and fresh:
                made[place] = build(fresh, averages)
            elif arrays and moved(arrays.averages, averages) and (place in made or arrays.size <= QUICKLY_MADE):
                made[place] = made_of_whoosh(self.storage, segment, averages)
            if place in made:
                path, size = files_of(self.storage, segment)
                sidecar.write(path, made[place], size)


def averages_of(segments: Sequence[Segment | Source]) -> tuple[float, float]:
    """The average lengths of head and body (of a part of it) over segments, arrays or what they are to be made of."""
    count = max(sum(segment.size for segment in segments), 1)
    head = sum(float(np.sum(segment.column(LENGTHS[HEAD]), dtype=np.float64)) for segment in segments) / count
    bodies = [np.asarray(segment.column(LENGTHS[BODY])) for segment in segments]
    return head, average(np.concatenate(bodies)) if bodies else 0.0


def moved(old: tuple[float, float], new: tuple[float, float]) -> bool:
    """Whether averages are too far from others."""
    return any(abs(max(was, 1.0) - max(now, 1.0)) > DRIFT * max(now, 1.0) for was, now in zip(old, new, strict=True))


def create(directory: Path) -> None:
    """An empty index in an empty directory."""
    FileIndex.create(DurableStorage(directory), schema(), NAME)


def fill(directory: Path, entries: Iterable[Entry]) -> int:
    """Write all entries into an empty index as one segment; of equal keys the last counts."""
    seen: set[tuple[str, int]] = set()
    again: dict[tuple[str, int], Entry] = {}
    writer = new_writer(DurableStorage(directory))
    try:
        for entry in entries:
            if entry.key in seen:
                again[entry.key] = entry
            else:
                seen.add(entry.key)
                writer.add_document(**row(entry, analyse(entry)))
        writer.commit(mergetype=merge_many)
    except BaseException:
        give_up(writer)
        raise
    if again:
        change(directory, list(again), [(entry, analyse(entry)) for entry in again.values()])
    return len(seen)


def change(directory: Path, gone: list[tuple[str, int]], fresh: Made, kept: Kept | None = None) -> None:
    """Delete what has one of these keys, add the fresh entries, in one commit. `kept`: see `opened`."""
    kept = {} if kept is None else kept
    snapshot, _ = opened(DurableStorage(directory), kept)
    small = len(fresh) <= MOST_IN_MEMORY and len(snapshot.segments) < MOST_SEGMENTS
    writer = new_writer((QuickStorage if small else DurableStorage)(directory))
    writer.kept = kept
    try:
        for document in snapshot.places(gone):
            writer.delete_document(document)
        for entry, parts in fresh:
            writer.add_document(**row(entry, parts))
        writer.fresh = fresh
        writer.commit(mergetype=merge_many)
    except BaseException:
        give_up(writer)
        raise


def written_as_one(directory: Path, source: DurableStorage, segments: list[Any], averages: tuple[float, float]) -> Any:
    """The living documents of segments, in their order, as one segment in an empty directory; None if there are none.
    """
    create(directory)
    files = DurableStorage(directory)
    writer = new_writer(files)
    writer.averages = averages
    try:
        for segment in segments:
            _take_over(writer, source, segment)
        writer.commit(mergetype=NO_MERGE)
    except BaseException:
        give_up(writer)
        raise
    return next(iter(TOC.read(files, NAME, schema=schema()).segments), None)


def merge_many(writer: Any, segments: list[Any]) -> list[Any]:
    """Whoosh's merge policy: which segments stay. All, even those that have become empty; but beyond MOST_SEGMENTS the
    smallest are written into the new one, as many as together are not much smaller than the next."""
    if len(segments) < MOST_SEGMENTS:
        return segments
    return _merged(writer, [segment for segment in segments if segment.doc_count()], MOST_SEGMENTS // 2)


def _merged(writer: Any, segments: list[Any], least: int) -> list[Any]:
    """Write at least so many of the smallest into the new segment; the others stay."""
    living = sorted(segments, key=lambda one: one.doc_count())
    writer.fresh = None
    taken = 0
    for merged, segment in enumerate(living):
        if merged >= least and segment.doc_count() > 2 * taken:
            return living[merged:]
        taken += segment.doc_count()
        _take_over(writer, writer.storage, segment)
    return []


def _take_over(writer: Any, source: DurableStorage, segment: Any) -> None:
    reader = SegmentReader(source, schema(), segment)
    try:
        places = writer.write_per_doc(writer.schema.names(), reader)
        _take_postings(writer.pool, WhooshSource(reader), places, writer.docnum - reader.doc_count())
        writer._added = writer.docnum > 0
    finally:
        reader.close()


def _take_postings(pool: Any, source: WhooshSource, places: dict[int, int] | None, first: int) -> None:
    """Add every posting of living documents: those with a place, or all from the first on. Whoosh's own way makes a
    matcher for each term, which takes several times as long."""
    for field, term, documents, counts in source.all_postings():
        for document, count in zip(documents, counts, strict=True):
            place = first + document if places is None else places.get(document)
            if place is not None:
                pool.add((field, term, place, count, b""))


def new_writer(storage: DurableStorage) -> Any:
    """Whoosh's writer with our codec, pool and arrays."""
    writer = ArraysWriter(FileIndex(storage, schema(), NAME), codec=codec())
    writer.pool = ChunkedPool(writer.temp_storage(), writer.newsegment, limitmb=MEMORY_MB)
    return writer


def give_up(writer: Any) -> None:
    """Close and unlock; the index stays as it was. A broken writer may fail to close: unlock it all the same."""
    try:
        if not writer.is_closed:
            writer.cancel()
    finally:
        if writer.writelock.fd is not None:
            writer.writelock.release()
