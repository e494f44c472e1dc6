"""The sources: each room registers how its records are indexed and shown. Filled when the app is made."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from portal.search.entry import Entry


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of record.

    `label` is its name on screen (may be lazy); `load` makes the entry of an id, None if it must not be
    found; `all_ids` lists what a rebuild covers; `show(actor, ids)` loads hits through the room's own
    rules: what the actor may not read is missing from the answer.
    """

    kind: str
    label: Any
    load: Callable[[int], Entry | None]
    all_ids: Callable[[], Iterable[int]]
    show: Callable[[Any, list[int]], dict[int, Any]]


_SOURCES: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make a kind known; the same kind again replaces the former, so that an app can be made twice."""
    _SOURCES[source.kind] = source


def sources() -> dict[str, Source]:
    """Every kind, in the order of registration."""
    return dict(_SOURCES)


def entries() -> Iterator[Entry]:
    """Every entry of every source, one at a time: what a rebuild indexes."""
    for source in sources().values():
        for record_id in source.all_ids():
            entry = source.load(record_id)
            if entry is not None:
                yield entry
