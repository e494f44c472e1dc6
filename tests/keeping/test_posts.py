"""Who keeps the accounts of those who hold posts: the level above; an administrator's by another one."""

from datetime import date

import pytest
from flask import Flask

from portal.accounts.api import set_ready
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.policy import allowed, refusal
from portal.delegation.api import is_last_administrator
from portal.delegation.models import Grant
from portal.keeping import queries, services
from portal.keeping.policy import Keeping
from portal.members.api import appoint
from portal.organizations.api import Role
from tests.factories import keeping
from tests.people import PASSWORD, person, unit

SINCE = date(2020, 1, 1)


def give(key: str, where: str, role: Role, *, subtree: bool = True) -> None:
    """A grant from the top, as the chain of 98-CV/ĐU would leave it."""
    from portal.core import clock

    db.session.add(Grant(account_id=person(key).account_id, unit_id=unit(where).id, role=role, subtree=subtree,
                         grantor_id=None, source_id=None, valid_from=SINCE, valid_to=None, granted_at=clock.now(),
                         decision=""))
    db.session.commit()


def may(by: str, key: str) -> bool:
    """`by` keeps the account of `key`; where it is not even seen: no."""
    actor = keeping.acting(by)
    kept = queries.get(actor, keeping.member(key).id)
    return kept is not None and allowed(actor, Keeping.MANAGE, kept)


def test_plain_members_are_kept_by_their_secretary(app: Flask) -> None:
    assert may("secretary", "member")
    assert may("secretary", "newcomer")
    assert not may("secretary_elsewhere", "member")


def test_nobody_keeps_the_own_account(app: Flask) -> None:
    actor = keeping.acting("secretary")
    own = queries.get(actor, keeping.member("secretary").id)
    assert own is not None
    assert not allowed(actor, Keeping.MANAGE, own)
    assert "Tài khoản của chính bạn" in str(refusal(actor, Keeping.MANAGE, own))


def test_a_secretary_is_kept_from_above_and_not_by_an_equal(app: Flask) -> None:
    assert may("delegate", "secretary")
    appoint(SYSTEM, keeping.member("member"), unit=unit("ga_hanoi"), role=Role.DEPUTY_SECRETARY, since=SINCE)
    db.session.commit()
    assert not may("member", "secretary")
    assert not may("secretary", "member")
    assert may("delegate", "member")


def test_the_head_of_a_cell_keeps_its_committee_and_not_the_reverse(app: Flask) -> None:
    appoint(SYSTEM, keeping.member("member"), unit=unit("ga_hanoi"), role=Role.CELL_COMMITTEE_MEMBER, since=SINCE)
    db.session.commit()
    assert may("secretary", "member")
    assert may("member", "newcomer")
    assert not may("member", "secretary")


def test_a_higher_role_of_a_member_takes_the_account_from_the_cell(app: Flask) -> None:
    """The delegate of the committee is active in the cell; its secretary may not reset that account."""
    assert not may("secretary", "delegate")
    assert may("administrator", "delegate")


def test_an_equal_by_grant_is_no_level_above(app: Flask) -> None:
    give("neighbour", "hanoi", Role.SECRETARY)
    assert not may("delegate", "committee_secretary")
    assert not may("neighbour", "committee_secretary")
    give("member_elsewhere", "corporation", Role.OFFICE_STAFF)
    assert may("member_elsewhere", "committee_secretary")


def test_administrators_are_kept_by_another_administrator_only(app: Flask) -> None:
    give("member_elsewhere", "corporation", Role.OFFICE_STAFF)
    assert not may("member_elsewhere", "administrator")
    assert not may("administrator", "administrator")
    give("neighbour", "corporation", Role.ADMINISTRATOR)
    assert may("neighbour", "administrator")


@pytest.mark.parametrize("act", [services.lock, services.close])
def test_the_last_administrator_is_neither_locked_nor_closed(app: Flask, act) -> None:
    give("neighbour", "corporation", Role.ADMINISTRATOR)
    keeping.change("neighbour", state="locked")
    assert is_last_administrator(person("administrator").account_id)

    second = keeping.acting("neighbour")
    kept = queries.get(second, keeping.member("administrator").id)
    assert kept is not None
    with pytest.raises(DomainError) as refused:
        act(second, kept, "thử khóa người cuối")
    assert "quản trị viên cuối cùng" in str(refused.value.message)
    db.session.rollback()
    set_ready(keeping.account("neighbour"), PASSWORD)
    db.session.commit()
    assert not is_last_administrator(person("administrator").account_id)


def test_notices_go_to_the_nearest_who_really_keep_the_cell(app: Flask) -> None:
    assert queries.keepers_of(unit("ga_hanoi")) == [person("secretary").account_id]
    keeping.member("secretary").positions[0].valid_to = date(2021, 1, 1)
    db.session.commit()
    assert queries.keepers_of(unit("ga_hanoi")) == [person("delegate").account_id]
