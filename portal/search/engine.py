"""What an engine can do. One contract test runs over every engine (tests/search/test_contract.py)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from portal.search.entry import Entry, Query, Results


class IndexUnavailable(Exception):
    """The index is missing, unreadable, of another version or being written for too long.

    `reason` is for administrators. Nothing was deleted: a rebuild repairs it.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class State:
    """How the index is: for the administrator's page and the health check."""

    ok: bool
    count: int = 0
    generation: int = 0
    written_at: datetime | None = None
    bytes: int = 0
    reason: str = ""


class Engine(Protocol):
    """Only the worker calls put, drop and rebuild; anyone may call the rest, from any thread."""

    def put(self, entries: Iterable[Entry]) -> None:
        """Add or replace entries by (kind, id). They are safe on disk when this returns."""
        ...

    def drop(self, keys: Iterable[tuple[str, int]]) -> None:
        """Take records out; those that are not there are passed over."""
        ...

    def find(self, query: Query) -> Results:
        """The page asked for, of what the asker may read. Any text is a query; IndexUnavailable if none."""
        ...

    def suggest(self, text: str, readers: Iterable[str]) -> list[str]:
        """Other queries, near to this text, whose words all stand in some record the asker may read."""
        ...

    def rebuild(self, entries: Iterable[Entry]) -> int:
        """Build anew beside the old index, which answers meanwhile, then swap; how many it holds."""
        ...

    def fingerprint(self) -> str:
        """Schema and analyser version: an index with another fingerprint must be rebuilt."""
        ...

    def state(self) -> State:
        """Health and size; never raises."""
        ...
