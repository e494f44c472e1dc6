"""People of the register beyond those of tests/people.py."""

from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import Any

from portal.core.actor import SYSTEM, Actor
from portal.core.db import db
from portal.delegation.api import actor_of_account
from portal.members.models import Disclosure, Filters, Member, Position, SavedFilter, Selection, State
from portal.members.services import admit, appoint, choose, print_one, save_filter
from portal.organizations.api import Role
from tests.people import PEOPLE, SINCE, person, unit

_numbers = count(500_000)


def acting(key: str) -> Actor:
    """The Actor a person of the tests is today."""
    return actor_of_account(person(key).account_id)


def record(key: str) -> Member:
    """The record of a person of the tests."""
    return db.session.execute(db.select(Member).where(Member.full_name == PEOPLE[key][0])).scalar_one()


def member(name: str = "Nguyễn Thị Mới", cell: str = "ga_hanoi", *, state: State = State.OFFICIAL,
           since: date = SINCE, **fields: Any) -> Member:
    """Somebody in a cell, committed."""
    fields.setdefault("citizen_id", f"999{next(_numbers):09d}")
    made = admit(SYSTEM, full_name=name, cell=unit(cell), state=state, since=since, **fields)
    db.session.commit()
    return made


def post(key: str = "member", unit_key: str = "ga_hanoi", role: Role = Role.CELL_COMMITTEE_MEMBER,
         since: date = SINCE, until: date | None = None) -> Position:
    """A post of a person of the tests, committed."""
    made = appoint(SYSTEM, record(key), unit=unit(unit_key), role=role, since=since, until=until)
    db.session.commit()
    return made


def selection(key: str = "secretary", ids: Iterable[int] = (), filters: Filters | None = None) -> Selection:
    """A ticked set of a person of the tests, committed."""
    made = choose(acting(key), filters or Filters(), list(ids))
    db.session.commit()
    return made


def saved_filter(key: str = "secretary") -> SavedFilter:
    """A filter under a name, committed."""
    number = db.session.execute(db.select(db.func.count()).select_from(SavedFilter)).scalar_one()
    made = save_filter(acting(key), f"Dự bị {number}", Filters(state="probationary"))
    db.session.commit()
    return made


def print_of(key: str = "secretary") -> Disclosure:
    """A print of the member's record, committed."""
    made = print_one(acting(key), record("member"), is_full=False, reason="")
    db.session.commit()
    return made
