"""A unit goes to another superior: the rights given at it stand on the new one from then on, not on the old."""

from collections.abc import Callable

import pytest

from portal.core import audit, clock
from portal.core.actor import SYSTEM, Actor
from portal.core.db import db
from portal.core.notices import Notice
from portal.core.policy import allowed
from portal.delegation.api import Delegation, Grant, actor_of_account, grant
from portal.delegation.services import revoke
from portal.organizations.api import Role
from portal.organizations.services import merge, move
from tests.people import SINCE, person, unit

Act = Callable[[str], Actor]


def given(key: str, unit_key: str, source: Grant | None, role: Role = Role.SECRETARY, *, subtree: bool = True) -> Grant:
    made = grant(SYSTEM, account_id=person(key).account_id, unit=unit(unit_key), role=role, subtree=subtree,
                 since=SINCE, until=None, source=source)
    db.session.commit()
    return made


@pytest.fixture
def down(app: object) -> int:
    """The Corporation gave to Hà Nội, Hà Nội to its station; the id of the last."""
    top = given("administrator", "corporation", None, Role.ORGANIZATION_BOARD)
    chief = given("committee_secretary", "hanoi", top)
    return given("delegate", "ga_hanoi", chief, subtree=False).id


def moved() -> None:
    move(actor_of_account(person("administrator").account_id), unit("ga_hanoi"), parent=unit("vinh"),
         since=clock.today(), decision="12-QĐ/ĐU")
    db.session.commit()


def holds(key: str) -> bool:
    return (Role.SECRETARY, unit("ga_hanoi").id) in {
        (one.role, one.unit_id) for one in actor_of_account(person(key).account_id).holdings}


def test_the_new_superior_takes_it_over(down: int, actor: Act) -> None:
    given("secretary_elsewhere", "vinh", db.session.execute(db.select(Grant).where(
        Grant.role == Role.ORGANIZATION_BOARD)).scalar_one())
    assert allowed(actor("committee_secretary"), Delegation.END, db.session.get_one(Grant, down))
    moved()
    row = db.session.get_one(Grant, down)
    assert row.from_unit.id == unit("vinh").id
    assert not allowed(actor("committee_secretary"), Delegation.END, row)
    assert not allowed(actor("committee_secretary"), Delegation.READ, row)
    assert allowed(actor("secretary_elsewhere"), Delegation.END, row)
    chief = db.session.execute(db.select(Grant).where(Grant.unit_id == unit("hanoi").id,
                                                      Grant.role == Role.SECRETARY)).scalar_one()
    revoke(actor("administrator"), chief, "Không còn phụ trách")
    db.session.commit()
    assert holds("delegate")
    told = db.select(Notice.text).where(Notice.account_id == person("delegate").account_id,
                                        Notice.url == f"/phan-quyen/{down}")
    assert any("cấp trên mới" in text for text in db.session.execute(told).scalars())
    assert "delegation.carry" in set(db.session.execute(db.select(audit.AuditEntry.verb)).scalars())


def test_where_nobody_leads_the_new_superior_it_stands_on_whoever_moved_it(down: int, actor: Act) -> None:
    moved()
    row = db.session.get_one(Grant, down)
    assert row.from_unit.id == unit("corporation").id
    assert holds("delegate")
    assert not allowed(actor("committee_secretary"), Delegation.END, row)
    assert allowed(actor("administrator"), Delegation.END, row)


def test_what_came_from_above_both_places_stays_as_it_is(down: int) -> None:
    top = db.session.execute(db.select(Grant).where(Grant.role == Role.ORGANIZATION_BOARD)).scalar_one()
    row = db.session.get_one(Grant, down)
    row.source_id = top.id
    db.session.commit()
    moved()
    assert db.session.get_one(Grant, down).source_id == top.id


def test_rights_below_a_committee_that_is_merged_live_on(down: int) -> None:
    """As the cells go to the other committee, so do the rights given at them; those at the merged one end."""
    top = db.session.execute(db.select(Grant).where(Grant.role == Role.ORGANIZATION_BOARD)).scalar_one()
    given("secretary_elsewhere", "vinh", top)
    merge(actor_of_account(person("administrator").account_id), [unit("hanoi")], target=unit("vinh"),
          since=clock.today(), decision="12-QĐ/ĐU")
    db.session.commit()
    assert holds("delegate")
    assert db.session.get_one(Grant, down).from_unit.id == unit("vinh").id
    assert not any(one.unit_id == unit("hanoi").id
                   for one in actor_of_account(person("committee_secretary").account_id).holdings)


def test_what_lives_no_more_is_not_brought_to_life(down: int) -> None:
    row = db.session.get_one(Grant, down)
    chief = db.session.get_one(Grant, row.source_id)
    chief.revoked_at, source = clock.now(), row.source_id
    db.session.commit()
    moved()
    assert db.session.get_one(Grant, down).source_id == source
    assert not holds("delegate")
