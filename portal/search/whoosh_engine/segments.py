"""One state of the index on disk, read without Whoosh's matchers: whole posting lists at a time.

The on-disk layout is that of whoosh.codec.whoosh3 in 2.7.4 (pinned; tests compare with Whoosh's own reading).
"""

import pickle
import struct
import sys
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import accumulate
from threading import RLock
from typing import Any
from weakref import finalize

from whoosh.index import TOC
from whoosh.reading import SegmentReader, TermNotFound

from portal.search.snapshot import Postings
from portal.search.whoosh_engine.schema import DAY, KEY, LENGTHS, PAIR_FIELDS, RECORD, TEXT, pair_term, schema
from portal.search.whoosh_engine.storage import DurableStorage

NAME = "MAIN"


class Segment:
    """One segment file. Not for two threads at once: its file has one place to read from."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self.size: int = reader.doc_count_all()
        self.deleted = frozenset(reader.segment().deleted_docs())
        self._texts: Any = None

    def postings(self, field: str, term: bytes) -> Postings:
        """Local numbers of living documents and the counts."""
        terms = self._reader._terms
        try:
            start, (length,) = terms.term_info(field, term).extent()  # Whoosh forgets to unpack the length
        except TermNotFound:
            return (), ()
        documents, counts = decoded(terms._postfile.get(start, length))
        if self.deleted.isdisjoint(documents):
            return documents, counts
        living = [at for at, number in enumerate(documents) if number not in self.deleted]
        return [documents[at] for at in living], [counts[at] for at in living]

    def terms(self, field: str) -> list[str]:
        """Every term of a field, also of deleted documents."""
        found = []
        for name, term in self._reader._terms.terms_from(field, b""):
            if name != field:
                break
            found.append(term.decode(errors="surrogatepass"))
        return found

    def column(self, name: str, code: str) -> "array[int]":
        """Numbers of all documents; Whoosh leaves out zeros at the end."""
        values = array(code)
        if self._reader._perdoc.has_column(name):
            file, start, length = self._reader._perdoc._get_column_file(name)
            values.frombytes(file.get(start, length))
            if sys.byteorder == "little":
                values.byteswap()
        values.extend([0] * (self.size - len(values)))
        return values

    def text(self, document: int) -> str:
        """The folded text of a document."""
        if self._texts is None:
            self._texts = self._reader.column_reader(TEXT, translate=False)
        packed: bytes = self._texts[document]
        return zlib.decompress(packed).decode(errors="surrogatepass")


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


class DiskSnapshot:
    """All segments of one generation, kept open: their files may be deleted meanwhile."""

    def __init__(self, storage: DurableStorage) -> None:
        toc = TOC.read(storage, NAME, schema=schema())
        self.generation: int = toc.generation
        readers: list[Any] = []
        finalize(self, _close, readers)
        for segment in toc.segments:
            readers.append(SegmentReader(storage, toc.schema, segment, generation=toc.generation))
        self._segments = [Segment(reader) for reader in readers]
        self._bases = list(accumulate((segment.size for segment in self._segments), initial=0))
        self.size = self._bases.pop()
        self.alive = self.size - sum(len(segment.deleted) for segment in self._segments)
        self._lock = RLock()
        self._columns: dict[str, Sequence[int]] = {}

    def postings(self, field: str, term: str) -> Postings:
        wanted = (pair_term(term) if field in PAIR_FIELDS else term).encode(errors="surrogatepass")
        documents, counts = array("I"), array("f")
        with self._lock:
            for base, segment in zip(self._bases, self._segments, strict=True):
                local, weights = segment.postings(field, wanted)
                documents.extend([base + number for number in local])
                counts.extend(weights)
        return documents, counts

    def terms(self, field: str) -> Iterable[str]:
        with self._lock:
            return sorted({term for segment in self._segments for term in segment.terms(field)})

    def lengths(self, field: str) -> Sequence[int]:
        return self._column(LENGTHS[field])

    def record(self, document: int) -> int:
        return self._column(RECORD)[document]

    def day(self, document: int) -> int:
        return self._column(DAY)[document]

    def text(self, document: int) -> str:
        place = bisect_right(self._bases, document) - 1
        with self._lock:
            return self._segments[place].text(document - self._bases[place])

    def holders(self, keys: Iterable[str]) -> list[int]:
        """Document numbers of these keys: what to delete before they are written anew."""
        return [document for key in keys for document in self.postings(KEY, key)[0]]

    def _column(self, name: str) -> Sequence[int]:
        known = self._columns.get(name)
        if known is None:
            with self._lock:
                code = "Q" if name == RECORD else "I"
                values = array(code)
                for segment in self._segments:
                    column = segment.column(name, code)
                    for number in segment.deleted:
                        column[number] = 0
                    values.extend(column)
                known = self._columns[name] = values
        return known


def _close(readers: list[Any]) -> None:
    for reader in readers:
        reader.close()
