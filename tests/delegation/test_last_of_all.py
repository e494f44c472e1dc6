"""Ways in which an administrator goes by himself on a day to come: he keeps the account for nobody else's leaving."""

from datetime import timedelta

import pytest
import time_machine

from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.core.errors import DomainError
from portal.delegation.api import is_last_administrator
from portal.delegation.queries import keepers
from portal.members.api import Member, State, end_post, enter_state
from tests.delegation.test_administrators import Units, another, first, post_of, tree

__all__ = ["first", "tree"]


@pytest.mark.parametrize("state", [State.EXEMPT, State.SUSPENDED, State.RESIGNED, State.TRANSFERRED_OUT])
def test_one_whose_leaving_is_planned_does_not_keep_it_for_good(tree: Units, first: Member, state: State) -> None:
    second, _ = another(tree, first)
    enter_state(SYSTEM, second, state, since=clock.today() + timedelta(days=30))
    db.session.commit()
    assert is_last_administrator(first.account_id or 0)
    with pytest.raises(DomainError) as refused:
        end_post(SYSTEM, post_of(first), last_day=clock.today())
    assert "cuối cùng" in str(refused.value.message)
    db.session.rollback()
    if state is State.EXEMPT:  # the account closes that night
        return
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        assert [one.account_id for one in keepers()] == [first.account_id]


def test_the_one_who_is_to_go_may_still_go(tree: Units, first: Member) -> None:
    second, _ = another(tree, first)
    enter_state(SYSTEM, second, State.RESIGNED, since=clock.today() + timedelta(days=30))
    assert not is_last_administrator(second.account_id or 0)
    enter_state(SYSTEM, second, State.SUSPENDED, since=clock.today())
    db.session.rollback()


def test_a_return_that_is_planned_is_no_leaving(tree: Units, first: Member) -> None:
    second, _ = another(tree, first)
    enter_state(SYSTEM, second, State.TEMPORARY_OUT, since=clock.today())
    enter_state(SYSTEM, second, State.OFFICIAL, since=clock.today() + timedelta(days=90))
    assert not is_last_administrator(first.account_id or 0)
    db.session.rollback()
