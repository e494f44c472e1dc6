"""The home page's panels: rooms register theirs; an empty one is not shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Line:
    """One row: where it leads, its words, one line of facts, and whether something is owed."""

    url: str
    title: str
    note: str = ""
    owed: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """A heading with at most five rows and the way to the whole list."""

    title: Any
    url: str
    lines: list[Line]
    empty: Any = ""


Maker = Callable[[Actor], Panel | None]
_makers: dict[str, tuple[int, Maker]] = {}


def add(key: str, maker: Maker, order: int) -> None:
    """Add or replace the panel `key`; the lower the order, the nearer the top."""
    _makers[key] = (order, maker)


def panels(actor: Actor) -> list[Panel]:
    """The panels of this actor, in order."""
    made = [maker(actor) for _, maker in sorted(_makers.values(), key=lambda one: one[0])]
    return [panel for panel in made if panel is not None]
