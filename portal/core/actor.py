"""Who acts: one person with the roles in force today, computed once per request.

Rules ask the Actor; none of them mentions positions or delegation, so none can forget them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

GROUPS: dict[str, tuple[str, frozenset[str]]] = {
    "": ("su", frozenset()),
    "committee": ("cd", frozenset({"secretary", "deputy_secretary", "standing_member", "committee_member",
                                   "cell_committee_member"})),
    "heads": ("hi", frozenset({"secretary", "deputy_secretary"})),
}
"""Who of a unit reads: everybody who stands there, or those in these roles; with the letter of their reader token for
the unit with what is below it, and for the unit alone."""


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
        found = {token for path in paths for token in reader_tokens(path)}
        for group, (_, roles) in GROUPS.items():
            found.update(token for h in self.holdings if h.role in roles for token in reader_tokens(h.path, group))
        return frozenset(found)


def audience_token(unit_id: int, *, subtree: bool, group: str = "") -> str:
    """The token stored with a thing shown to a unit: `s14` with what is below it, `u14` without; shown to a group of
    GROUPS there only: `c14`, `d14`."""
    letters, _ = GROUPS[group]
    return f"{letters[0] if subtree else letters[1]}{unit_id}"


def audience_of_token(token: str) -> tuple[int, bool, str]:
    """(unit, with what is below it, group) of a token."""
    group = next(name for name, (letters, _) in GROUPS.items() if token[0] in letters)
    return int(token[1:]), token[0] == GROUPS[group][0][0], group


def is_audience(token: str) -> bool:
    """A text that came from outside has the form of a token."""
    return len(token) <= 20 and token[1:].isdecimal() and token.isascii() and any(
        token[0] in letters for letters, _ in GROUPS.values())


def reader_tokens(path: str, group: str = "") -> Iterable[str]:
    """The tokens of somebody who stands in the unit at `/1/14/203/`: s1, s14, s203, u203; or of a group there."""
    ids = [int(part) for part in path.strip("/").split("/") if part]
    yield from (audience_token(unit_id, subtree=True, group=group) for unit_id in ids)
    if ids:
        yield audience_token(ids[-1], subtree=False, group=group)


STRANGER = Actor()
SYSTEM = Actor(name="Hệ thống")
