"""What a member's state does to the Actor."""

from collections.abc import Callable

from flask import Flask

from portal.core.actor import Actor
from portal.core.db import db
from portal.members.api import MemberState, State


def test_a_suspended_member_keeps_the_account_but_no_role_and_no_reading(
        app: Flask, actor: Callable[[str], Actor]) -> None:
    before = actor("secretary")
    assert before.holdings
    assert before.readers
    state = db.session.execute(db.select(MemberState).where(MemberState.member_id == before.member_id)).scalar_one()
    state.state = State.SUSPENDED
    db.session.commit()
    after = actor("secretary")
    assert after.signed_in
    assert not after.holdings
    assert not after.readers
