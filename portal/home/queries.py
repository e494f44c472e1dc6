"""Reads for the home page and the one search box."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.db import db
from portal.search import active, registry
from portal.search.entry import Found, Query
from portal.search.highlight import excerpt, mark
from portal.search.shown import Shown

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """A result as the page shows it: pieces are (text, marked)."""

    kind: str
    label: Any
    url: str
    title: list[tuple[str, bool]]
    passage: list[tuple[str, bool]]
    note: str
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A page of results; `total` and `counts` speak only of what the actor may read."""

    hits: list[Hit]
    total: int
    whole: int
    counts: dict[str, int]
    suggestions: list[str]


def find(actor: Actor, text: str, *, kind: str | None, sort: str, number: int) -> Outcome:
    """Search as the actor: rights inside the query, and again when the rows are loaded. What the index still has
    and the actor no longer may read is not counted either."""
    query = Query(text=text, readers=actor.readers, kind=kind, sort=sort, offset=(number - 1) * PER_PAGE,
                  limit=PER_PAGE)
    results = active.engine().find(query)
    ids: dict[str, list[int]] = {}
    for found in results.hits:
        ids.setdefault(found.kind, []).append(found.id)
    sources = registry.sources()
    shown = {kind: sources[kind].show(actor, some) for kind, some in ids.items() if kind in sources}
    hits = [_hit(shown[found.kind][found.id], found, text) for found in results.hits
            if found.id in shown.get(found.kind, {})]
    suggestions = [] if results.hits else active.engine().suggest(text, actor.readers)
    gone = [found for found in results.hits if found.id not in shown.get(found.kind, {})]
    counts = Counter(results.counts) - Counter(found.kind for found in gone)
    return Outcome(hits, results.total - len(gone), results.whole - sum(not found.lacks for found in gone),
                   dict(counts), suggestions)


def _hit(shown: Shown, found: Found, text: str) -> Hit:
    label = registry.sources()[found.kind].label
    return Hit(found.kind, label, shown.url, mark(shown.title, text), excerpt(shown.body, text), shown.note,
               tuple(found.lacks))


def answer() -> None:
    """Ask the database for a sign of life; raises where there is none."""
    db.session.execute(select(1))
