"""The members of the sample cells: who they are, their states and posts over time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from portal.accounts.api import Account
from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.text import fold, name_sort_key
from portal.delegation.api import actor_of_account
from portal.demo.names import Names
from portal.demo.tree import SAMPLE_CELLS, SECTION, SINCE, Unit
from portal.demo.tree import plan as plan_units
from portal.members.api import Member, Membership, MemberState, Position, State, keep_terms
from portal.organizations.api import Organization, Role

SIZES = (5, 6, 8, 9, 9, 9, 10, 10)
EPOCH = date(2025, 1, 1)
"""Birthdays and years in the Party are counted from here, so that citizen ids do not change with the day."""


MOVED = date(2024, 7, 1)


@dataclass(slots=True, eq=False)
class Person:
    """A planned member; ids are known once settled."""

    name: str
    sex: str
    born: date
    citizen_id: str
    cell: Unit
    state: State
    joined: date
    official: date | None
    phone: str
    posts: list[tuple[Unit, Role]] = field(default_factory=list)
    member_id: int = 0
    account_id: int = 0

    @property
    def plain(self) -> bool:
        """An ordinary official member."""
        return self.state is State.OFFICIAL and not self.posts

    def actor(self) -> Actor:
        """This person acting, with the roles in force at the moment."""
        return actor_of_account(self.account_id)


class Cast:
    """The units and members that follow from a seed; ids are known after `settle` or `locate`."""

    def __init__(self, seed: int) -> None:
        self.seed, self.names, self.top = seed, Names(str(seed)), plan_units()
        self.units = list(self.top.walk())
        self.people: list[Person] = []
        for cell in (unit for unit in self.units if unit.is_cell):
            self.people += plan_cell(cell, self.names)
        appoint(self.units, self.people)

    def unit(self, name: str) -> Unit:
        """The unit of this name."""
        return next(unit for unit in self.units if unit.name == name)

    def serving(self, unit: Unit, role: Role) -> Person:
        """The first who holds a post."""
        return next(one for one in self.people if (unit, role) in one.posts)


def locate(units: Iterable[Unit], people: Iterable[Person]) -> None:
    """Read the ids of what was settled by an earlier run."""
    named, members = {unit.name: unit for unit in units}, {one.citizen_id: one for one in people}
    for number, path, name in db.session.execute(db.select(Organization.id, Organization.path, Organization.name)):
        if name in named:
            named[name].id, named[name].path = number, path
    for number, account, key in db.session.execute(db.select(Member.id, Member.account_id, Member.citizen_id)):
        if key in members:
            members[key].member_id, members[key].account_id = number, account or 0
    db.session.rollback()


def plan_cell(cell: Unit, names: Names, size: int | None = None) -> list[Person]:
    """Five to ten members; sample cells have one of each kind that the sample sign-ins need."""
    size = size or (10 if cell.name in SAMPLE_CELLS else names.chance.choice(SIZES))
    people = [_person(cell, State.OFFICIAL, names) for _ in range(size)]
    draws = [names.chance.random() for _ in people]
    for place in range(4, size):
        if place == size - 1 and (cell.name in SAMPLE_CELLS or draws[place] < 0.5):
            people[place] = _person(cell, State.PROBATIONARY, names)
        elif draws[place] > 0.93:
            people[place] = _person(cell, State.EXEMPT, names)
        elif draws[place] < 0.04:
            people[place].state = State.TEMPORARY_OUT
    return people


def _person(cell: Unit, state: State, names: Names) -> Person:
    sex, day = names.sex(), names.day
    born = {State.PROBATIONARY: lambda: day(date(1992, 1, 1), date(2004, 12, 31)),
            State.EXEMPT: lambda: day(date(1943, 1, 1), date(1958, 12, 31))}.get(
                state, lambda: day(date(1966, 1, 1), date(1995, 12, 31)))()
    grown = date(born.year + 21, born.month, min(born.day, 28))
    if state is State.PROBATIONARY:
        joined = clock.today() - timedelta(days=names.chance.randint(20, 330))
    else:
        joined = day(grown, min(EPOCH - timedelta(days=700), date(grown.year + 14, 1, 1)))
    official = None if state is State.PROBATIONARY else date(joined.year + 1, joined.month, min(joined.day, 28))
    return Person(names.name(sex), sex, born, names.citizen_id(sex, born), cell, state, joined, official,
                  f"010{names.chance.randrange(10**7):07d}")


def appoint(units: list[Unit], people: Iterable[Person]) -> None:
    """A secretary for each unit; deputies; cell committees where nine are official; staff for committees."""
    of_cell: dict[Unit, list[Person]] = {}
    for person in people:
        of_cell.setdefault(person.cell, []).append(person)
    for unit in units:
        if unit.is_cell:
            _serve(unit, [one for one in of_cell[unit] if one.state is State.OFFICIAL], _cell_roles(of_cell[unit]))
    for unit in units:
        if not unit.is_cell:
            cells = [cell for cell in sorted(unit.walk(), key=lambda one: one.parent is not unit) if cell.is_cell]
            free = [one for cell in cells for one in of_cell[cell] if one.plain and cell.name not in SAMPLE_CELLS]
            _serve(unit, free, _committee_roles(unit))


def _cell_roles(members: list[Person]) -> list[list[Role]]:
    officials = sum(one.state is State.OFFICIAL for one in members)
    roles = [[Role.SECRETARY], [Role.DEPUTY_SECRETARY]] if officials >= 5 else [[Role.SECRETARY]]
    return [*roles, [Role.CELL_COMMITTEE_MEMBER]] if officials >= 9 else roles


def _committee_roles(unit: Unit) -> list[list[Role]]:
    heads = [[Role.SECRETARY], [Role.DEPUTY_SECRETARY]]
    if unit.kind == SECTION:
        return heads
    if unit.parent is None:
        return [*heads, [Role.ORGANIZATION_BOARD, Role.ADMINISTRATOR], [Role.OFFICE_STAFF], [Role.OFFICE_STAFF]]
    return [*heads, [Role.OFFICE_STAFF]]


def _serve(unit: Unit, free: list[Person], roles: list[list[Role]]) -> None:
    for person, some in zip(free, roles, strict=False):
        person.posts += [(unit, role) for role in some]


def settle(people: list[Person]) -> None:
    """Write planned members with closed accounts, states, cells and posts, in a few large statements."""
    now, today = clock.now(), clock.today()
    with_account = [one for one in people if one.state is not State.EXEMPT]
    made = db.insert(Account).returning(Account.id, sort_by_parameter_order=True)
    rows = [{"citizen_id": one.citizen_id, "created_at": now} for one in with_account]
    for person, number in zip(with_account, db.session.execute(made, rows).scalars(), strict=True):
        person.account_id = number
    made = db.insert(Member).returning(Member.id, sort_by_parameter_order=True)
    numbers = db.session.execute(made, [_member(one) for one in people]).scalars()
    for person, number in zip(people, numbers, strict=True):
        person.member_id = number
    keep_terms([one.member_id for one in people])
    db.session.execute(db.insert(MemberState), [row for one in people for row in _states(one, today)])
    db.session.execute(db.insert(Membership), [row for one in people for row in _memberships(one)])
    db.session.execute(db.insert(Position), [
        {"member_id": one.member_id, "unit_id": unit.id, "role": role.value, "valid_from": max(one.joined, EPOCH),
         "valid_to": None} for one in people for unit, role in one.posts])


def _member(one: Person) -> dict[str, object]:
    return {"account_id": one.account_id or None, "citizen_id": one.citizen_id, "full_name": one.name,
            "sort_key": name_sort_key(one.name), "search_key": fold(one.name), "birth_date": one.born, "sex": one.sex,
            "joined_on": one.joined, "official_on": one.official, "phone": one.phone,
            "card_number": one.citizen_id if one.official and int(one.phone[-1]) else None}


def _states(one: Person, today: date) -> list[dict[str, object]]:
    """Probationary for a year, then official, then what came since."""
    steps = [(State.PROBATIONARY, one.joined)]
    if one.official:
        steps.append((State.OFFICIAL, one.official))
    if one.state is State.EXEMPT:
        steps.append((one.state, EPOCH))
    elif one.state is State.TEMPORARY_OUT:
        steps.append((one.state, today - timedelta(days=100)))
    ends = [since - timedelta(days=1) for _, since in steps[1:]]
    return [{"member_id": one.member_id, "state": state.value, "valid_from": since, "valid_to": until}
            for (state, since), until in zip(steps, [*ends, None], strict=True)]


def _memberships(one: Person) -> list[dict[str, object]]:
    """One in ten came from a neighbouring cell two and a half years before the register was made."""
    since = max(one.joined, SINCE)
    rows: list[dict[str, object]] = [{"member_id": one.member_id, "unit_id": one.cell.id, "valid_from": since,
                                      "valid_to": None}]
    beside = next((unit for unit in (one.cell.parent or one.cell).below if unit.is_cell and unit is not one.cell), None)
    if one.phone[-1] == "7" and since < MOVED and beside is not None:
        rows[0]["valid_from"] = MOVED
        rows.append({**rows[0], "unit_id": beside.id, "valid_from": since, "valid_to": MOVED - timedelta(days=1)})
    return rows
