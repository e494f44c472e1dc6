"""The engine: one snapshot per generation for those who ask, one writer under a lock."""

import os
import pickle
import struct
import time
import zlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TypeVar

from whoosh.index import TOC, LockError
from whoosh.index import IndexError as BrokenIndex

from portal.core.i18n import lazy_gettext as _l
from portal.search.analysis import analyse
from portal.search.answering import answer
from portal.search.engine import IndexUnavailable, State
from portal.search.entry import Entry, Query, Results
from portal.search.fields import DIGEST
from portal.search.ranking import Ranker
from portal.search.similar import similar
from portal.search.suggesting import suggest
from portal.search.whoosh_engine import storage
from portal.search.whoosh_engine.merging import Merger, chosen, merge
from portal.search.whoosh_engine.schema import FINGERPRINT
from portal.search.whoosh_engine.segments import NAME, Kept, opened
from portal.search.whoosh_engine.writing import Made, change, create, fill

TRIES = 3
UNREADABLE = (
    OSError, EOFError, ValueError, LookupError, AttributeError, TypeError, AssertionError, NameError,
    struct.error, zlib.error, pickle.UnpicklingError, BrokenIndex, LockError,
)  # fmt: skip
UNREADABLE_INDEX = _l("Không đọc được chỉ mục tìm kiếm: cần dựng lại.")
UNWRITABLE = _l("Không ghi được chỉ mục tìm kiếm: cần dựng lại.")
OTHER_VERSION = _l("Chỉ mục do phiên bản khác của phần mềm tạo ra: cần dựng lại.")
PARTIAL = _l("Chỉ mục chưa được dựng toàn bộ lần nào: có thể còn thiếu.")
T = TypeVar("T")
Mark = tuple[str, int]


class WhooshEngine:
    """Search on disk. One instance serves all threads of a process.

    `look_every`: how many seconds an asker may go on with the state it knows; `patience`: how long a
    writer waits for another one.
    """

    def __init__(self, folder: Path, *, look_every: float = 0.5, patience: float = 30.0) -> None:
        self._folder = Path(folder)
        self._look_every = look_every
        self._patience = patience
        self._lock = Lock()
        self._ranker: Ranker | None = None
        self._mark: Mark | None = None
        self._kept: Kept = {}
        self._written: Kept = {}
        self._merger = Merger(self._folder)
        self._trouble: IndexUnavailable | None = None
        self._looked_at = float("-inf")
        self._process = os.getpid()

    def find(self, query: Query) -> Results:
        """The page asked for; IndexUnavailable if there is no index of this version that can be read."""
        return self._reading(lambda ranker: answer(ranker, query))

    def suggest(self, text: str, readers: Iterable[str]) -> list[str]:
        """Other queries near to this one."""
        tokens = frozenset(readers)
        return self._reading(lambda ranker: suggest(ranker, text, tokens))

    def similar(self, key: tuple[str, int], readers: Iterable[str], limit: int = 5) -> list[tuple[str, int]]:
        """Keys of readable records like a readable one."""
        tokens = frozenset(readers)
        return self._reading(lambda ranker: similar(ranker, key, tokens, limit))

    def inventory(self) -> dict[tuple[str, int], int]:
        """What is indexed, with the checksum of each entry."""
        return self._reading(_inventory)

    def put(self, entries: Iterable[Entry]) -> None:
        """Add or replace. In a folder without any index this makes one, marked as partial (see `state`)."""
        latest = {entry.key: entry for entry in entries}
        if latest:
            self._change(list(latest), [(entry, analyse(entry)) for entry in latest.values()])

    def drop(self, keys: Iterable[tuple[str, int]]) -> None:
        """Take records out."""
        gone = list(dict.fromkeys(keys))
        if gone:
            self._change(gone, [])

    def rebuild(self, entries: Iterable[Entry]) -> int:
        """Build a new directory and make it the live one; the former stays beside it until the next time."""
        with storage.only_writer(self._folder, self._patience):
            directory = storage.new_directory(self._folder)
            try:
                create(directory)
                count = fill(directory, entries)
                storage.write_meta(directory, FINGERPRINT, "rebuild")
            except BaseException:
                storage.discard(directory)
                raise
            storage.make_live(directory)
        self._look_again()
        return count

    def tidy(self, *, beside: bool = False) -> bool:
        """Merge small segments, here or in a process of its own; others may write meanwhile."""
        directory = self._checked()
        try:
            if beside:
                return bool(chosen(directory, self._written)[0]) and self._merger.begin()
            merged = merge(self._folder, directory, self._patience)
        except UNREADABLE as error:
            raise IndexUnavailable(UNWRITABLE, repr(error)) from error
        self._look_again()
        return merged

    def fingerprint(self) -> str:
        """Schema and analyser version of this code."""
        return FINGERPRINT

    def state(self) -> State:
        """Health, size and age; never raises."""
        try:
            ranker = self._current()
            directory = storage.live_directory(self._folder)
            files = [path.stat() for path in directory.iterdir() if path.is_file()]
            written = max(file.st_mtime for file in files)
            partial = storage.read_meta(directory)["made_by"] != "rebuild"
        except IndexUnavailable as error:
            return State(False, reason=str(error.reason))
        except (OSError, ValueError) as error:
            return State(False, reason=f"{UNREADABLE_INDEX} ({error})")
        assert self._mark is not None
        return State(
            ok=True,
            count=ranker.snapshot.alive,
            generation=self._mark[1],
            written_at=datetime.fromtimestamp(written, UTC),
            bytes=sum(file.st_size for file in files),
            parts=len(ranker.snapshot.segments),
            reason=str(PARTIAL) if partial else "",
        )

    def _change(self, gone: list[tuple[str, int]], fresh: Made) -> None:
        with storage.only_writer(self._folder, self._patience):
            if not (self._folder / storage.CURRENT).exists() and not storage.directories(self._folder):
                directory = storage.new_directory(self._folder)
                create(directory)
                storage.write_meta(directory, FINGERPRINT, "put")
                storage.make_live(directory)
            directory = self._checked()
            try:
                change(directory, gone, fresh, self._written)
            except UNREADABLE as error:
                raise IndexUnavailable(UNWRITABLE, repr(error)) from error
        self._look_again()

    def _checked(self) -> Path:
        """The live directory, if it is of this version."""
        directory = storage.live_directory(self._folder)
        made_with = storage.read_meta(directory)["fingerprint"]
        if made_with != FINGERPRINT:
            raise IndexUnavailable(OTHER_VERSION, made_with[:80])
        return directory

    def _look_again(self) -> None:
        with self._lock:
            self._looked_at = float("-inf")

    def _reading(self, ask: Callable[[Ranker], T]) -> T:
        """Ask the current snapshot; damage that shows only now is IndexUnavailable too."""
        ranker = self._current()
        try:
            return ask(ranker)
        except UNREADABLE as error:
            raise IndexUnavailable(UNREADABLE_INDEX, repr(error)) from error

    def _current(self) -> Ranker:
        """The ranker of the newest generation; looks for it, or fails anew, at most every `look_every`."""
        with self._lock:
            if self._process != os.getpid():  # a fork shares the place its files are read from
                self._process, self._ranker, self._looked_at = os.getpid(), None, float("-inf")
                self._kept = {}
            now = time.monotonic()
            if now - self._looked_at >= self._look_every:
                self._looked_at = now
                self._trouble = None
                try:
                    self._refresh()
                except IndexUnavailable as error:
                    self._trouble = error
                    raise
            if self._trouble is not None or self._ranker is None:
                known = self._trouble or IndexUnavailable(UNREADABLE_INDEX)
                raise IndexUnavailable(known.reason, known.detail)
            return self._ranker

    def _refresh(self) -> None:
        """Open a new snapshot if there is a newer generation; the old one closes with its last asker."""
        directory = self._checked()
        files = storage.DurableStorage(directory)
        for attempt in range(1, TRIES + 1):
            try:
                mark = directory.name, TOC._latest_generation(files, NAME)
                if self._ranker is None or mark != self._mark:
                    snapshot, generation = opened(files, self._kept)
                    self._ranker, self._mark = Ranker(snapshot), (directory.name, generation)
                return
            except UNREADABLE as error:
                if attempt == TRIES:
                    raise IndexUnavailable(UNREADABLE_INDEX, repr(error)) from error
                time.sleep(0.02 * attempt)


def _inventory(ranker: Ranker) -> dict[tuple[str, int], int]:
    digests = ranker.snapshot.column(DIGEST)
    return {(kind, record): int(digests[place]) for kind, record, place in ranker.snapshot.records()}
