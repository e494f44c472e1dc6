"""What a post holds: each room answers, through its api, how much open work lies with a unit (N10).

Work belongs to the post and the unit, never to the person; so a handover needs no rows moved, only the right to
them, and a list that both sides sign.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func

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


def in_hand_of(key: str, label: Any, url: str, found: Select[Any]) -> InHand:
    """Count the rows of a SELECT of one text column and name the first of them; one statement."""
    rows = db.session.execute(found.add_columns(func.count().over()).limit(MOST_NAMED)).all()
    return InHand(key, label, url, rows[0][1] if rows else 0, [str(row[0]) for row in rows])
