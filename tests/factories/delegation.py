"""Builders of a tree with every kind of unit, its officers, and grants between them."""

from datetime import date
from typing import Any

from portal.accounts.api import Account, set_ready
from portal.core import clock
from portal.core.actor import SYSTEM, Actor
from portal.core.db import db
from portal.core.text import fold, sort_key
from portal.delegation.api import Grant, actor_of_account
from portal.delegation.services import Terms, give
from portal.members.api import Member, State, admit, appoint
from portal.organizations.api import Organization, Role
from tests.people import PASSWORD, SINCE, UNITS, _hash, unit

NUMBERS = iter(range(1, 10**6))

TREE: dict[str, tuple[str, str, str]] = {
    "upper": ("delegated_upper_committee", "Đảng bộ Công ty Vận tải", "corporation"),
    "branch": ("grassroots_committee", "Đảng bộ Chi nhánh Nghệ Tĩnh", "upper"),
    "section": ("sectional_committee", "Đảng bộ bộ phận Ga Đồng Hới", "branch"),
    "section_cell": ("affiliated_cell", "Chi bộ Hành khách Đồng Hới", "section"),
    "branch_cell": ("affiliated_cell", "Chi bộ Văn phòng Nghệ Tĩnh", "branch"),
    "upper_lone": ("grassroots_cell", "Chi bộ Cơ quan Vận tải", "upper"),
    "lone": ("grassroots_cell", "Chi bộ Trung tâm Điều hành", "corporation"),
    "sub": ("sub_grassroots_committee", "Đảng bộ trực thuộc Xí nghiệp", "hanoi"),
    "sub_cell": ("cell", "Chi bộ Xí nghiệp", "sub"),
    "new_cell": ("cell", "Chi bộ Cung đường", "hanoi"),
    "top_cell": ("cell", "Chi bộ Cơ quan Tổng công ty", "corporation"),
}
CELL_OF = {"corporation": "lone", "upper": "upper_lone", "branch": "branch_cell", "section": "section_cell",
           "sub": "sub_cell", "hanoi": "dau_may", "vinh": "ga_vinh"}
"""Where the officers of a committee are active."""


def grow() -> dict[str, Organization]:
    """All units of the tests' tree and of TREE by key (flushed)."""
    units = {key: unit(key) for key in UNITS}
    while some := [key for key, (_, _, parent) in TREE.items() if key not in units and parent in units]:
        units |= _planted({key: units[TREE[key][2]] for key in some})
    return units


def _planted(parents: dict[str, Organization]) -> dict[str, Organization]:
    """These units of TREE below their parents."""
    made = {}
    for key, parent in parents.items():
        kind, name, _ = TREE[key]
        since = SINCE if kind not in ("sub_grassroots_committee", "cell") else date(2026, 7, 27)
        made[key] = Organization(kind_id=kind, name=name, search_key=fold(name), sort_key=sort_key(name), path=name,
                                 parent_id=parent.id, valid_from=since)
    db.session.add_all(made.values())
    db.session.flush()
    for key, one in made.items():
        one.path = f"{parents[key].path}{one.id}/"
    db.session.flush()
    return made


def member(cell: Organization, name: str = "", state: State = State.OFFICIAL, **more: Any) -> Member:
    """A member of a cell with an account in use (flushed)."""
    number = next(NUMBERS)
    made = admit(SYSTEM, full_name=name or f"Đồng chí Số {number}", citizen_id=f"998{number:09d}", cell=cell,
                 state=State.OFFICIAL if state is State.EXEMPT else state, since=SINCE, **more)
    if state is State.EXEMPT:
        made.states[0].state = state
    account = db.session.get_one(Account, made.account_id)
    set_ready(account, PASSWORD, _hash())
    account.last_sign_in_at = clock.now()
    db.session.flush()
    return made


def officer(unit_: Organization, role: str, cell: Organization | None = None, until: date | None = None) -> Member:
    """A member with a post at a unit; active in `cell`, else in the unit itself (flushed)."""
    made = member(cell or unit_)
    appoint(SYSTEM, made, unit=unit_, role=role, since=SINCE, until=until)
    db.session.flush()
    return made


def acting(who: Member) -> Actor:
    """What the member is today."""
    assert who.account_id is not None
    return actor_of_account(who.account_id)


def given(giver: Member, receiver: Member, unit_: Organization, *roles: str, **terms: Any) -> Grant:
    """The first grant of one giving another a role by all the rules (flushed)."""
    return give(acting(giver), account_id=receiver.account_id or 0, unit=unit_, roles=roles or [Role.SECRETARY],
                terms=Terms(**terms))[0]


def held(who: Member) -> set[tuple[str, int]]:
    """(role, unit) of what the member holds today by grant."""
    return {(one.role, one.unit_id) for one in acting(who).holdings if one.source == "grant"}
