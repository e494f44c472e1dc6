"""What the search reads: one unchanging state of an index. Documents are numbers from 0 to size - 1."""

from collections.abc import Iterable, Sequence
from typing import Protocol

HEAD, BODY, HEAD_PAIRS, BODY_PAIRS = "head", "body", "head_pairs", "body_pairs"
EXACT, SYMBOL, KIND, READERS = "exact", "symbol", "kind", "readers"

Postings = tuple[Sequence[int], Sequence[float]]


class Snapshot(Protocol):
    """One state. Numbers of deleted documents lie idle: no posting names them."""

    @property
    def size(self) -> int:
        """One more than the highest document number."""
        ...

    @property
    def alive(self) -> int:
        """How many documents there are."""
        ...

    def postings(self, field: str, term: str) -> Postings:
        """Documents that hold a term, rising, and how often each holds it."""
        ...

    def terms(self, field: str) -> Iterable[str]:
        """Every term of a field (not of the pair fields)."""
        ...

    def lengths(self, field: str) -> Sequence[int]:
        """Syllables of HEAD or BODY, by document number; 0 for idle numbers."""
        ...

    def record(self, document: int) -> int:
        """The record id."""
        ...

    def day(self, document: int) -> int:
        """The date as a proleptic ordinal, 0 if it has none."""
        ...

    def text(self, document: int) -> str:
        """The folded text as `analyse` makes it, to verify phrases on."""
        ...
