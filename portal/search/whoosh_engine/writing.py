"""Writing an index directory: small commits without merging, merging once there are many segments."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from whoosh.index import FileIndex
from whoosh.reading import SegmentReader

from portal.search.entry import Entry
from portal.search.whoosh_engine.schema import codec, key_of, row, schema
from portal.search.whoosh_engine.segments import NAME, DiskSnapshot
from portal.search.whoosh_engine.storage import DurableStorage

MOST_SEGMENTS = 30
MEMORY_MB = 64


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
        change(directory, list(again), list(again.values()))
    return len(seen)


def change(directory: Path, gone: list[tuple[str, int]], fresh: list[Entry]) -> None:
    """Delete what has one of these keys, add the fresh entries, in one commit."""
    storage = DurableStorage(directory)
    rows = [row(entry) for entry in fresh]
    snapshot = DiskSnapshot(storage)
    writer = _writer(storage)
    try:
        for document in snapshot.holders(key_of(*key) for key in gone):
            writer.delete_document(document)
        for fields in rows:
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
    return FileIndex(storage, schema(), NAME).writer(limitmb=MEMORY_MB, codec=codec())


def _give_up(writer: Any) -> None:
    """Close and unlock; the index stays as it was. A commit that failed half-way may be closed already."""
    if not writer.is_closed:
        writer.cancel()
