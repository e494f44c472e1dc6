"""What goes into the search room and what comes out: values without behaviour."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date as Date

SORTS = ("relevance", "issued", "number", "newest")


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as a room hands it over. `title`, `symbol` and `head` weigh more than `body`.

    `readers` are the tokens of those who may read it: without any, nobody finds it. `date` is the day it bears,
    `added` the day it came in. `facets` are facts to filter by, name → value; the year comes from `date`.
    """

    kind: str
    id: int
    title: str
    body: str = ""
    symbol: str = ""
    head: str = ""
    date: Date | None = None
    readers: frozenset[str] = frozenset()
    facets: Mapping[str, str] = field(default_factory=dict)
    added: Date | None = None

    @property
    def key(self) -> tuple[str, int]:
        """What makes it one: putting an entry of the same key replaces it."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True)
class Query:
    """What a person asks. `readers` are the asker's tokens: a hit has one of them, or is no hit.

    `sort`: one of SORTS; all but `relevance` put records with more of the words first. `chosen` are facets a hit
    must have, name → exact value; `since` and `until` bound its date; `count_facets` names those to be counted.
    """

    text: str
    readers: frozenset[str]
    kind: str | None = None
    sort: str = "relevance"
    offset: int = 0
    limit: int = 20
    chosen: tuple[tuple[str, str], ...] = ()
    since: Date | None = None
    until: Date | None = None
    count_facets: tuple[str, ...] = ()
    as_typed: bool = False
    """Do not repair spelling, nor take words for dates."""
    opened: Mapping[str, Collection[int]] = field(default_factory=dict)
    """Kind → the records of it that the asker has opened. Other kinds are neither read nor unread."""
    unread: bool = False
    """Only records of these kinds that the asker has not opened."""


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
    query is a question, of which the best answer need not hold every word. `facets`: name → value → how many,
    as if no value of that name had been chosen. `instead` is the query that was answered where the one typed
    had no record with all its words.
    """

    hits: list[Found] = field(default_factory=list)
    total: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    whole: int = 0
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    instead: str = ""
    symbol: tuple[tuple[str, int], ...] = ()
    """The keys of at most 20 records whose whole symbol was typed, and nothing else."""
    days: tuple[Date, Date] | None = None
    """The days a word of the text, like `hôm nay`, was taken for."""
    unread: int = 0
    """How many hits of the kind asked for the asker has not opened, as if only these had not been asked for."""
