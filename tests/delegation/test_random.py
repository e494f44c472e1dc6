"""A thousand random histories against a naive oracle: no Actor ever holds a right without a living chain to the top.

The oracle reads whole tables into Python and walks each chain by itself; it shares no code with the queries.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Row

from portal.accounts.api import Account
from portal.core import audit, clock, notices
from portal.core.actor import SYSTEM, Actor, Holding
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.statements import rows
from portal.delegation import queries
from portal.delegation.api import Grant, actor_of_account
from portal.delegation.services import (
    Terms,
    administrators,
    change_end,
    ending,
    give,
    granting,
    name_substitute,
    revoke,
    substitutes,
)
from portal.members.api import Member, Membership, MemberState, Position, State, end_post, enter_state, move
from portal.organizations import services as turning
from portal.organizations.api import Organization, Role
from tests.factories.delegation import grow
from tests.factories.delegation import member as new_member

TODAY = date(2026, 12, 1)
pytestmark = pytest.mark.once

UNITS = ("corporation", "upper", "branch", "branch_cell", "section", "section_cell", "hanoi", "ga_hanoi", "dau_may")
CELLS = ("branch_cell", "section_cell", "ga_hanoi", "dau_may")
ROLES = (Role.SECRETARY, Role.OFFICE_STAFF, Role.CELL_COMMITTEE_MEMBER)
PEOPLE = 6
OF_A_GRANT = ("hand on", "revoke", "end", "stand in")
PRESENT = {State.OFFICIAL, State.PROBATIONARY, State.EXEMPT, State.TEMPORARY_IN, State.TEMPORARY_OUT,
           State.TRANSFERRING}

number, day = st.integers(0, 10**6), st.integers(0, 4)
ACTS = st.one_of(
    st.tuples(st.just("give"), number, number, number, number, st.none() | day),
    st.tuples(st.just("give"), number, number, number, number, st.none() | day),
    st.tuples(st.just("hand on"), number, number, number),
    st.tuples(st.just("hand on"), number, number, number),
    st.tuples(st.just("revoke"), number), st.tuples(st.just("end"), number, st.none() | day),
    st.tuples(st.just("stand in"), number, number, day), st.tuples(st.just("move"), number, number),
    st.tuples(st.just("state"), number, st.sampled_from(
        [State.SUSPENDED, State.EXPELLED, State.DECEASED, State.TRANSFERRING, State.OFFICIAL, State.EXEMPT])),
    st.tuples(st.just("post ends"), number), st.tuples(st.just("unit ends"), number), st.tuples(st.just("sleep"), day),
    st.tuples(st.sampled_from(["unit moves", "units merge", "unit dissolves"]), number, number),
    st.tuples(st.just("lock"), number))


@dataclass
class World:
    """The tree, six people with posts at the top and in the middle, and the day."""

    units: dict[str, Organization]
    people: list[Member]
    today: date = TODAY
    refused: int = field(default=0)
    turned: int = field(default=0)


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Grown once; every history is rolled back. The log and the notices are silent, for speed."""
    units = grow()
    people = [new_member(units[CELLS[place % len(CELLS)]]) for place in range(PEOPLE)]
    for place, (unit, role) in enumerate([("corporation", Role.ORGANIZATION_BOARD), ("hanoi", Role.SECRETARY),
                                          ("branch", Role.OFFICE_STAFF), ("upper", Role.DEPUTY_SECRETARY)]):
        db.session.add(Position(member_id=people[place].id, unit_id=units[unit].id, role=role,
                                valid_from=date(2020, 1, 1)))
    db.session.flush()
    _hand_down(units, people)
    db.session.commit()
    ids, keys = [one.id for one in people], {key: units[key].id for key in UNITS}
    for module in (audit, notices):
        monkeypatch.setattr(module, "record" if module is audit else "tell", lambda *args, **kwargs: None)
    for user in (granting, administrators, ending, substitutes):
        monkeypatch.setattr(user, "tell", lambda *args, **kwargs: None)
    made = World({}, [])
    monkeypatch.setattr(clock, "today", lambda: made.today)

    def reset() -> World:
        db.session.rollback()
        made.today = TODAY
        units, members = by_id(Organization, keys.values()), by_id(Member, ids)
        made.units, made.people = {key: units[number] for key, number in keys.items()}, [members[one] for one in ids]
        return made

    made.reset = reset  # type: ignore[attr-defined]
    yield made
    db.session.rollback()


def by_id(table: Any, ids: Iterable[int]) -> dict[int, Any]:
    """The objects of a table with these numbers."""
    return {one.id: one for one in db.session.execute(db.select(table).where(table.id.in_(ids))).scalars()}


@cache
def whole(table: Any) -> Any:
    """Every row of a table, as it stands in the database."""
    return db.select(table.__table__)


@cache
def listed(today: date) -> Any:
    """The ids of those that live today, found as lists find them; each day is a statement of its own."""
    return db.select(Grant.id).where(queries.alive(Grant))


def _hand_down(units: dict[str, Organization], people: list[Member]) -> None:
    """What every history begins with: 1, 2, 3, 4 down to a section's cell, and what hangs on the way."""
    for by, to, unit, role in ((0, 4, "upper", Role.SECRETARY), (4, 5, "branch", Role.SECRETARY),
                               (5, 1, "section", Role.SECRETARY), (1, 5, "section_cell", Role.CELL_COMMITTEE_MEMBER),
                               (5, 4, "branch_cell", Role.SECRETARY), (1, 2, "ga_hanoi", Role.SECRETARY)):
        give(actor_of_account(people[by].account_id or 0), account_id=people[to].account_id or 0, unit=units[unit],
             roles=[role], terms=Terms())
        db.session.flush()


def act(world: World, what: tuple[Any, ...]) -> None:
    """One thing happens; what a rule refuses does not."""
    try:
        with db.session.begin_nested():
            _act(world, what)
            db.session.flush()
    except DomainError:
        world.refused += 1


def grants_given() -> list[Grant]:
    """All that somebody has given."""
    return list(db.session.execute(db.select(Grant).where(Grant.grantor_id.is_not(None)).order_by(Grant.id)).scalars())


def _act(world: World, what: tuple[Any, ...]) -> None:
    kind, *rest = what
    grants = grants_given() if kind in OF_A_GRANT else []
    who = world.people[rest[0] % PEOPLE]
    if kind == "give":
        _give(world, world.people[rest[0] % PEOPLE], rest[1:])
    elif kind == "hand on" and grants:
        holder = next(one for one in world.people if one.account_id == grants[rest[0] % len(grants)].account_id)
        _give(world, holder, [*rest[1:], 0, None])
    elif kind == "revoke" and grants:
        revoke(SYSTEM, grants[rest[0] % len(grants)], "thử ngẫu nhiên")
    elif kind == "end" and grants:
        until = None if rest[1] is None else world.today + timedelta(days=rest[1])
        change_end(SYSTEM, grants[rest[0] % len(grants)], until)
    elif kind == "stand in" and grants:
        grant = grants[rest[0] % len(grants)]
        others = [account for account, *_ in queries.officers(grant.unit_id)] or [0]
        name_substitute(SYSTEM, grant, account_id=others[rest[1] % len(others)], since=world.today,
                        until=world.today + timedelta(days=rest[2]))
    elif kind == "move":
        move(SYSTEM, who, cell=world.units[CELLS[rest[1] % len(CELLS)]], since=world.today)
    elif kind == "state":
        enter_state(SYSTEM, who, rest[1], since=world.today)
    elif kind == "post ends":
        posts = list(db.session.execute(db.select(Position).order_by(Position.id)).scalars())
        end_post(SYSTEM, posts[rest[0] % len(posts)], last_day=world.today - timedelta(days=1))
    elif kind == "unit ends":
        world.units[UNITS[1 + rest[0] % (len(UNITS) - 1)]].valid_to = world.today - timedelta(days=1)
    elif kind == "sleep":
        world.today += timedelta(days=rest[0])
    elif kind == "lock":
        db.session.get_one(Account, who.account_id).state = "locked"
    elif kind in ("unit moves", "units merge", "unit dissolves"):
        _turn(world, kind, world.units[UNITS[1 + rest[0] % (len(UNITS) - 1)]], world.units[UNITS[rest[1] % len(UNITS)]])


def _turn(world: World, kind: str, unit: Organization, other: Organization) -> None:
    """By the verbs of organisations, which carry people and grants along, or refuse."""
    when: dict[str, Any] = {"since": world.today, "decision": "thử ngẫu nhiên"}
    top = world.units["corporation"]
    board = Actor(holdings=(Holding(Role.ORGANIZATION_BOARD, top.id, top.path, True, "grant", 0),))
    if kind == "unit moves":
        turning.move(board, unit, parent=other, **when)
    elif kind == "units merge":
        turning.merge(board, [unit], target=other, **when)
    else:
        cells, above = [world.units[key] for key in CELLS if world.units[key].id != unit.id], unit.parent
        turning.dissolve(board, unit, members_to=cells[other.id % len(cells)], children_to=above, **when)
    world.turned += 1


def _give(world: World, giver: Member, rest: list[Any]) -> None:
    """To somebody, at a unit just below one that the giver serves where there is one, else anywhere."""
    actor = actor_of_account(giver.account_id or 0)
    receiver, served = world.people[rest[0] % PEOPLE], {one.unit_id for one in actor.holdings}
    offered = [one for one in world.units.values() if one.parent_id in served] or list(world.units.values())
    until = None if rest[3] is None else world.today + timedelta(days=rest[3])
    give(actor, account_id=receiver.account_id or 0, unit=offered[rest[1] % len(offered)],
         roles=[ROLES[rest[2] % len(ROLES)]], terms=Terms(until=until))


class Oracle:
    """The whole truth, walked row by row."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.units, self.grants, self.posts = ({one.id: one for one in rows(whole(table))}
                                               for table in (Organization, Grant, Position))
        self.homes: Sequence[Row[Any]] = rows(whole(Membership))
        self.states: Sequence[Row[Any]] = rows(whole(MemberState))
        self.members = {one.account_id: one.id for one in rows(whole(Member))}

    def now(self, row: Any) -> bool:
        """Today is one of its days."""
        return row.valid_from <= self.today and (row.valid_to is None or self.today <= row.valid_to)

    def takes_part(self, member_id: int, unit_id: int) -> bool:
        """In a state that takes part, and not on the way out of this very unit."""
        states = {row.state for row in self.states if row.member_id == member_id and self.now(row)}
        home = {row.unit_id for row in self.homes if row.member_id == member_id and self.now(row)}
        return bool(states & PRESENT) and not (State.TRANSFERRING in states and unit_id in home)

    def in_branch(self, member_id: int, unit_id: int) -> bool:
        """Active in the unit or below it, or with a post there."""
        places = [row.unit_id for row in self.homes if row.member_id == member_id and self.now(row)]
        places += [row.unit_id for row in self.posts.values() if row.member_id == member_id and self.now(row)
                   and self.now(self.units[row.unit_id])]
        return any(self.units[place].path.startswith(self.units[unit_id].path) for place in places)

    def post_lives(self, post: Any) -> bool:
        """A post in force, at a unit in force, of one who takes part."""
        return (self.now(post) and self.now(self.units[post.unit_id])
                and self.takes_part(post.member_id, post.unit_id))

    def by_itself(self, grant: Any) -> bool:
        """It, whatever is above."""
        member_id = self.members.get(grant.account_id)
        return (grant.revoked_at is None and not grant.pending and self.now(grant)
                and self.now(self.units[grant.unit_id]) and member_id is not None
                and self.takes_part(member_id, grant.unit_id) and self.in_branch(member_id, grant.unit_id))

    def lives(self, grant: Any) -> bool:
        """It and all it came from."""
        if not self.by_itself(grant):
            return False
        if grant.source_position_id is not None:
            return self.post_lives(self.posts[grant.source_position_id])
        return grant.source_id is None or self.lives(self.grants[grant.source_id])

    def living(self) -> set[int]:
        """All that live."""
        return {one.id for one in self.grants.values() if self.lives(one)}


def check(world: World) -> tuple[int, int]:
    """Actors, the list of living ones and the oracle say the same; answers how many live, and how many would but for
    what is above them."""
    db.session.flush()
    oracle = Oracle(world.today)
    expected = oracle.living()
    assert {one.id for one in rows(queries.living())} == expected
    assert {one.id for one in rows(listed(world.today))} == expected
    some = {one.account_id for one in oracle.grants.values()} | {world.people[place].account_id for place in range(2)}
    for who in (one for one in world.people if one.account_id in some):
        actor = actor_of_account(who.account_id or 0)
        held = {one.source_id for one in actor.holdings if one.source == "grant"}
        assert held == {one for one in expected if oracle.grants[one].account_id == who.account_id}
        posts = {one.source_id for one in actor.holdings if one.source == "position"}
        assert posts == {one.id for one in oracle.posts.values() if one.member_id == who.id and oracle.post_lives(one)}
    alone = [one for one in oracle.grants.values() if one.source_id is not None and oracle.by_itself(one)]
    return len(expected), len([one for one in alone if one.id not in expected])


@pytest.mark.timeout(900)
def test_no_right_without_a_living_chain(world: World) -> None:
    seen = {"histories": 0, "living": 0, "fallen": 0}

    @settings(max_examples=1000, deadline=None, database=None, derandomize=True,
              phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck))
    @given(st.lists(ACTS, min_size=1, max_size=5))
    def histories(acts: list[tuple[Any, ...]]) -> None:
        fresh = world.reset()  # type: ignore[attr-defined]
        for what in acts:
            act(fresh, what)
        seen["histories"] += 1
        living, fallen = check(fresh)
        seen["living"] += living
        seen["fallen"] += fallen

    histories()
    assert seen["histories"] >= 1000
    assert seen["living"] > 2000, "histories in which rights live"
    assert seen["fallen"] > 300, "and fall with what is above them"
    assert world.turned > 40, "and units move, merge and end"
