"""The sources: each room registers how its records are indexed and shown. Filled when the app is made."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from portal.search.entry import Entry


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of record.

    `label` is its name on screen (may be lazy); `load` makes the entry of an id, None if it must not be
    found; `all_ids` lists what a rebuild covers; `show(actor, ids)` loads hits through the room's own
    rules: what the actor may not read is missing from the answer. `opened(actor)`, where a room knows that, lists
    what the actor has opened; None while that is nobody else's business. `tokens(actor)`: those of its entries that
    the actor has by an office, beside what is addressed to the actor.
    """

    kind: str
    label: Any
    load: Callable[[int], Entry | None]
    all_ids: Callable[[], Iterable[int]]
    show: Callable[[Any, list[int]], dict[int, Any]]
    opened: Callable[[Any], Collection[int] | None] | None = None
    tokens: Callable[[Any], Collection[str]] | None = None


_SOURCES: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make a kind known; the same kind again replaces the former, so that an app can be made twice."""
    _SOURCES[source.kind] = source


def sources() -> dict[str, Source]:
    """Every kind, in the order of registration."""
    return dict(_SOURCES)


def opened(actor: Any) -> dict[str, Collection[int]]:
    """Kind → what the actor has opened of it, of the kinds that know."""
    found = {kind: source.opened(actor) for kind, source in _SOURCES.items() if source.opened}
    return {kind: records for kind, records in found.items() if records is not None}


def readers(actor: Any) -> frozenset[str]:
    """The tokens the actor searches with."""
    by_office = (source.tokens(actor) for source in _SOURCES.values() if source.tokens)
    return frozenset(actor.readers).union(*by_office)


def entries() -> Iterator[Entry]:
    """Every entry of every source, one at a time: what a rebuild indexes."""
    for source in sources().values():
        for record_id in source.all_ids():
            entry = source.load(record_id)
            if entry is not None:
                yield entry
