"""What a post holds: each room says, through its api, which open work lies with units (N10).

Work belongs to the post and the unit, never to the person; so a handover needs no rows moved, only the right to
them, and a list that both sides sign.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, select

from portal.core.db import db

MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class InHand:
    """Open work of one kind at a unit: its name, the page that lists it, how many, and the names of the first."""

    key: str
    label: Any
    url: str
    count: int
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Held:
    """A kind of open work: its name, the page that lists it (`{unit}` stands for the unit), and `waiting(unit_ids)`,
    what each piece at these units is called, the oldest first."""

    key: str
    label: Any
    url: str
    waiting: Callable[[Collection[int]], Select[str]]

    def at(self, unit_id: int) -> InHand:
        """How much of it lies with a unit, the first by name; one statement."""
        found = self.waiting([unit_id]).add_columns(func.count().over()).limit(MOST_NAMED)
        rows = db.session.execute(found).all()
        return InHand(self.key, self.label, self.url.format(unit=unit_id), rows[0][1] if rows else 0,
                      [str(row[0]) for row in rows])


def count_held(kinds: Sequence[Held], unit_ids: Collection[int]) -> dict[Any, int]:
    """How much of each kind, by its name, lies with several units; one statement."""
    waiting = (kind.waiting(unit_ids).order_by(None).subquery() for kind in kinds)
    numbers = db.session.execute(select(*(
        select(func.count()).select_from(found).scalar_subquery() for found in waiting))).one()
    return {kind.label: number for kind, number in zip(kinds, numbers, strict=True)}
