"""What a post holds: each room says, through its api, which open work lies with units (N10).

Work belongs to the post and the unit, never to the person; so a handover needs no rows moved, only the right to
them, and a list that both sides sign.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select, true

from portal.core.actor import Actor
from portal.core.db import db

MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class InHand:
    """Open work of one kind at a unit: its name, the page that lists it, how many, the names of the first, and how
    many of them that page lists for who asks."""

    key: str
    label: Any
    url: str
    count: int
    names: list[str] = field(default_factory=list)
    listed: int = 0

    @property
    def leads(self) -> bool:
        """The page behind shows just what was counted."""
        return 0 < self.count == self.listed


@dataclass(frozen=True, slots=True)
class Held:
    """A kind of open work: its name, the page that lists it (`{unit}` stands for the unit), `waiting(unit_ids)`, what
    each piece at these units is called, the column that puts the oldest first, and `reads(actor)`, the condition of
    the page that lists it: which pieces this actor finds there."""

    key: str
    label: Any
    url: str
    waiting: Callable[[Collection[int]], Select[str]]
    age: Any
    reads: Callable[[Actor], ColumnElement[bool]]

    def at(self, unit_id: int, actor: Actor | None = None) -> InHand:
        """How much of it lies with a unit, and the first by name: those the actor reads; without an actor all, for the
        stored record alone. One statement."""
        is_read = case((true() if actor is None else self.reads(actor), 1), else_=0)
        found = self.waiting([unit_id]).add_columns(is_read, func.count().over(), func.sum(is_read).over())
        rows = db.session.execute(found.order_by(is_read.desc(), self.age).limit(MOST_NAMED)).all()
        count, listed = rows[0][2:] if rows else (0, 0)
        return InHand(self.key, self.label, self.url.format(unit=unit_id), count,
                      [str(row[0]) for row in rows if row[1]], int(listed))


def count_held(kinds: Sequence[Held], unit_ids: Collection[int]) -> dict[Any, int]:
    """How much of each kind, by its name, lies with several units; one statement."""
    waiting = (kind.waiting(unit_ids).subquery() for kind in kinds)
    numbers = db.session.execute(select(*(
        select(func.count()).select_from(found).scalar_subquery() for found in waiting))).one()
    return {kind.label: number for kind, number in zip(kinds, numbers, strict=True)}
