"""Writing an index directory: small commits without merging, merging once there are many segments."""

import pickle
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import PostingPool

from portal.search.entry import Entry
from portal.search.whoosh_engine.schema import codec, key_of, row, schema
from portal.search.whoosh_engine.segments import NAME, DiskSnapshot
from portal.search.whoosh_engine.storage import DurableStorage

MOST_SEGMENTS = 30
MEMORY_MB = 64
CHUNK = 1000


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
                writer.add_document(**row(entry))
        writer.commit(mergetype=merge_small)
    except BaseException:
        _give_up(writer)
        raise
    if again:
        change(directory, list(again), [row(entry) for entry in again.values()])
    return len(seen)


def change(directory: Path, gone: list[tuple[str, int]], fresh: list[dict[str, Any]]) -> None:
    """Delete what has one of these keys, add the fresh rows, in one commit."""
    storage = DurableStorage(directory)
    snapshot = DiskSnapshot(storage)
    writer = _writer(storage)
    try:
        for document in snapshot.holders(key_of(*key) for key in gone):
            writer.delete_document(document)
        for fields in fresh:
            writer.add_document(**fields)
        writer.commit(mergetype=merge_small)
    except BaseException:
        _give_up(writer)
        raise


def merge_small(writer: Any, segments: list[Any]) -> list[Any]:
    """Whoosh's merge policy: which segments stay. Empty ones go; beyond MOST_SEGMENTS the smallest are
    written into the new one, as many as together are not much smaller than the next."""
    living = sorted((segment for segment in segments if segment.doc_count()), key=lambda one: one.doc_count())
    if len(living) < MOST_SEGMENTS:
        return [segment for segment in segments if segment.doc_count()]
    taken = 0
    for merged, segment in enumerate(living):
        if merged >= MOST_SEGMENTS // 2 and segment.doc_count() > 2 * taken:
            return living[merged:]
        taken += segment.doc_count()
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return []


def _writer(storage: DurableStorage) -> Any:
    writer = FileIndex(storage, schema(), NAME).writer(codec=codec())
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
