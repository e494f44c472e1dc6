"""What can be done with ticked rows of the roster: rooms register their acts here.

The endpoint is a page that takes `selection_id`; it loads the set with `selection` and reads the people in it with
`chosen`, so that rights are asked anew when the act is done.
"""

from dataclasses import dataclass
from typing import Any

from portal.core.policy import Right


@dataclass(frozen=True, slots=True)
class BulkAct:
    """A button under the roster: `print`, its words, the page it leads to and the right that page asks for."""

    key: str
    label: Any
    endpoint: str
    right: Right
    order: int = 50


_acts: dict[str, BulkAct] = {}


def add(key: str, label: Any, endpoint: str, right: Right, order: int = 50) -> None:
    """Add or replace an act."""
    _acts[key] = BulkAct(key, label, endpoint, right, order)


def acts() -> list[BulkAct]:
    """All acts in order."""
    return sorted(_acts.values(), key=lambda one: one.order)


def named(key: str) -> BulkAct | None:
    """The act of this key."""
    return _acts.get(key)
