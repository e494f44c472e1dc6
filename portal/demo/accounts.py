"""The sample sign-ins: one account of each kind, ready; and one that waits for its first sign-in."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from portal.accounts.api import Account, open_for_activation, set_ready
from portal.core.actor import SYSTEM
from portal.core.db import db, transaction
from portal.demo import stages
from portal.demo.names import password
from portal.demo.people import Cast, Person
from portal.demo.tree import COMMITTEE, SAMPLE_CELLS, Unit
from portal.members.api import State
from portal.organizations.api import Role

HEADER = ("role", "citizen_id", "password", "unit", "name")


class Sample(NamedTuple):
    """A sample sign-in: what it is for, who it is, the unit it stands for."""

    role: str
    person: Person
    unit: Unit


class FirstSignIn(NamedTuple):
    """An account that waits for its first sign-in, with its one-time code."""

    citizen_id: str
    code: str
    name: str
    unit: str


def open_samples(cast: Cast) -> None:
    """Make the accounts of the sample ready, past the forced change, and as if used today: none is warned as unused."""
    for one in samples(cast):
        account = db.session.get_one(Account, one.person.account_id)
        set_ready(account, password(cast.seed, one.person.citizen_id))
        account.last_sign_in_at = datetime.now(UTC)


def table(seed: int) -> str:
    """The sample sign-ins as tab-separated lines under a header."""
    rows = [HEADER]
    for role, person, unit in samples(Cast(seed)):
        rows.append((role, person.citizen_id, password(seed, person.citizen_id), unit.name, person.name))
    return "\n".join("\t".join(row) for row in rows)


def first_sign_in() -> FirstSignIn | None:
    """Open one account anew for its first sign-in; None where there is no sample or its owner has signed in."""
    seed = stages.seed_used()
    if seed is None:
        return None
    person = _newcomer(Cast(seed).people)
    with transaction():
        account = db.session.execute(
            db.select(Account).where(Account.citizen_id == person.citizen_id)).scalar_one_or_none()
        if account is None or not account.must_change:
            return None
        code = open_for_activation(SYSTEM, account, hours=72)
    return FirstSignIn(person.citizen_id, code, person.name, person.cell.name)


def samples(cast: Cast) -> Iterator[Sample]:
    """The sample sign-ins among the planned members."""
    cells = [cast.unit(name) for name in SAMPLE_CELLS]
    committee = _committee_of(cells[0])
    for name, unit, role in (
            ("administrator", cast.top, Role.ADMINISTRATOR),
            ("corporation_office_staff", cast.top, Role.OFFICE_STAFF),
            ("grassroots_secretary", committee, Role.SECRETARY),
            ("grassroots_office_staff", committee, Role.OFFICE_STAFF),
            ("cell_secretary_1", cells[0], Role.SECRETARY),
            ("cell_secretary_2", cells[1], Role.SECRETARY)):
        yield Sample(name, cast.serving(unit, role), unit)
    for number, cell in enumerate(cells, start=1):
        yield Sample(f"member_{number}", next(one for one in cast.people if one.cell is cell and one.plain), cell)
    for number, cell in enumerate(cells, start=1):
        probationary = (one for one in cast.people if one.cell is cell and one.state is State.PROBATIONARY)
        yield Sample(f"probationary_{number}", next(probationary), cell)


def _newcomer(people: list[Person]) -> Person:
    """The second ordinary member of the first sample cell: the first one has an account that is ready."""
    return [one for one in people if one.cell.name == SAMPLE_CELLS[0] and one.plain][1]


def _committee_of(unit: Unit) -> Unit:
    while unit.kind != COMMITTEE:
        assert unit.parent is not None, unit.name
        unit = unit.parent
    return unit
