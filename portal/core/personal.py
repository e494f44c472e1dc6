"""What each room keeps about a person: rooms register a section, "Dữ liệu của tôi" shows and exports them all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.core.actor import Actor

Rows = list[tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Section:
    """A group of facts about the actor: what it serves, how long it is kept, and `rows(actor, whole)`: (name, value).

    `whole`: numbers unmasked, for the table the person takes away; never on a screen. `counted(actor)`: name → SELECT
    of one number; all rooms' are asked in one statement.
    """

    key: str
    label: Any
    purpose: Any
    kept: Any
    rows: Callable[[Actor, bool], Rows]
    order: int = 50
    counted: Callable[[Actor], dict[Any, Any]] | None = None


_sections: dict[str, Section] = {}


def add(section: Section) -> None:
    """Make a section known; the same key again replaces it."""
    _sections[section.key] = section


def sections() -> list[Section]:
    """All sections in order."""
    return sorted(_sections.values(), key=lambda one: one.order)
