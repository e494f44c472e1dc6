"""What an engine can do. One contract test runs over every engine (tests/search/test_contract.py)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from portal.search.entry import Entry, Query, Results


class IndexUnavailable(Exception):
    """The index is missing, unreadable, of another version or being written for too long.

    `reason` is a sentence for administrators, `detail` the technical cause for the log. Nothing was deleted: a
    rebuild repairs it.
    """

    def __init__(self, reason: Any, detail: str = "") -> None:
        super().__init__(f"{reason} {detail}".strip())
        self.reason, self.detail = reason, detail


@dataclass(frozen=True, slots=True)
class State:
    """How the index is: for the administrator's page and the health check."""

    ok: bool
    count: int = 0
    generation: int = 0
    written_at: datetime | None = None
    bytes: int = 0
    parts: int = 1
    reason: str = ""


class Engine(Protocol):
    """Only the worker calls put, drop, rebuild and tidy; anyone may call the rest, from any thread."""

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

    def similar(self, key: tuple[str, int], readers: Iterable[str], limit: int = 5) -> list[tuple[str, int]]:
        """Keys of readable records like a readable one, likest first."""
        ...

    def rebuild(self, entries: Iterable[Entry]) -> int:
        """Build anew beside the old index, which answers meanwhile, then swap; how many it holds."""
        ...

    def tidy(self, *, beside: bool = False) -> bool:
        """Merge small parts; `beside`: in a process of its own, which nobody waits for. Whether there was anything to
        do. Only the worker calls it."""
        ...

    def inventory(self) -> dict[tuple[str, int], int]:
        """What is indexed: (kind, id) → checksum of the entry (`analysis.digest`)."""
        ...

    def fingerprint(self) -> str:
        """Schema and analyser version: an index with another fingerprint must be rebuilt."""
        ...

    def state(self) -> State:
        """Health and size; never raises."""
        ...
