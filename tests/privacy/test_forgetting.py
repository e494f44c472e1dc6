"""What the data map promises: the phone number of who has left the register goes, from the record and its history."""

from datetime import date, timedelta

import pytest
import time_machine

from portal.core import audit, clock
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.members.api import Member, MemberChange, State, amend, enter_state
from portal.privacy import services
from portal.privacy.jobs import forget
from portal.quality import services as quality
from portal.quality.models import Correction
from tests.factories.transfers import acting, member

pytestmark = pytest.mark.usefixtures("app")


def leaves(key: str = "member", state: State = State.TRANSFERRED_OUT, since: date | None = None) -> int:
    one = member(key)
    amend(SYSTEM, one, {"phone": "0912345678"})
    amend(SYSTEM, one, {"phone": "0987654321"})
    enter_state(SYSTEM, one, state, since=since or clock.today())
    db.session.commit()
    return one.id


def said(member_id: int) -> str:
    found = db.session.execute(db.select(MemberChange.old, MemberChange.new).where(
        MemberChange.member_id == member_id, MemberChange.field == "phone"))
    return str([tuple(one) for one in found])


@pytest.mark.parametrize("state", [State.TRANSFERRED_OUT, State.RESIGNED, State.DECEASED])
def test_a_month_after_leaving_the_phone_number_is_gone(state: State) -> None:
    gone = leaves(state=state)
    with time_machine.travel(clock.now() + timedelta(days=29), tick=False):
        forget([{}])
        assert db.session.get_one(Member, gone).phone == "0987654321"
    db.session.rollback()
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        forget([{}])
        db.session.commit()
        assert db.session.get_one(Member, gone).phone is None
        assert "0912345678" not in said(gone) and "0987654321" not in said(gone)
        assert services.forget_who_left() == 0
    assert audit.verify() is None


def test_who_stays_or_came_back_keeps_it() -> None:
    back = leaves()
    stays = member("neighbour")
    amend(SYSTEM, stays, {"phone": "0911111111"})
    enter_state(SYSTEM, db.session.get_one(Member, back), State.OFFICIAL, since=clock.today() + timedelta(days=5))
    db.session.commit()
    with time_machine.travel(clock.now() + timedelta(days=60), tick=False):
        assert services.forget_who_left() == 0


def test_what_was_proposed_goes_too() -> None:
    quality.propose(acting("member"), member("member"), field="phone", new="0922222222", reason="Số mới")
    db.session.commit()
    leaves()
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        assert quality.forget_who_left() == 1
        row = db.session.execute(db.select(Correction)).scalar_one()
        assert (row.old, row.new) == ("", "")
        db.session.rollback()
