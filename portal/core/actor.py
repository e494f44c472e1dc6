"""Who acts: one person with the roles in force today, computed once per request.

Rules ask the Actor; none of them mentions positions or delegation, so none can forget them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Holding:
    """A role held at a unit in force today; `subtree` also covers the units below."""

    role: str
    unit_id: int
    path: str
    subtree: bool
    source: str
    source_id: int

    def covers(self, path: str) -> bool:
        """True for the unit itself and, with `subtree`, for what is below it."""
        return path == self.path or (self.subtree and path.startswith(self.path))


@dataclass(frozen=True, slots=True)
class Viewer:
    """The administrator who looks on as somebody else, until an hour: the gate lets nothing be sent meanwhile."""

    account_id: int
    name: str
    viewing_id: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Hand:
    """The member who works in another's place, at that one's wish (delegation, N33): few routes take what he sends."""

    account_id: int
    name: str


@dataclass(frozen=True)
class Actor:
    """The person of this request; a stranger has no account. `unit_*` is the cell of activity.

    `guest_path` is the cell of a temporary stay: the person reads there as well, and holds nothing by it.
    `viewed_by`: somebody else sits at the screen, for support (delegation, J11). `helped_by`: a helper does (N33).
    """

    account_id: int | None = None
    member_id: int | None = None
    name: str = ""
    unit_id: int | None = None
    unit_path: str = ""
    unit_name: str = ""
    member_state: str = ""
    must_change: bool = False
    unconfirmed: bool = False
    own_device: bool = False
    session_id: int | None = None
    language: str = "vi"
    text_size: str = ""
    holdings: tuple[Holding, ...] = field(default=())
    guest_path: str = ""
    viewed_by: Viewer | None = None
    helped_by: Hand | None = None

    @property
    def signed_in(self) -> bool:
        """An account stands behind this request."""
        return self.account_id is not None

    @property
    def in_person(self) -> bool:
        """Nobody sits at the screen in this person's place."""
        return self.viewed_by is None and self.helped_by is None

    @property
    def hand(self) -> str:
        """Who works in this person's place, for the face of what is written then; empty otherwise."""
        return self.helped_by.name if self.helped_by is not None else ""

    def holds(self, roles: Collection[str], path: str) -> Holding | None:
        """The holding that gives one of these roles over the unit at `path`, or None."""
        return next((h for h in self.holdings if h.role in roles and h.covers(path)), None)

    def holds_any(self, roles: Collection[str]) -> Holding | None:
        """The first holding of one of these roles anywhere, or None."""
        return next((h for h in self.holdings if h.role in roles), None)

    def scopes(self, roles: Collection[str]) -> list[Holding]:
        """The holdings of these roles: what a SELECT turns into a condition on the unit's path."""
        return [h for h in self.holdings if h.role in roles]

    @cached_property
    def readers(self) -> frozenset[str]:
        """Reader tokens: a thing is readable when one of its audience tokens is among them."""
        paths = {h.path for h in self.holdings} | {path for path in (self.unit_path, self.guest_path) if path}
        return frozenset(token for path in paths for token in reader_tokens(path))


def audience_token(unit_id: int, *, subtree: bool) -> str:
    """The token stored with a thing shown to a unit: `s14` with what is below it, `u14` without."""
    return f"{'s' if subtree else 'u'}{unit_id}"


def reader_tokens(path: str) -> Iterable[str]:
    """The tokens of somebody who stands in the unit at `/1/14/203/`: s1, s14, s203, u203."""
    ids = [int(part) for part in path.strip("/").split("/") if part]
    yield from (audience_token(unit_id, subtree=True) for unit_id in ids)
    if ids:
        yield audience_token(ids[-1], subtree=False)


STRANGER = Actor()
SYSTEM = Actor(name="Hệ thống")
