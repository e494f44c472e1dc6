"""Giving a role: who may receive, from when to when, how many at once, what both sides hear."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.accounts.api import Account
from portal.core import audit, clock
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.notices import Notice
from portal.delegation import queries
from portal.delegation.api import Grant
from portal.delegation.services import Terms, give
from portal.members.api import Member, Position, appoint
from portal.organizations.api import Organization, Role
from tests.factories.delegation import acting, given, grow, held, member, officer

Units = dict[str, Organization]


@pytest.fixture
def tree(app: Flask) -> Units:
    """Every kind of unit."""
    return grow()


@pytest.fixture
def board(tree: Units) -> Member:
    """Ban Tổ chức."""
    return officer(tree["corporation"], Role.ORGANIZATION_BOARD, tree["lone"])


def refused(call: object, *args: object, **kwargs: object) -> tuple[str | None, str]:
    """(field, sentence) of the refusal."""
    with pytest.raises(DomainError) as error:
        call(*args, **kwargs)  # type: ignore[operator]
    return error.value.field, str(error.value.message)


def test_several_roles_at_once_are_one_act_of_several_grants(tree: Units, board: Member) -> None:
    receiver = member(tree["dau_may"])
    rows = give(acting(board), account_id=receiver.account_id or 0, unit=tree["hanoi"],
                roles=[Role.SECRETARY, Role.OFFICE_STAFF, Role.SECRETARY], terms=Terms(decision=" 12-QĐ/ĐU "))
    assert [row.role for row in rows] == [Role.SECRETARY, Role.OFFICE_STAFF]
    assert {row.decision for row in rows} == {"12-QĐ/ĐU"}
    assert held(receiver) == {(Role.SECRETARY, tree["hanoi"].id), (Role.OFFICE_STAFF, tree["hanoi"].id)}
    found = select(audit.AuditEntry).where(audit.AuditEntry.verb == "delegation.grant").order_by(audit.AuditEntry.id)
    verbs = db.session.execute(found).scalars()
    assert [entry.by for entry in verbs][-2:] == [f"position:{rows[0].source_position_id}"] * 2


def test_all_or_none(tree: Units, board: Member) -> None:
    receiver = member(tree["dau_may"])
    field, _ = refused(give, acting(board), account_id=receiver.account_id, unit=tree["hanoi"],
                       roles=[Role.SECRETARY, Role.ORGANIZATION_BOARD], terms=Terms())
    assert field == "roles"
    assert held(receiver) == set()


@pytest.mark.parametrize("roles", [[], [""], ["secretary", "nobody"]])
def test_at_least_one_known_role(tree: Units, board: Member, roles: list[str]) -> None:
    field, _ = refused(give, acting(board), account_id=member(tree["dau_may"]).account_id, unit=tree["hanoi"],
                       roles=roles, terms=Terms())
    assert field == "roles"


def test_nobody_gives_to_himself(tree: Units, board: Member) -> None:
    both = officer(tree["corporation"], Role.SECRETARY, tree["dau_may"])
    field, words = refused(given, both, both, tree["hanoi"])
    assert field == "account_id"
    assert "cho mình" in words


def test_the_receiver_belongs_to_the_unit(tree: Units, board: Member) -> None:
    assert refused(given, board, member(tree["ga_vinh"]), tree["hanoi"])[0] == "account_id"
    serving = officer(tree["hanoi"], Role.COMMITTEE_MEMBER, tree["ga_vinh"])
    assert given(board, serving, tree["hanoi"], Role.SECRETARY)
    assert held(serving) == {(Role.SECRETARY, tree["hanoi"].id)}


def test_unknown_and_locked_accounts(tree: Units, board: Member) -> None:
    field, _ = refused(give, acting(board), account_id=10**6, unit=tree["hanoi"], roles=[Role.SECRETARY], terms=Terms())
    assert field == "account_id"
    receiver = member(tree["dau_may"])
    db.session.get_one(Account, receiver.account_id).state = "locked"
    assert "khóa" in refused(given, board, receiver, tree["hanoi"])[1]


def test_the_same_role_is_not_given_twice(tree: Units, board: Member) -> None:
    receiver = member(tree["dau_may"])
    row = given(board, receiver, tree["hanoi"])
    assert "đã có vai trò" in refused(given, board, receiver, tree["hanoi"])[1]
    row.revoked_at = clock.now()
    db.session.flush()
    assert given(board, receiver, tree["hanoi"])


def test_a_unit_that_is_no_more_receives_nothing(tree: Units, board: Member) -> None:
    tree["hanoi"].valid_to = clock.today() - timedelta(days=1)
    db.session.flush()
    assert refused(given, board, member(tree["dau_may"]), tree["hanoi"])[0] == "unit_id"


def test_days(tree: Units, board: Member) -> None:
    today, receiver = clock.today(), member(tree["dau_may"])
    assert refused(given, board, receiver, tree["hanoi"], since=today - timedelta(days=1))[0] == "since"
    assert refused(given, board, receiver, tree["hanoi"], since=today, until=today - timedelta(days=1))[0] == "until"
    assert given(board, receiver, tree["hanoi"], since=today + timedelta(days=2), until=today + timedelta(days=3))
    assert held(receiver) == set()
    with time_machine.travel(clock.now() + timedelta(days=2)):
        assert held(receiver) == {(Role.SECRETARY, tree["hanoi"].id)}
    with time_machine.travel(clock.now() + timedelta(days=4)):
        assert held(receiver) == set()


def test_never_longer_than_what_it_comes_from(tree: Units) -> None:
    """The end of a post, and of every grant above, bounds what is given out of it: capped, or refused in words."""
    today = clock.today()
    end = today + timedelta(days=10)
    board = officer(tree["corporation"], Role.ORGANIZATION_BOARD, tree["lone"], until=end)
    first, second = member(tree["dau_may"]), member(tree["ga_hanoi"])
    row = given(board, first, tree["hanoi"])
    assert row.valid_to == end
    field, words = refused(given, board, member(tree["ga_vinh"]), tree["vinh"], until=end + timedelta(days=1))
    assert field == "until"
    assert clock.show_date(end) in words
    row.valid_to = None
    db.session.flush()
    assert given(first, second, tree["ga_hanoi"]).valid_to == end, "the post above still ends then"
    assert refused(given, board, member(tree["ga_vinh"]), tree["vinh"], since=end + timedelta(days=1))[0] == "since"


def test_the_holding_that_lasts_longest_is_used(tree: Units) -> None:
    today = clock.today()
    giver = officer(tree["hanoi"], Role.SECRETARY, tree["dau_may"], until=today + timedelta(days=5))
    appoint(acting(giver), giver, unit=tree["hanoi"], role=Role.DEPUTY_SECRETARY, since=today)
    row = given(giver, member(tree["ga_hanoi"]), tree["ga_hanoi"])
    post = db.session.get_one(Position, row.source_position_id)
    assert (post.role, row.valid_to) == (Role.DEPUTY_SECRETARY, None)


def test_with_what_is_below_only_where_there_is_something_below(tree: Units, board: Member) -> None:
    wide = given(board, member(tree["dau_may"]), tree["hanoi"], subtree=True)
    narrow = given(board, member(tree["lone"]), tree["lone"], subtree=True)
    assert (wide.subtree, narrow.subtree) == (True, False)


def test_hidden_from_above_only_where_the_table_says_so(tree: Units, board: Member) -> None:
    assert refused(given, board, member(tree["dau_may"]), tree["hanoi"], Role.SECRETARY, hidden=True)[0] == "hidden"
    assert given(board, member(tree["dau_may"]), tree["hanoi"], Role.OFFICE_STAFF, hidden=True).hidden_from_above


def test_both_sides_are_told(tree: Units, board: Member) -> None:
    receiver = member(tree["dau_may"])
    row = given(board, receiver, tree["hanoi"])
    told = {one.account_id: one for one in db.session.execute(
        select(Notice).where(Notice.url == f"/phan-quyen/{row.id}")).scalars()}
    assert set(told) == {receiver.account_id, board.account_id}
    assert "Đảng bộ Khai thác đường sắt Hà Nội" in told[receiver.account_id or 0].sentence


def test_people_are_found_within_reach_only(tree: Units) -> None:
    """By the whole number or by name; not oneself, not those outside, excused or gone; numbers masked."""
    giver = officer(tree["hanoi"], Role.SECRETARY, tree["dau_may"])
    near, far = member(tree["ga_hanoi"], "Lưu Thị Ước"), member(tree["ga_vinh"], "Lưu Thị Ước")
    actor = acting(giver)
    assert [one.account_id for one in queries.find(actor, "luu uoc")] == [near.account_id]
    assert [one.account_id for one in queries.find(actor, near.citizen_id)] == [near.account_id]
    assert queries.find(actor, far.citizen_id) == []
    assert queries.find(actor, near.citizen_id[:11]) == []
    assert queries.find(actor, giver.citizen_id) == []
    found = queries.find(actor, near.citizen_id)[0]
    assert near.citizen_id not in repr(found)
    assert found.masked_id.startswith("998***")


def test_the_sample_may_write_what_it_is_told_but_not_outside_the_branch(tree: Units) -> None:
    from portal.core.actor import SYSTEM
    from portal.delegation.api import grant

    top = grant(SYSTEM, account_id=member(tree["dau_may"]).account_id or 0, unit=tree["hanoi"], role=Role.SECRETARY,
                subtree=True, since=clock.today(), until=None, source=None)
    assert isinstance(top, Grant)
    field, _ = refused(grant, SYSTEM, account_id=1, unit=tree["vinh"], role=Role.SECRETARY, subtree=False,
                       since=clock.today(), until=None, source=top)
    assert field == "unit_id"
    assert refused(grant, SYSTEM, account_id=1, unit=tree["hanoi"], role=Role.SECRETARY, subtree=False,
                   since=clock.today(), until=clock.today() - timedelta(days=1), source=None)[0] == "valid_to"
