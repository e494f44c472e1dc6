"""The engine without a disk, for tests and small trials: the same arrays and ranking as the real one."""

from collections.abc import Iterable
from datetime import UTC, datetime
from threading import RLock

from portal.search.analysis import ANALYSER_VERSION, Analysed, analyse
from portal.search.answering import answer
from portal.search.building import build
from portal.search.engine import State
from portal.search.entry import Entry, Query, Results
from portal.search.fields import DIGEST
from portal.search.gathering import Gathered
from portal.search.ranking import Ranker
from portal.search.similar import similar
from portal.search.snapshot import Snapshot
from portal.search.suggesting import suggest


class MemoryEngine:
    """Keeps entries in a dictionary; a change makes the next question build new arrays."""

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
        return answer(self._current(), query)

    def suggest(self, text: str, readers: Iterable[str]) -> list[str]:
        return suggest(self._current(), text, frozenset(readers))

    def similar(self, key: tuple[str, int], readers: Iterable[str], limit: int = 5) -> list[tuple[str, int]]:
        return similar(self._current(), key, frozenset(readers), limit)

    def rebuild(self, entries: Iterable[Entry]) -> int:
        fresh = {entry.key: (entry, analyse(entry)) for entry in entries}
        with self._lock:
            self._entries = fresh
            self._changed()
        return len(fresh)

    def tidy(self, *, beside: bool = False) -> bool:
        return False

    def inventory(self) -> dict[tuple[str, int], int]:
        ranker = self._current()
        digests = ranker.snapshot.column(DIGEST)
        return {(kind, record): int(digests[place]) for kind, record, place in ranker.snapshot.records()}

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
                self._ranker = Ranker(Snapshot([build(Gathered(self._entries.values()))]))
            return self._ranker
