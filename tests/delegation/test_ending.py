"""Rights end: revoked, by their day, with what they came from, with the person; both sides are told once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.notices import Notice
from portal.delegation import queries
from portal.delegation.api import Grant
from portal.delegation.services import change_end, name_substitute, revoke, tell_ending_soon, tell_endings
from portal.jobs.registry import KINDS
from portal.members.api import Member, Position, State, appoint, end_post, enter_state, move
from portal.organizations.api import Organization, Role
from tests.factories.delegation import acting, given, grow, held, member, officer

Units = dict[str, Organization]


@pytest.fixture
def tree(app: Flask) -> Units:
    """Every kind of unit."""
    return grow()


class Chain:
    """Ban Tổ chức → Đảng bộ Hà Nội → Chi bộ Ga Hà Nội, by post and two grants."""

    def __init__(self, tree: Units) -> None:
        self.tree = tree
        self.board = officer(tree["corporation"], Role.ORGANIZATION_BOARD, tree["lone"])
        self.middle, self.last = member(tree["dau_may"]), member(tree["ga_hanoi"])
        self.first = given(self.board, self.middle, tree["hanoi"], subtree=True)
        self.second = given(self.middle, self.last, tree["ga_hanoi"])

    def lives(self) -> tuple[bool, bool]:
        """Whether the committee's and the cell's right give anything, asked of the Actors and of the list."""
        db.session.flush()
        by_actor = bool(held(self.middle)), bool(held(self.last))
        ids = set(db.session.execute(queries.living()).scalars())
        assert by_actor == (self.first.id in ids, self.second.id in ids)
        return by_actor

    def post(self) -> Position:
        """The post at the top."""
        return db.session.execute(select(Position).where(Position.member_id == self.board.id)).scalar_one()


@pytest.fixture
def chain(tree: Units) -> Chain:
    """The chain."""
    return Chain(tree)


def state(who: Member, state: State) -> None:
    """Another state from today."""
    enter_state(SYSTEM, who, state, since=clock.today())


def leave(who: Member, cell: Organization) -> None:
    """To another cell from today."""
    move(SYSTEM, who, cell=cell, since=clock.today())


BREAKS: dict[str, tuple[Callable[[Chain], object], tuple[bool, bool]]] = {
    "nothing": (lambda c: None, (True, True)),
    "revoked above": (lambda c: revoke(acting(c.board), c.first, "Thôi giữ việc"), (False, False)),
    "revoked below": (lambda c: revoke(acting(c.middle), c.second, "Thôi giữ việc"), (True, False)),
    "post ends": (lambda c: end_post(SYSTEM, c.post(), last_day=clock.today() - timedelta(days=1)), (False, False)),
    "board dies": (lambda c: state(c.board, State.DECEASED), (False, False)),
    "board suspended": (lambda c: state(c.board, State.SUSPENDED), (False, False)),
    "middle expelled": (lambda c: state(c.middle, State.EXPELLED), (False, False)),
    "middle moves out": (lambda c: leave(c.middle, c.tree["ga_vinh"]), (False, False)),
    "middle moves within": (lambda c: leave(c.middle, c.tree["ga_hanoi"]), (True, True)),
    "last moves next door": (lambda c: leave(c.last, c.tree["dau_may"]), (True, False)),
    "last is being transferred": (lambda c: state(c.last, State.TRANSFERRING), (True, False)),
    "middle is being transferred": (lambda c: state(c.middle, State.TRANSFERRING), (True, True)),
    "unit ends": (lambda c: setattr(c.tree["hanoi"], "valid_to", clock.today() - timedelta(days=1)), (False, False)),
    "cell ends": (lambda c: setattr(c.tree["ga_hanoi"], "valid_to", clock.today() - timedelta(days=1)), (True, False)),
    "day over": (lambda c: setattr(c.first, "valid_to", clock.today() - timedelta(days=1)), (False, False)),
    "account locked": (lambda c: setattr(_account(c.middle), "state", "locked"), (True, True)),
}


def _account(who: Member) -> object:
    from portal.accounts.api import Account
    return db.session.get_one(Account, who.account_id)


@pytest.mark.parametrize("how", BREAKS)
def test_a_right_lives_as_long_as_its_whole_chain(chain: Chain, how: str) -> None:
    act, expected = BREAKS[how]
    act(chain)
    assert chain.lives() == expected
    db.session.rollback()


def test_what_came_back_lives_again(chain: Chain) -> None:
    """Worked out when asked: after the suspension both work again."""
    state(chain.middle, State.SUSPENDED)
    assert chain.lives() == (False, False)
    chain.middle.states[-1].valid_from -= timedelta(days=1)
    chain.middle.states[0].valid_to = clock.today() - timedelta(days=2)
    db.session.flush()
    state(chain.middle, State.OFFICIAL)
    assert chain.lives() == (True, True)


def told(grant: Grant) -> list[tuple[int, str]]:
    """(account, sentence) about one grant, in order."""
    db.session.flush()
    found = select(Notice).where(Notice.url == f"/phan-quyen/{grant.id}").order_by(Notice.id)
    return [(one.account_id, one.sentence) for one in db.session.execute(found).scalars()]


def test_revoking_shows_first_what_falls_and_tells_all(chain: Chain) -> None:
    falls = [row for row, _ in db.session.execute(queries.falling(chain.first.id))]
    assert [row.id for row in falls] == [chain.second.id]
    revoke(acting(chain.board), chain.first, "Chuyển công tác khác")
    assert chain.first.reason == "Chuyển công tác khác"
    assert {account for account, words in told(chain.first) if "thu hồi" in words} == {
        chain.middle.account_id, chain.board.account_id}
    assert {account for account, words in told(chain.second) if "hết hiệu lực" in words} == {
        chain.middle.account_id, chain.last.account_id}


def test_a_reason_is_asked_for(chain: Chain) -> None:
    with pytest.raises(DomainError) as error:
        revoke(acting(chain.board), chain.first, " x ")
    assert error.value.field == "reason"


def test_substitutes_fall_too(chain: Chain) -> None:
    other = officer(chain.tree["hanoi"], Role.DEPUTY_SECRETARY, chain.tree["dau_may"])
    standing_in = name_substitute(acting(chain.middle), chain.first, account_id=other.account_id or 0,
                                  since=clock.today(), until=clock.today() + timedelta(days=5))
    assert {row.id for row, _ in db.session.execute(queries.falling(chain.first.id))} == {
        chain.second.id, standing_in.id}


def test_ended_by_itself_is_told_once(chain: Chain) -> None:
    change_end(acting(chain.board), chain.first, clock.today() + timedelta(days=3))
    db.session.commit()
    KINDS["delegation.ended"].handler([{}])
    assert not any("hết hiệu lực" in words for _, words in told(chain.first))
    with time_machine.travel(clock.now() + timedelta(days=4)):
        assert tell_endings() == 2
        for grant, both in ((chain.first, (chain.board, chain.middle)), (chain.second, (chain.middle, chain.last))):
            assert {account for account, words in told(grant) if "hết hiệu lực" in words} == {
                one.account_id for one in both}
        assert tell_endings() == 0
    db.session.rollback()


def test_what_lives_again_may_end_again(chain: Chain) -> None:
    tell_endings()
    chain.second.end_told = True
    db.session.flush()
    assert tell_endings() == 0
    db.session.refresh(chain.second)
    assert not chain.second.end_told
    db.session.rollback()


def test_a_week_ahead_both_hear_of_it(chain: Chain) -> None:
    change_end(acting(chain.board), chain.first, clock.today() + timedelta(days=7))
    assert tell_ending_soon() == 1
    assert {account for account, words in told(chain.first) if "sẽ hết hạn" in words} == {
        chain.board.account_id, chain.middle.account_id}


def test_another_last_day_is_told_and_bounded(chain: Chain) -> None:
    today, actor = clock.today(), acting(chain.board)
    change_end(actor, chain.first, today + timedelta(days=9))
    assert any(clock.show_date(today + timedelta(days=9)) in words for account, words in told(chain.first)
               if account == chain.middle.account_id)
    middle = acting(chain.middle)
    for day, grant in ((today - timedelta(days=1), chain.first), (today + timedelta(days=9), chain.first)):
        with pytest.raises(DomainError):
            change_end(actor, grant, day)
    with pytest.raises(DomainError) as error:
        change_end(middle, chain.second, today + timedelta(days=10))
    assert clock.show_date(today + timedelta(days=9)) in str(error.value.message)
    change_end(middle, chain.second, today + timedelta(days=9))
    change_end(actor, chain.first, None)
    assert chain.first.valid_to is None


def test_how_it_came_down_and_where_it_broke(chain: Chain) -> None:
    links = queries.chains([chain.second])[chain.second.id]
    assert [link.unit for link in links] == ["Đảng bộ Tổng công ty Đường sắt Việt Nam",
                                            "Đảng bộ Khai thác đường sắt Hà Nội"]
    assert [link.is_post for link in links] == [True, False]
    assert not any(link.cut for link in links)
    end_post(SYSTEM, chain.post(), last_day=clock.today() - timedelta(days=1))
    state(chain.middle, State.EXPELLED)
    assert [link.cut for link in queries.chains([chain.second])[chain.second.id]] == ["post", "left"]
    chain.first.valid_to = clock.today() - timedelta(days=1)
    db.session.flush()
    assert queries.chains([chain.second])[chain.second.id][1].cut == "ended"
    assert queries.state_of(chain.second) == "fallen"


def test_nothing_is_left_of_a_post_at_a_unit_that_ended(tree: Units) -> None:
    who = officer(tree["hanoi"], Role.SECRETARY, tree["dau_may"])
    assert [one.source for one in acting(who).holdings] == ["position"]
    tree["hanoi"].valid_to = clock.today() - timedelta(days=1)
    db.session.flush()
    assert acting(who).holdings == ()
    assert db.session.execute(select(func.count()).select_from(Position).where(
        Position.member_id == who.id)).scalar_one() == 1
    appoint(SYSTEM, who, unit=tree["vinh"], role=Role.COMMITTEE_MEMBER, since=clock.today())
    assert [one.role for one in acting(who).holdings] == [Role.COMMITTEE_MEMBER]
    db.session.rollback()
