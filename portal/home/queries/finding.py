"""Reads for the one search box: what is found, and what is like it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date as Date
from typing import Any
from urllib.parse import urlencode

from portal.core import clock
from portal.core.actor import Actor
from portal.home.queries.asked import FACETS, Asked, words_of_value
from portal.search import active, registry
from portal.search.days import trailing
from portal.search.entry import Found, Query, Results
from portal.search.highlight import excerpt, mark
from portal.search.parsing import parse
from portal.search.shown import Shown

MOST_VALUES = 6
PASSAGE, PASSAGE_OF_A_PART = 220, 120
MOST_ALIKE = 10
MOST_TITLES = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """A result as the page shows it: pieces are (text, marked)."""

    kind: str
    url: str
    title: list[tuple[str, bool]]
    passage: list[tuple[str, bool]]
    note: str
    lacks: tuple[str, ...]
    id: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """A page of results; all numbers speak only of what the actor may read. `groups`: (label, kind, hits), the kind
    of the best hit first; `facets`: (address name, label, [(value, its words,
    how many, chosen)])."""

    groups: list[tuple[Any, str, list[Hit]]]
    total: int
    whole: int
    counts: dict[str, int]
    facets: list[tuple[str, Any, list[tuple[str, str, int, bool]]]]
    suggestions: list[str] = field(default_factory=list)
    instead: str = ""
    days: tuple[Date, Date] | None = None
    hints: tuple[str, ...] = ()
    no_days: tuple[str, ...] = ()
    empty_days: str = ""
    """The words of time at the end of the text, where nothing bears a day of that time."""
    jump: str = ""
    namesakes: int = 0
    unread: int = 0
    wordless: bool = False
    """Nothing was asked for: only signs, or what is to be left out."""
    offered: str = ""
    """The text with the day at its end as a filter: `công văn quý I/2026` as `công văn ngay:quý I/2026`."""

    @property
    def some(self) -> bool:
        """There are hits on this page."""
        return bool(self.groups)


def find(actor: Actor, asked: Asked, *, mend: bool = True) -> Outcome:
    """Search as the actor: rights inside the query, and again when the rows are loaded. What the index still has
    and the actor no longer may read is not counted either. Without `mend` no slip is looked for."""
    query = asked.query(actor)
    query = query if mend else replace(query, as_typed=True)
    results = _with_days(query, asked, active.engine().find(query))
    shown = shown_of(actor, [(found.kind, found.id) for found in results.hits])
    gone = [found for found in results.hits if (found.kind, found.id) not in shown]
    counts = Counter(results.counts) - Counter(found.kind for found in gone)
    named = shown_of(actor, results.symbol)
    words, understood = f"{asked.text} {results.instead}", parse(asked.text)
    hits = [_hit(shown[found.kind, found.id], found, asked.text, words) for found in results.hits
            if (found.kind, found.id) in shown]
    return Outcome(
        groups=_groups(hits),
        total=results.total - len(gone),
        whole=max(results.whole - sum(not found.lacks for found in gone), 0),
        counts=dict(counts),
        facets=_facets(results, asked),
        suggestions=[] if results.whole else active.engine().suggest(asked.text, query.readers),
        instead=results.instead,
        days=results.days,
        hints=tuple(dict.fromkeys(understood.hints)),
        no_days=tuple(dict.fromkeys(understood.no_days)),
        empty_days=understood.soft if not results.days and not query.as_typed else "",
        jump=next(iter(named.values())).url if asked.plain and len(named) == 1 else "",
        namesakes=len(named),
        offered=_offered(asked, results),
        wordless=not (understood.words or understood.filters or understood.soft),
        unread=results.unread - sum(_is_unread(query, found) for found in gone),
    )


def titles(actor: Actor, text: str) -> list[Shown]:
    """The best few that hold all the words, the last of which may be unfinished: what is shown while one types."""
    begun = f"{text}*" if text[-1:].isalpha() else text
    results = active.engine().find(Query(text=begun, readers=registry.readers(actor), limit=MOST_TITLES, as_typed=True))
    keys = [(found.kind, found.id) for found in results.hits if not found.lacks]
    shown = shown_of(actor, keys)
    return [shown[key] for key in keys if key in shown]


def shown_of(actor: Actor, keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Shown]:
    """Those of the keys the actor may read now, by the rooms' own rules."""
    ids: dict[str, list[int]] = {}
    for kind, record in keys:
        ids.setdefault(kind, []).append(record)
    sources = registry.sources()
    return {(kind, record): shown for kind, some in ids.items() if kind in sources
            for record, shown in sources[kind].show(actor, some).items()}


def _with_days(query: Query, asked: Asked, results: Results) -> Results:
    """Where nothing holds all the words, a day at their end bounds the date, if that finds what holds the rest."""
    offered = "" if query.as_typed or (results.whole and not results.instead) else _offered(asked, results)
    if not offered:
        return results
    bound, meant = active.engine().find(replace(query, text=offered, as_typed=True)), parse(offered)
    if not bound.whole or meant.since is None or meant.until is None:
        return results
    return replace(bound, days=(meant.since, meant.until))


def _offered(asked: Asked, results: Results) -> str:
    words = asked.text.split()
    number = trailing(words, clock.today())
    if not number or results.days or asked.since or asked.until or any(":" in word for word in words[-number - 1 :]):
        return ""
    return " ".join([*words[:-number], "ngay:" + " ".join(words[-number:])])


def _is_unread(query: Query, found: Found) -> bool:
    return found.kind in query.opened and found.id not in query.opened[found.kind]


def _groups(hits: list[Hit]) -> list[tuple[Any, str, list[Hit]]]:
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.kind, []).append(hit)
    return [(registry.sources()[kind].label, kind, some) for kind, some in groups.items()]


def _facets(results: Results, asked: Asked) -> list[tuple[str, Any, list[tuple[str, str, int, bool]]]]:
    chosen = dict(asked.chosen)
    found = []
    for name, (param, label) in FACETS.items():
        counted = results.facets.get(name, {})
        best = sorted(counted.items(), key=lambda one: (one[0] != chosen.get(name), -one[1], one[0]))[:MOST_VALUES]
        some = name == "file" and sum(counted.values()) < results.total
        if len(counted) > 1 or name in chosen or (counted and some):
            found.append((param, label, [(value, words_of_value(name, value), number, value == chosen.get(name))
                                         for value, number in best]))
    return found


def _hit(shown: Shown, found: Found, text: str, words: str) -> Hit:
    url = f"{shown.url}?{urlencode({'q': text})}" if found.kind == "document" else shown.url
    passage = excerpt(shown.body, words, PASSAGE_OF_A_PART if found.lacks else PASSAGE)
    return Hit(found.kind, url, mark(shown.title, words), passage, shown.note, tuple(found.lacks), found.id)


@dataclass(frozen=True, slots=True)
class Alike:
    """A record and those like it, of what the actor may read."""

    one: Shown
    others: list[tuple[Any, Shown]]


def similar(actor: Actor, key: tuple[str, int]) -> Alike | None:
    """What is like a record; None if there is no such record for the actor."""
    keys = active.engine().similar(key, registry.readers(actor), MOST_ALIKE)
    shown = shown_of(actor, [key, *keys])
    if key not in shown:
        return None
    sources = registry.sources()
    return Alike(shown[key], [(sources[kind].label, shown[kind, record]) for kind, record in keys
                              if (kind, record) in shown])
