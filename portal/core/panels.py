"""The home page's panels: rooms register theirs; an empty one is not shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from portal.core.actor import Actor
from portal.core.statements import per_actor, rows


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
Gate = Callable[[Actor], ColumnElement[bool]]
_makers: dict[str, tuple[int, Maker, Gate | None]] = {}


def add(key: str, maker: Maker, order: int, *, gate: Gate | None = None) -> None:
    """Add or replace the panel `key`; the lower the order, the nearer the top. `gate`: a condition that depends on
    nothing but the actor, without which there is no panel; those of all rooms are asked in one statement."""
    _makers[key] = (order, maker, gate)


def panels(actor: Actor) -> list[Panel]:
    """The panels of this actor, in order."""
    keys, asked = _gates(actor)
    passed = dict(zip(keys, rows(asked)[0], strict=True)) if asked is not None else {}
    made = [maker(actor) for key, (_, maker, _) in sorted(_makers.items(), key=lambda one: one[1][0])
            if passed.get(key, True)]
    return [panel for panel in made if panel is not None]


@per_actor
def _gates(actor: Actor) -> tuple[list[str], Select[Any] | None]:
    gates = {key: gate(actor) for key, (_, _, gate) in _makers.items() if gate is not None}
    asked: Any = select(*gates.values()) if gates else None
    return list(gates), asked
