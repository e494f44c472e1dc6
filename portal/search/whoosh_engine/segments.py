"""Segments of Whoosh as arrays: from the file beside them, else made of what Whoosh wrote.

The on-disk layout is that of whoosh.codec.whoosh3 in 2.7.4 (pinned; tests compare with Whoosh's own reading).
"""

import pickle
import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import Any

from whoosh.index import TOC
from whoosh.reading import SegmentReader

from portal.search.arrays import Segment
from portal.search.building import Postings, build
from portal.search.snapshot import Snapshot
from portal.search.whoosh_engine import sidecar
from portal.search.whoosh_engine.schema import TEXT, code_of, schema
from portal.search.whoosh_engine.storage import DurableStorage

NAME = "MAIN"
Kept = dict[tuple[str, int, int], Segment]


class WhooshSource:
    """What Whoosh wrote of one segment, deleted documents too."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self.size: int = reader.doc_count_all()
        self._extents: dict[str, dict[str, tuple[int, int]]] = {}
        for (field, term), info in reader._terms.items():
            start, (length,) = info.extent()  # Whoosh forgets to unpack the length
            self._extents.setdefault(field, {})[term.decode(errors="surrogatepass")] = start, length

    def names(self, field: str) -> Iterable[str]:
        return self._extents.get(field, {}).keys()

    def postings(self, field: str, term: str) -> Postings:
        extent = self._extents.get(field, {}).get(term)
        return decoded(self._reader._terms._postfile.get(*extent)) if extent else ((), ())

    def all_postings(self) -> Iterator[tuple[str, bytes, Sequence[int], Sequence[float]]]:
        """(field, term, documents, how often each holds it) of every term."""
        for field, extents in self._extents.items():
            for term, extent in extents.items():
                yield field, term.encode(errors="surrogatepass"), *decoded(self._reader._terms._postfile.get(*extent))

    def column(self, name: str) -> Sequence[int]:
        """Numbers of all documents; Whoosh leaves out zeros at the end."""
        values = array(code_of(name))
        if self._reader._perdoc.has_column(name):
            file, start, length = self._reader._perdoc._get_column_file(name)
            values.frombytes(file.get(start, length))
            if sys.byteorder == "little":
                values.byteswap()
        values.extend([0] * (self.size - len(values)))
        return values

    def texts(self) -> Iterator[str]:
        packed = self._reader.column_reader(TEXT, translate=False)
        for document in range(self.size):
            yield zlib.decompress(packed[document]).decode(errors="surrogatepass")


def decoded(data: bytes) -> tuple[list[int], list[float]]:
    """A posting list as it lies in the file: blocks of (length, pickled facts, packed numbers)."""
    stream = BytesIO(data)
    stream.seek(4)  # the codec's mark
    documents: list[int] = []
    counts: list[float] = []
    last = False
    while not last:
        (length,) = struct.unpack("!i", stream.read(4))
        last = length < 0
        end = stream.tell() + abs(length)
        number, _, _, packed, _, _ = pickle.load(stream)  # noqa: S301 -- our own file, in our own folder
        block = stream.read(end - stream.tell())
        steps, weights, _ = pickle.loads(zlib.decompress(block) if packed else block)  # noqa: S301
        documents.extend(accumulate(steps))
        if weights is None or isinstance(weights, float):
            counts.extend([1.0 if weights is None else weights] * number)
        else:
            counts.extend(weights)
    return documents, counts


def made_of_whoosh(storage: DurableStorage, segment: Any, averages: tuple[float, float] | None = None) -> Segment:
    """The arrays of a segment, read from what Whoosh wrote."""
    reader = SegmentReader(storage, schema(), segment)
    try:
        return build(WhooshSource(reader), averages)
    finally:
        reader.close()


def files_of(storage: DurableStorage, segment: Any) -> tuple[Path, int]:
    """(the file of its arrays, size of the segment file)."""
    folder = Path(storage.folder)
    return folder / segment.make_filename(sidecar.ENDING), (folder / segment.make_filename(".seg")).stat().st_size


def stored(storage: DurableStorage, segment: Any, kept: Kept) -> tuple[tuple[str, int, int], Segment | None]:
    """(the key of a segment as it is now, its arrays if they are kept or lie beside it)."""
    path, size = files_of(storage, segment)
    stamp = path.stat().st_mtime_ns if path.exists() else 0
    key = segment.segment_id(), size, stamp
    return key, kept.get(key) or sidecar.read(path, size)


def opened(storage: DurableStorage, kept: Kept | None = None) -> tuple[Snapshot, int]:
    """The newest generation and its number. `kept` holds the segments of the former one, and is brought up to date."""
    toc = TOC.read(storage, NAME, schema=schema())
    known: Kept = {}
    for segment in toc.segments:
        key, found = stored(storage, segment, kept or {})
        if found is None or found.size != segment.doc_count_all():
            found = made_of_whoosh(storage, segment)
        known[key] = found
    if kept is not None:
        kept.clear()
        kept.update(known)
    deleted = [frozenset(segment.deleted_docs()) for segment in toc.segments]
    return Snapshot(known.values(), deleted), int(toc.generation)
