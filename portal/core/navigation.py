"""The menu: rooms add their entry; a person sees those whose right they hold."""

from dataclasses import dataclass
from typing import Any

from flask import g, request, url_for

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


@dataclass(frozen=True, slots=True)
class Item:
    """A menu entry as the template shows it."""

    key: str
    label: Any
    url: str
    current: bool


_entries: dict[str, Entry] = {}


def add(key: str, label: Any, endpoint: str, right: Right, order: int, *, manage: bool = False) -> None:
    """Add or replace the menu entry `key`."""
    _entries[key] = Entry(key, label, endpoint, right, order, manage)


def entries() -> list[Entry]:
    """All entries in order."""
    return sorted(_entries.values(), key=lambda entry: entry.order)


def items(*, manage: bool = False) -> list[Item]:
    """The entries this actor may open."""
    here = request.blueprint or ""
    return [
        Item(entry.key, entry.label, url_for(entry.endpoint),
             request.endpoint == entry.endpoint or here == entry.endpoint.split(".")[0])
        for entry in entries()
        if entry.manage is manage and allowed(g.actor, entry.right)
    ]
