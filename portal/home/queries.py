"""Reads for the home page and the one search box."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date as Date
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import func, select

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.jobs.models import Job
from portal.search import active, registry
from portal.search.entry import Found, Query, Results
from portal.search.highlight import excerpt, mark
from portal.search.parsing import parse
from portal.search.shown import Shown

PER_PAGE = 20
MOST_VALUES = 6
MOST_ALIKE = 10
FACETS = {
    "paper": ("loai-van-ban", _l("Loại văn bản")), "issuer": ("co-quan", _l("Cơ quan ban hành")),
    "field": ("linh-vuc", _l("Lĩnh vực")), "year": ("nam", _l("Năm")), "unit": ("don-vi", _l("Đơn vị")),
    "level": ("cap", _l("Cấp")), "term": ("nhiem-ky", _l("Nhiệm kỳ")), "validity": ("hieu-luc", _l("Hiệu lực")),
    "attachment": ("tep", _l("Tệp đính kèm")),
}  # fmt: skip
"""Facet → (its name in the address, its label)."""
SORTS = {"": "relevance", "ngay": "issued", "so": "number", "moi": "newest"}
INDEX_JOBS = ("search.index", "search.rebuild", "search.compare")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the search page was asked: the text and everything else that stands in its address."""

    text: str
    kind: str | None = None
    sort: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    since: Date | None = None
    until: Date | None = None
    as_typed: bool = False
    number: int = 1

    def query(self, actor: Actor) -> Query:
        """The same for the engine."""
        return Query(text=self.text, readers=actor.readers, kind=self.kind, sort=SORTS[self.sort],
                     offset=(self.number - 1) * PER_PAGE, limit=PER_PAGE, chosen=self.chosen, since=self.since,
                     until=self.until, count_facets=tuple(FACETS), as_typed=self.as_typed)

    @property
    def plain(self) -> bool:
        """Nothing but a text was asked."""
        return self == Asked(self.text)


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
    of the best hit first; `facets`: (address name, label, [(value, how many, chosen)])."""

    groups: list[tuple[Any, str, list[Hit]]]
    total: int
    whole: int
    counts: dict[str, int]
    facets: list[tuple[str, Any, list[tuple[str, int, bool]]]]
    suggestions: list[str] = field(default_factory=list)
    instead: str = ""
    days: tuple[Date, Date] | None = None
    hints: tuple[str, ...] = ()
    jump: str = ""
    namesakes: int = 0

    @property
    def some(self) -> bool:
        """There are hits on this page."""
        return bool(self.groups)


def find(actor: Actor, asked: Asked) -> Outcome:
    """Search as the actor: rights inside the query, and again when the rows are loaded. What the index still has
    and the actor no longer may read is not counted either."""
    results = active.engine().find(asked.query(actor))
    shown = _shown(actor, [(found.kind, found.id) for found in results.hits])
    gone = [found for found in results.hits if (found.kind, found.id) not in shown]
    counts = Counter(results.counts) - Counter(found.kind for found in gone)
    words = f"{asked.text} {results.instead}"
    hits = [_hit(shown[found.kind, found.id], found, asked.text, words) for found in results.hits
            if (found.kind, found.id) in shown]
    return Outcome(
        groups=_groups(hits),
        total=results.total - len(gone),
        whole=max(results.whole - sum(not found.lacks for found in gone), 0),
        counts=dict(counts),
        facets=_facets(results, asked),
        suggestions=[] if results.whole else active.engine().suggest(asked.text, actor.readers),
        instead=results.instead,
        days=results.days,
        hints=tuple(dict.fromkeys(parse(asked.text).hints)),
        jump=_jump(actor, asked, results),
        namesakes=len(results.symbol),
    )


def _shown(actor: Actor, keys: list[tuple[str, int]]) -> dict[tuple[str, int], Shown]:
    ids: dict[str, list[int]] = {}
    for kind, record in keys:
        ids.setdefault(kind, []).append(record)
    sources = registry.sources()
    return {(kind, record): shown for kind, some in ids.items() if kind in sources
            for record, shown in sources[kind].show(actor, some).items()}


def _jump(actor: Actor, asked: Asked, results: Results) -> str:
    """The address of the one record whose whole symbol was typed, and nothing else asked; "" without."""
    if not asked.plain or len(results.symbol) != 1:
        return ""
    shown = _shown(actor, list(results.symbol))
    return next((one.url for one in shown.values()), "")


def _groups(hits: list[Hit]) -> list[tuple[Any, str, list[Hit]]]:
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.kind, []).append(hit)
    return [(registry.sources()[kind].label, kind, some) for kind, some in groups.items()]


def _facets(results: Results, asked: Asked) -> list[tuple[str, Any, list[tuple[str, int, bool]]]]:
    chosen = dict(asked.chosen)
    found = []
    for name, (param, label) in FACETS.items():
        counted = results.facets.get(name, {})
        best = sorted(counted.items(), key=lambda one: (one[0] != chosen.get(name), -one[1], one[0]))[:MOST_VALUES]
        if len(counted) > 1 or name in chosen:
            found.append((param, label, [(value, number, value == chosen.get(name)) for value, number in best]))
    return found


def _hit(shown: Shown, found: Found, text: str, words: str) -> Hit:
    url = f"{shown.url}?{urlencode({'q': text})}" if found.kind == "document" else shown.url
    return Hit(found.kind, url, mark(shown.title, words), excerpt(shown.body, words), shown.note, tuple(found.lacks),
               found.id)


@dataclass(frozen=True, slots=True)
class Alike:
    """A record and those like it, of what the actor may read."""

    one: Shown
    others: list[tuple[Any, Shown]]


def similar(actor: Actor, key: tuple[str, int]) -> Alike | None:
    """What is like a record; None if there is no such record for the actor."""
    keys = active.engine().similar(key, actor.readers, MOST_ALIKE)
    shown = _shown(actor, [key, *keys])
    if key not in shown:
        return None
    sources = registry.sources()
    return Alike(shown[key], [(sources[kind].label, shown[kind, record]) for kind, record in keys
                              if (kind, record) in shown])


def index_queue() -> int:
    """How many changes the index has still to follow."""
    waiting = select(func.count()).select_from(Job).where(Job.kind.in_(INDEX_JOBS), Job.state != "dead")
    return int(db.session.execute(waiting).scalar_one())


def answer() -> None:
    """Ask the database for a sign of life; raises where there is none."""
    db.session.execute(select(1))
