"""The people of the tests: named, fixed, each with an account past the forced change.

Tree:  Đảng bộ Tổng công ty (1)
         ├─ Đảng bộ Hà Nội (cơ sở)      ├─ Chi bộ Ga Hà Nội · Chi bộ Đầu máy
         └─ Đảng bộ Vinh (cơ sở)        └─ Chi bộ Ga Vinh
"""

import functools
from dataclasses import dataclass
from datetime import date, timedelta

from portal.accounts.api import Account, set_ready
from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.delegation.api import grant
from portal.members.api import Member, State, admit, appoint
from portal.organizations.api import Organization, Role, found

SINCE = date(2020, 1, 1)
PASSWORD = "con tau ve ga luc sang som"
PASSWORD_HASH: list[str] = []


@dataclass(frozen=True)
class Person:
    """Name in tests, id of the account, citizen id."""

    key: str
    account_id: int
    citizen_id: str


UNITS = {
    "corporation": ("corporation_committee", "Đảng bộ Tổng công ty Đường sắt Việt Nam", None),
    "hanoi": ("grassroots_committee", "Đảng bộ Khai thác đường sắt Hà Nội", "corporation"),
    "vinh": ("grassroots_committee", "Đảng bộ Khai thác đường sắt Vinh", "corporation"),
    "ga_hanoi": ("affiliated_cell", "Chi bộ Ga Hà Nội", "hanoi"),
    "dau_may": ("affiliated_cell", "Chi bộ Đầu máy", "hanoi"),
    "ga_vinh": ("affiliated_cell", "Chi bộ Ga Vinh", "vinh"),
}

PEOPLE: dict[str, tuple[str, str, State, list[tuple[str, str]]]] = {
    "member": ("Nguyễn Văn An", "ga_hanoi", State.OFFICIAL, []),
    "probationary": ("Lê Thị Ánh", "ga_hanoi", State.PROBATIONARY, []),
    "secretary": ("Trần Văn Bình", "ga_hanoi", State.OFFICIAL, [("ga_hanoi", Role.SECRETARY)]),
    "member_elsewhere": ("Phạm Văn Cường", "ga_vinh", State.OFFICIAL, []),
    "secretary_elsewhere": ("Hồ Thị Dung", "ga_vinh", State.OFFICIAL, [("ga_vinh", Role.SECRETARY)]),
    "neighbour": ("Đỗ Đức Em", "dau_may", State.OFFICIAL, []),
    "committee_secretary": ("Vũ Thị Giang", "dau_may", State.OFFICIAL, [("hanoi", Role.SECRETARY)]),
    "office_staff": ("Bùi Thị Hòa", "dau_may", State.OFFICIAL, [("hanoi", Role.OFFICE_STAFF)]),
    "corporation_staff": ("Đặng Văn Khánh", "dau_may", State.OFFICIAL, [("corporation", Role.OFFICE_STAFF)]),
    "administrator": ("Ngô Thị Lan", "dau_may", State.OFFICIAL,
                      [("corporation", Role.ADMINISTRATOR), ("corporation", Role.ORGANIZATION_BOARD)]),
    "delegate": ("Lý Văn Minh", "ga_hanoi", State.OFFICIAL, []),
    "lapsed_delegate": ("Mai Thị Nga", "ga_hanoi", State.OFFICIAL, []),
    "suspended_account": ("Tạ Văn Phúc", "ga_hanoi", State.OFFICIAL, []),
    "newcomer": ("Võ Thị Quỳnh", "ga_hanoi", State.OFFICIAL, []),
}


def settle() -> None:
    """Write the tree and the people into an empty database (committed by the caller)."""
    units: dict[str, Organization] = {}
    for key, (kind, name, parent) in UNITS.items():
        units[key] = found(SYSTEM, kind_id=kind, name=name, parent=units[parent] if parent else None, since=SINCE)
    for number, (key, (name, cell, state, posts)) in enumerate(PEOPLE.items(), start=1):
        member = admit(SYSTEM, full_name=name, citizen_id=f"999{number:09d}", cell=units[cell], state=state,
                       since=SINCE, birth_date=date(1980, 1, number))
        account = db.session.get_one(Account, member.account_id)
        if key != "newcomer":
            set_ready(account, PASSWORD, _hash())
        if key == "suspended_account":
            account.state = "locked"
        for unit, role in posts:
            appoint(SYSTEM, member, unit=units[unit], role=role, since=SINCE)
    _grants(units)


def _grants(units: dict[str, Organization]) -> None:
    today = clock.today()
    for key, since, until in (("delegate", SINCE, None), ("lapsed_delegate", SINCE, today - timedelta(days=1))):
        grant(SYSTEM, account_id=person(key).account_id, unit=units["hanoi"], role=Role.OFFICE_STAFF, subtree=True,
              since=since, until=until, source=None)


@functools.cache
def person(key: str) -> Person:
    """Look a person up by key; every copy of the database gives the same answer."""
    name = PEOPLE[key][0]
    member = db.session.execute(db.select(Member).where(Member.full_name == name)).scalar_one()
    assert member.account_id is not None
    return Person(key, member.account_id, member.citizen_id)


def unit(key: str) -> Organization:
    """Look a unit up by key."""
    return db.session.execute(db.select(Organization).where(Organization.name == UNITS[key][1])).scalar_one()


def _hash() -> str:
    from portal.accounts.api import HASHER

    if not PASSWORD_HASH:
        PASSWORD_HASH.append(HASHER.hash(PASSWORD))
    return PASSWORD_HASH[0]
