"""The engine without a disk, for tests and small trials: the same analysis and ranking as the real one."""

from array import array
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from threading import RLock

from portal.search import snapshot as fields
from portal.search.analysis import ANALYSER_VERSION, Analysed, analyse
from portal.search.engine import State
from portal.search.entry import Entry, Query, Results
from portal.search.finding import find
from portal.search.ranking import Ranker
from portal.search.snapshot import Postings
from portal.search.suggesting import suggest


class MemorySnapshot:
    """Postings in dictionaries."""

    def __init__(self, entries: Iterable[tuple[Entry, Analysed]]) -> None:
        self._entries: list[Entry] = []
        self._texts: list[str] = []
        self._lengths: dict[str, list[int]] = {fields.HEAD: [], fields.BODY: []}
        self._postings: dict[str, dict[str, tuple[array[int], array[float]]]] = {}
        for entry, parts in entries:
            self._add(entry, parts)

    def _add(self, entry: Entry, parts: Analysed) -> None:
        number = len(self._entries)
        self._entries.append(entry)
        self._texts.append(parts.text)
        self._lengths[fields.HEAD].append(parts.head.total())
        self._lengths[fields.BODY].append(parts.body.total())
        counted = {
            fields.HEAD: parts.head,
            fields.BODY: parts.body,
            fields.HEAD_PAIRS: parts.head_pairs,
            fields.BODY_PAIRS: parts.body_pairs,
            fields.EXACT: parts.exact,
            fields.SYMBOL: parts.symbol,
            fields.KIND: {entry.kind: 1},
            fields.READERS: dict.fromkeys(entry.readers, 1),
        }
        for field, counts in counted.items():
            terms = self._postings.setdefault(field, {})
            for term, count in counts.items():
                documents, weights = terms.setdefault(term, (array("I"), array("f")))
                documents.append(number)
                weights.append(count)

    @property
    def size(self) -> int:
        return len(self._entries)

    @property
    def alive(self) -> int:
        return len(self._entries)

    def postings(self, field: str, term: str) -> Postings:
        return self._postings.get(field, {}).get(term, ((), ()))

    def terms(self, field: str) -> Iterable[str]:
        return self._postings.get(field, {}).keys()

    def lengths(self, field: str) -> Sequence[int]:
        return self._lengths[field]

    def record(self, document: int) -> int:
        return self._entries[document].id

    def day(self, document: int) -> int:
        date = self._entries[document].date
        return date.toordinal() if date else 0

    def text(self, document: int) -> str:
        return self._texts[document]


class MemoryEngine:
    """Keeps entries in a dictionary; a change makes the next question build a new snapshot."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._entries: dict[tuple[str, int], tuple[Entry, Analysed]] = {}
        self._ranker: Ranker | None = None
        self._generation = 0
        self._written_at: datetime | None = None

    def put(self, entries: Iterable[Entry]) -> None:
        fresh = {entry.key: (entry, analyse(entry)) for entry in entries}
        with self._lock:
            self._entries.update(fresh)
            self._changed()

    def drop(self, keys: Iterable[tuple[str, int]]) -> None:
        with self._lock:
            for key in keys:
                self._entries.pop(key, None)
            self._changed()

    def find(self, query: Query) -> Results:
        return find(self._current(), query)

    def suggest(self, text: str, readers: Iterable[str]) -> list[str]:
        return suggest(self._current(), text, frozenset(readers))

    def rebuild(self, entries: Iterable[Entry]) -> int:
        fresh = {entry.key: (entry, analyse(entry)) for entry in entries}
        with self._lock:
            self._entries = fresh
            self._changed()
        return len(fresh)

    def fingerprint(self) -> str:
        return f"memory-{ANALYSER_VERSION}"

    def state(self) -> State:
        with self._lock:
            return State(True, len(self._entries), self._generation, self._written_at)

    def _changed(self) -> None:
        self._ranker = None
        self._generation += 1
        self._written_at = datetime.now(UTC)

    def _current(self) -> Ranker:
        with self._lock:
            if self._ranker is None:
                self._ranker = Ranker(MemorySnapshot(self._entries.values()))
            return self._ranker
