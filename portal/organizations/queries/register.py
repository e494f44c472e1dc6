"""What rooms above the tree keep at units, and how the tree asks them: people, posts, grants.

The tree stands below the register and the grants, so it can't know them; they tell it (`tell_people`, `on_change`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from portal.core.actor import Actor
from portal.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class People:
    """What the register says of a unit: posts in force as (role, name), how many members it has with the
    units below, and the address of its roster where the asker may open it."""

    posts: list[tuple[Any, str]] = field(default_factory=list)
    members: int = 0
    roster_url: str = ""


@dataclass(frozen=True, slots=True)
class Size:
    """Who belongs to one unit itself on a day: members, official ones among them, roles of the posts in force."""

    members: int = 0
    official: int = 0
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FormerPost:
    """A post that somebody held at a unit, first and last day."""

    title: Any
    name: str
    since: date
    until: date


class Register(Protocol):
    """Who tells the people of a unit to one who may know them."""

    def __call__(self, actor: Actor, unit: Organization) -> People: ...


class Carrier:
    """What a room keeps at units and must carry along when units change: rooms derive and say what is theirs.

    Days: whatever is moved or closed counts from `day`; what was, lasts until the day before. Services of the tree
    call these inside their own transaction; nothing here commits.
    """

    def count(self, unit_ids: Collection[int], day: date) -> dict[Any, int]:
        """Words → how many of them these units hold on or after the day: for the page that asks before the act."""
        return {}

    def present(self, unit_ids: Collection[int], day: date) -> int:
        """How many people belong to these units on or after the day."""
        return 0

    def roll(self, unit_id: int, day: date) -> list[tuple[int, str]]:
        """(member id, name) of those who belong to the unit itself on the day."""
        return []

    def sizes(self, unit_ids: Collection[int], day: date) -> dict[int, Size]:
        """Who belongs to each unit itself on the day."""
        return {}

    def former_posts(self, unit_id: int) -> list[FormerPost]:
        """Posts at the unit that ended, the newest first."""
        return []

    def move_people(self, actor: Actor, from_id: int, to_id: int, day: date,
                    member_ids: Collection[int] | None) -> int:
        """People of a unit (all for None) belong to another from the day; answers how many."""
        return 0

    def replanted(self, actor: Actor, unit: Organization, parent: Organization) -> int:
        """A unit stands below another one now, with all that is below it; answers what had to follow."""
        return 0

    def close(self, actor: Actor, unit_ids: Collection[int], day: date) -> int:
        """Posts and grants at units that end on this day end the day before; answers how many."""
        return 0


_registers: list[Register] = []
_carriers: dict[str, Carrier] = {}


def tell_people(register: Register) -> None:
    """Say who knows the people of a unit: the register stands on a floor above the tree."""
    _registers[:] = [register]


def on_change(room: str, carrier: Carrier) -> None:
    """Say who carries what a room keeps at units when units are merged, split or dissolved."""
    _carriers[room] = carrier


def people(actor: Actor, unit: Organization) -> People:
    """Posts and number of members of a unit."""
    return _registers[0](actor, unit) if _registers else People()


def carried(unit_ids: Collection[int], day: date) -> dict[Any, int]:
    """What all rooms keep at these units, in words and numbers."""
    found: dict[Any, int] = {}
    for carrier in _carriers.values():
        found |= carrier.count(unit_ids, day)
    return found


def present(unit_ids: Collection[int], day: date) -> int:
    """How many people belong to these units on or after a day."""
    return sum(carrier.present(unit_ids, day) for carrier in _carriers.values())


def roll(unit_id: int, day: date) -> list[tuple[int, str]]:
    """(member id, name) of those who belong to a unit itself."""
    return [one for carrier in _carriers.values() for one in carrier.roll(unit_id, day)]


def sizes(unit_ids: Collection[int], day: date) -> dict[int, Size]:
    """Who belongs to each unit itself on a day."""
    found: dict[int, Size] = {}
    for carrier in _carriers.values():
        found |= carrier.sizes(unit_ids, day)
    return found


def former_posts(unit_id: int) -> list[FormerPost]:
    """Posts at a unit that ended, the newest first."""
    return [one for carrier in _carriers.values() for one in carrier.former_posts(unit_id)]


def carriers() -> Sequence[Carrier]:
    """All that must be carried when units change."""
    return list(_carriers.values())
