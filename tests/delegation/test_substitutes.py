"""Standing in for a leave: an officer of the same unit, from–to, not a step of the chain."""

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from portal.core import audit, clock
from portal.core.db import db, transaction
from portal.core.errors import DomainError
from portal.core.policy import allowed
from portal.delegation.api import Delegation, Grant
from portal.delegation.services import change_end, name_substitute, revoke
from portal.members.api import Member, Position
from portal.organizations.api import Organization, Role
from tests.factories.delegation import acting, given, grow, held, member, officer

Units = dict[str, Organization]


@pytest.fixture
def tree(app: Flask) -> Units:
    """Every kind of unit."""
    return grow()


@pytest.fixture
def secretary(tree: Units) -> Member:
    """Secretary of Hà Nội by post."""
    return officer(tree["hanoi"], Role.SECRETARY, tree["dau_may"])


@pytest.fixture
def deputy(tree: Units) -> Member:
    """Deputy of Hà Nội by post."""
    return officer(tree["hanoi"], Role.DEPUTY_SECRETARY, tree["dau_may"])


def post_of(who: Member) -> Position:
    """The only post."""
    return db.session.execute(db.select(Position).where(Position.member_id == who.id)).scalar_one()


def stand_in(who: Member, other: Member, since: int = 0, until: int = 5) -> Grant:
    """From–to, in days from today."""
    today = clock.today()
    return name_substitute(acting(who), post_of(who), account_id=other.account_id or 0,
                           since=today + timedelta(days=since), until=today + timedelta(days=until))


def test_recorded_as_thay_not_as_a_step(tree: Units, secretary: Member, deputy: Member) -> None:
    row = stand_in(secretary, deputy, since=1)
    assert (row.step, row.substitute_of, row.source_position_id) == (None, secretary.account_id, post_of(secretary).id)
    assert held(deputy) == set()
    with time_machine.travel(clock.now() + timedelta(days=2)):
        assert held(deputy) == {(Role.SECRETARY, tree["hanoi"].id)}
        assert acting(secretary).holds({Role.SECRETARY}, tree["hanoi"].path), "the one on leave keeps it"
    with time_machine.travel(clock.now() + timedelta(days=6)):
        assert held(deputy) == set()


def test_what_is_given_meanwhile_ends_with_it(tree: Units, secretary: Member) -> None:
    helper = officer(tree["hanoi"], Role.COMMITTEE_MEMBER, tree["dau_may"])
    stand_in(secretary, helper)
    row = given(helper, member(tree["ga_hanoi"]), tree["ga_hanoi"])
    assert row.valid_to == clock.today() + timedelta(days=5)


def test_only_an_officer_of_the_very_unit(tree: Units, secretary: Member) -> None:
    for other in (member(tree["dau_may"]), officer(tree["ga_hanoi"], Role.SECRETARY),
                  officer(tree["corporation"], Role.SECRETARY, tree["dau_may"])):
        with pytest.raises(DomainError) as error:
            stand_in(secretary, other)
        assert error.value.field == "account_id"
    with pytest.raises(DomainError):
        stand_in(secretary, secretary)


@pytest.mark.parametrize(("since", "until", "field"), [(-1, 3, "since"), (3, 2, "until")])
def test_days(secretary: Member, deputy: Member, since: int, until: int, field: str) -> None:
    with pytest.raises(DomainError) as error:
        stand_in(secretary, deputy, since, until)
    assert error.value.field == field


def test_not_beyond_the_role_itself(tree: Units, deputy: Member) -> None:
    ending = officer(tree["hanoi"], Role.SECRETARY, tree["dau_may"], until=clock.today() + timedelta(days=3))
    with pytest.raises(DomainError) as error:
        stand_in(ending, deputy)
    assert error.value.field == "until"
    assert stand_in(ending, deputy, until=3)


def test_out_of_a_grant_and_never_of_a_substitution(tree: Units, deputy: Member) -> None:
    board = officer(tree["corporation"], Role.ORGANIZATION_BOARD, tree["lone"])
    holder = member(tree["dau_may"])
    grant = given(board, holder, tree["hanoi"], subtree=True)
    row = name_substitute(acting(holder), grant, account_id=deputy.account_id or 0, since=clock.today(),
                          until=clock.today())
    assert (row.source_id, row.subtree) == (grant.id, True)
    assert held(deputy) == {(Role.SECRETARY, tree["hanoi"].id)}
    assert allowed(acting(holder), Delegation.SUBSTITUTE, grant)
    assert not allowed(acting(deputy), Delegation.SUBSTITUTE, grant)
    assert not allowed(acting(deputy), Delegation.SUBSTITUTE, row)


def test_who_may_end_it(tree: Units, secretary: Member, deputy: Member) -> None:
    row = stand_in(secretary, deputy)
    assert allowed(acting(secretary), Delegation.END, row)
    assert not allowed(acting(officer(tree["hanoi"], Role.OFFICE_STAFF, tree["dau_may"])), Delegation.END, row)
    assert not allowed(acting(officer(tree["vinh"], Role.SECRETARY, tree["ga_vinh"])), Delegation.END, row)


def test_one_is_not_named_twice_for_the_same_days(tree: Units, secretary: Member, deputy: Member) -> None:
    """Ending one of two alike would end nothing."""
    first = stand_in(secretary, deputy, since=3, until=6)
    for since, until in ((3, 6), (0, 3), (6, 9), (1, 20)):
        with pytest.raises(DomainError) as error:
            stand_in(secretary, deputy, since, until)
        assert "đã được cử thay" in str(error.value.message)
        assert error.value.field == "account_id"
    assert stand_in(secretary, deputy, since=7, until=9)
    with pytest.raises(DomainError) as error:
        change_end(acting(secretary), first, clock.today() + timedelta(days=8))
    assert error.value.field == "until"
    assert change_end(acting(secretary), first, clock.today() + timedelta(days=5))
    revoke(acting(secretary), first, "Về sớm hơn")
    assert stand_in(secretary, deputy, since=3, until=6)


def test_named_by_two_windows_at_once_one_stands_in_once(app: Flask, tree: Units, secretary: Member, deputy: Member,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    """Each looks for the other's before it writes its own; the second waits until the first is done."""
    db.session.commit()
    giver, post, other = acting(secretary), post_of(secretary).id, deputy.account_id or 0
    db.session.rollback()
    record, answers = audit.record, []

    def slowly(*args: Any, **facts: Any) -> None:
        time.sleep(0.5)
        record(*args, **facts)

    def press() -> None:
        with app.app_context(), transaction():
            try:
                name_substitute(giver, db.session.get_one(Position, post), account_id=other, since=clock.today(),
                                until=clock.today())
                answers.append("")
            except DomainError as error:
                answers.append(str(error.field))

    monkeypatch.setattr(audit, "record", slowly)
    threads = [threading.Thread(target=press) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(answers) == ["", "account_id"]
    assert len(db.session.execute(db.select(Grant.id).where(Grant.account_id == other)).all()) == 1


def test_who_stands_in_neither_prolongs_nor_ends_it(tree: Units, secretary: Member, deputy: Member) -> None:
    staff = officer(tree["hanoi"], Role.OFFICE_STAFF, tree["dau_may"])
    row, other = stand_in(secretary, staff), stand_in(secretary, deputy)
    assert acting(staff).holds({Role.SECRETARY}, tree["hanoi"].path)
    for one, who in ((row, staff), (other, deputy)):
        assert not allowed(acting(who), Delegation.END, one)
    assert allowed(acting(deputy), Delegation.END, row), "a head by a post of one's own"
