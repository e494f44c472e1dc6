"""The menu: rooms add their entry; a person sees those whose right they hold."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import g, request, url_for

from portal.core.actor import Actor
from portal.core.policy import Right, allowed


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the menu. `manage` entries stand under "Quản lý"."""

    key: str
    label: Any
    endpoint: str
    right: Right
    order: int
    manage: bool = False

    @property
    def room(self) -> str:
        """Whose it is."""
        return self.endpoint.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Item:
    """A menu entry as the template shows it."""

    key: str
    label: Any
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """A link that a room puts on a page of another room: `place` names the page (`member`, `unit`, `members`)."""

    label: Any
    endpoint: str
    right: Right
    order: int


_entries: dict[str, Entry] = {}
_beside: dict[str, list[Beside]] = {}


_welcomes: list[Callable[[], str]] = []


def welcome(address: Callable[[], str]) -> None:
    """Ask `address()` where a person is led right after choosing a first password; empty: nowhere in particular."""
    _welcomes.append(address)


def first_page() -> str:
    """The first address asked for; else the home page."""
    return next(filter(None, (address() for address in _welcomes)), "/")


def beside(place: str, label: Any, endpoint: str, right: Right, order: int) -> None:
    """Put a link on a page that stands on a lower floor; the page asks `links` for those its reader may follow."""
    _beside.setdefault(place, []).append(Beside(label, endpoint, right, order))


def links(place: str, target: Any = None, **values: Any) -> list[Item]:
    """The links of a page, in order, that this actor may follow; `values` make their addresses."""
    found = sorted(_beside.get(place, ()), key=lambda one: one.order)
    return [Item(one.endpoint, one.label, url_for(one.endpoint, **values), current=False)
            for one in found if allowed(g.actor, one.right, target)]


def add(key: str, label: Any, endpoint: str, right: Right, order: int, *, manage: bool = False) -> None:
    """Add or replace the menu entry `key`."""
    kept = {**_entries, key: Entry(key, label, endpoint, right, order, manage)}
    _entries.clear()
    _entries.update(sorted(kept.items(), key=lambda item: item[1].order))
    _open_to.cache_clear()


def entries() -> list[Entry]:
    """All entries in order."""
    return list(_entries.values())


def items(*, manage: bool = False) -> list[Item]:
    """The entries this actor may open; a room with one entry is current on all its pages."""
    endpoint, room = request.endpoint, request.blueprint
    return [Item(entry.key, entry.label, url_for(entry.endpoint), entry.endpoint == endpoint or whole == room)
            for entry, whole in _open_to(g.actor) if entry.manage is manage]


@lru_cache(maxsize=256)
def _open_to(actor: Actor) -> list[tuple[Entry, str]]:
    """The entries an actor may open; with each its room where it is the only one of it."""
    rooms = Counter(entry.room for entry in _entries.values())
    return [(entry, entry.room if rooms[entry.room] == 1 else "")
            for entry in _entries.values() if allowed(actor, entry.right)]
