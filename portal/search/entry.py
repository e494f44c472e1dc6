"""What goes into the search room and what comes out: values without behaviour."""

from dataclasses import dataclass, field
from datetime import date as Date


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as a room hands it over. `title`, `symbol` and `head` weigh more than `body`.

    `readers` are the tokens of those who may read it: without any, nobody finds it.
    """

    kind: str
    id: int
    title: str
    body: str = ""
    symbol: str = ""
    head: str = ""
    date: Date | None = None
    readers: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[str, int]:
        """What makes it one: putting an entry of the same key replaces it."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True)
class Query:
    """What a person asks. `readers` are the asker's tokens: a hit has one of them, or is no hit.

    `sort`: `relevance`, or `newest` (the more words the earlier, then by date).
    """

    text: str
    readers: frozenset[str]
    kind: str | None = None
    sort: str = "relevance"
    offset: int = 0
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Found:
    """One hit. `lacks` names the words asked for that the record does not hold, as they were typed."""

    kind: str
    id: int
    score: float
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits and how many there are.

    `total` counts the hits of the kind asked for; `counts` every kind, as if none had been asked for;
    `whole` those of `total` that hold all words: for up to 8 words they stand before the others; a longer
    query is a question, of which the best answer need not hold every word.
    """

    hits: list[Found] = field(default_factory=list)
    total: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    whole: int = 0
