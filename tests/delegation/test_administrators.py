"""The administrator account: given at the Corporation, confirmed by a second person, never left without a keeper."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.api import Account
from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.notices import Notice
from portal.core.policy import allowed
from portal.delegation.api import Delegation, Grant, grant, is_last_administrator
from portal.delegation.services import change_end, confirm, name_substitute, revoke
from portal.members.api import Member, Position, State, end_post, enter_state
from portal.organizations.api import Organization, Role
from tests.client import PortalClient
from tests.factories.delegation import acting, given, grow, held, member
from tests.people import person

Units = dict[str, Organization]
As = Callable[[str | None], PortalClient]


@pytest.fixture
def tree(app: Flask) -> Units:
    """Every kind of unit."""
    return grow()


@pytest.fixture
def first(tree: Units) -> Member:
    """The administrator by post of the tests' people: alone."""
    return db.session.execute(select(Member).where(Member.account_id == person("administrator").account_id)
                              ).scalar_one()


def post_of(who: Member) -> Position:
    """The post that gives the account."""
    return db.session.execute(select(Position).where(
        Position.member_id == who.id, Position.role == Role.ADMINISTRATOR)).scalar_one()


def another(tree: Units, first: Member) -> tuple[Member, Grant]:
    """A second administrator."""
    second = member(tree["lone"], "Quản Trị Hai")
    return second, given(first, second, tree["corporation"], Role.ADMINISTRATOR)


def test_the_only_one_gives_alone_and_it_is_told(tree: Units, first: Member) -> None:
    second, row = another(tree, first)
    assert not row.pending
    assert row.is_root
    assert held(second) == {(Role.ADMINISTRATOR, tree["corporation"].id)}
    words = [one.sentence for one in db.session.execute(select(Notice).where(
        Notice.account_id == first.account_id, Notice.url == f"/phan-quyen/{row.id}")).scalars()]
    assert any("không có người thứ hai" in one for one in words)


def test_with_two_the_second_confirms(tree: Units, first: Member) -> None:
    second, _ = another(tree, first)
    third = member(tree["lone"], "Quản Trị Ba")
    row = given(first, third, tree["corporation"], Role.ADMINISTRATOR)
    assert row.pending
    assert held(third) == set()
    for who, may in ((first, False), (third, False), (second, True), (member(tree["hanoi"]), False)):
        assert allowed(acting(who), Delegation.CONFIRM, row) is may
    told = set(db.session.execute(select(Notice.account_id).where(Notice.url == f"/phan-quyen/{row.id}")).scalars())
    assert told == {first.account_id, second.account_id}
    confirm(acting(second), row)
    assert held(third) == {(Role.ADMINISTRATOR, tree["corporation"].id)}
    assert not allowed(acting(second), Delegation.CONFIRM, row)


def test_it_stands_on_the_corporation_not_on_who_gave_it(tree: Units, first: Member) -> None:
    second, _ = another(tree, first)
    end_post(SYSTEM, post_of(first), last_day=clock.today() - timedelta(days=1))
    assert held(second) == {(Role.ADMINISTRATOR, tree["corporation"].id)}


def test_only_an_administrator_gives_it(tree: Units) -> None:
    from tests.factories.delegation import officer
    for role in (Role.ORGANIZATION_BOARD, Role.SECRETARY, Role.OFFICE_STAFF):
        with pytest.raises(DomainError):
            given(officer(tree["corporation"], role, tree["lone"]), member(tree["lone"]), tree["corporation"],
                  Role.ADMINISTRATOR)


def test_the_last_one_is_kept(tree: Units, first: Member) -> None:
    """Not by the end of the post, nor by a state: suspended, struck off, dead."""
    assert is_last_administrator(first.account_id or 0)
    with pytest.raises(DomainError):
        end_post(SYSTEM, post_of(first), last_day=clock.today())
    for state in (State.DECEASED, State.SUSPENDED, State.EXPELLED, State.TRANSFERRED_OUT, State.EXEMPT):
        with pytest.raises(DomainError) as error:
            enter_state(SYSTEM, first, state, since=clock.today())
        assert "cuối cùng" in str(error.value.message)
    db.session.rollback()


def test_nor_by_the_button_nor_by_a_day(tree: Units, first: Member) -> None:
    second, row = another(tree, first)
    assert not is_last_administrator(first.account_id or 0)
    assert not is_last_administrator(second.account_id or 0)
    end_post(SYSTEM, post_of(first), last_day=clock.today() - timedelta(days=1))
    assert is_last_administrator(second.account_id or 0)
    with pytest.raises(DomainError):
        revoke(acting(second), row, "Không cần nữa")
    with pytest.raises(DomainError):
        change_end(acting(second), row, clock.today() + timedelta(days=30))
    db.session.rollback()


@pytest.mark.parametrize("state", ["locked", "closed", "open"])
def test_one_who_can_not_sign_in_keeps_nothing(tree: Units, first: Member, state: str) -> None:
    second, _ = another(tree, first)
    db.session.get_one(Account, second.account_id).state = state
    db.session.flush()
    assert is_last_administrator(first.account_id or 0)


def test_one_that_waits_or_ends_does_not_count(tree: Units, first: Member) -> None:
    second, row = another(tree, first)
    change_end(acting(first), row, clock.today() + timedelta(days=3))
    assert is_last_administrator(first.account_id or 0)
    row.pending, row.valid_to = True, None
    db.session.flush()
    assert is_last_administrator(first.account_id or 0)
    assert not is_last_administrator(second.account_id or 0)


def test_somebody_else_is_not_the_last(tree: Units, first: Member) -> None:
    assert not is_last_administrator(person("member").account_id)


def test_nobody_stands_in_for_it(tree: Units, first: Member) -> None:
    _, row = another(tree, first)
    assert not allowed(acting(first), Delegation.SUBSTITUTE, post_of(first))
    assert not allowed(acting(first), Delegation.SUBSTITUTE, row)


def test_the_corporation_s_officers_are_given_by_it(tree: Units, first: Member) -> None:
    secretary = member(tree["lone"])
    row = given(first, secretary, tree["corporation"], Role.SECRETARY, subtree=True)
    assert held(secretary) == {(Role.SECRETARY, tree["corporation"].id)}
    assert given(secretary, member(tree["dau_may"]), tree["hanoi"], Role.SECRETARY).source_id == row.id
    assert name_substitute is not None


def test_the_last_one_s_ending_is_not_offered(tree: Units, first: Member, as_: As) -> None:
    """The page of the right and the page that would end it say why instead."""
    second, _ = another(tree, first)
    end_post(SYSTEM, post_of(first), last_day=clock.today() - timedelta(days=1))
    mine = grant(SYSTEM, account_id=first.account_id or 0, unit=tree["corporation"], role=Role.ADMINISTRATOR,
                 subtree=True, since=clock.today(), until=None, source=None)
    db.session.commit()
    url, account_id = f"/phan-quyen/{mine.id}", second.account_id
    client = as_("administrator")
    page = client.get(url)
    assert f"{url}/thu-hoi" in page.text and "cuối cùng" not in page.text
    db.session.get_one(Account, account_id).state = "closed"
    db.session.commit()
    page = client.get(url)
    assert "quản trị hệ thống cuối cùng" in page.text
    assert f"{url}/thu-hoi" not in page.text and f"{url}/thoi-han" not in page.text
    page = client.get(f"{url}/thu-hoi")
    assert "quản trị hệ thống cuối cùng" in page.text and f'action="{url}/thu-hoi"' not in page.text


def test_nor_the_end_of_the_post_or_of_the_account(tree: Units, first: Member, as_: As) -> None:
    """One who is administrator for three days only looks at the one who stays."""
    guest = db.session.execute(select(Member).where(Member.account_id == person("delegate").account_id)).scalar_one()
    given(first, guest, tree["corporation"], Role.ADMINISTRATOR, until=clock.today() + timedelta(days=3))
    given(first, guest, tree["corporation"], Role.ORGANIZATION_BOARD, subtree=True)
    for one in db.session.execute(select(Grant).where(Grant.account_id == guest.account_id, Grant.pending)).scalars():
        one.pending = False
    db.session.commit()
    account, post = f"/tai-khoan/{first.id}", f"/dang-vien/{first.id}/chuc-vu/{post_of(first).id}/thoi"
    client = as_("delegate")
    page = client.get(account)
    assert "quản trị viên cuối cùng" in page.text and f"{account}/khoa" not in page.text
    assert f"{account}/dong" not in page.text and f"{account}/cap-lai" in page.text
    for url in (f"{account}/khoa", f"{account}/dong"):
        page = client.get(url)
        assert "quản trị viên cuối cùng" in page.text and f'action="{url}"' not in page.text
    page = client.get(post)
    assert "quản trị hệ thống cuối cùng" in page.text and f'action="{post}"' not in page.text
