"""Cells are merged, split and dissolved while transfers run: what runs goes along, or ends with a reason."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.db import db
from portal.core.notices import Notice
from portal.core.policy import allowed
from portal.members.api import State as MemberStates
from portal.organizations.services import dissolve, merge, plan_merge, split
from portal.transfers import services
from portal.transfers.models import Kind, State, Transfer
from portal.transfers.policy import Transfers
from tests.client import PortalClient
from tests.factories.organizations import cell
from tests.factories.transfers import acting, member, row, slip, transfer
from tests.people import person, unit

As = Callable[[str | None], PortalClient]
pytestmark = pytest.mark.usefixtures("app")
BY = {"decision": "12-QĐ/ĐU"}


def merged(one: str = "ga_hanoi", into: str = "ga_vinh") -> None:
    merge(acting("administrator"), [unit(one)], target=unit(into), since=clock.today(), **BY)
    db.session.commit()


def test_what_is_asked_goes_with_the_person_to_the_cell_that_took_over() -> None:
    made = transfer(who="member", to="dau_may")
    merged()
    one = row(made)
    assert (one.from_unit_id, one.state) == (unit("ga_vinh").id, State.ASKED)
    assert allowed(acting("secretary_elsewhere"), Transfers.RELEASE, one)
    told = db.select(Notice.account_id).where(Notice.url == f"/chuyen-sinh-hoat/{made}")
    assert person("secretary_elsewhere").account_id in db.session.execute(told).scalars().all()
    assert one.steps[-1].verb == "carry"


def test_who_was_to_come_comes_to_the_cell_that_took_over(as_: As) -> None:
    made = transfer("released", who="member", to="ga_vinh")
    merged("ga_vinh", "dau_may")
    assert row(made).to_unit_id == unit("dau_may").id
    client = as_("delegate")
    page = client.get(f"/chuyen-sinh-hoat/{made}/tiep-nhan")
    assert client.submit(page, {}).status_code == 303
    here = member("member").membership_today
    assert here is not None and here.unit_id == unit("dau_may").id


@pytest.mark.parametrize(("state", "ends"), [("asked", State.WITHDRAWN), ("released", State.RETURNED)])
@pytest.mark.parametrize("way", ["old into new", "new into old"])
def test_between_two_that_become_one_there_is_nothing_left_to_do(state: str, ends: State, way: str) -> None:
    made = transfer(state, who="member", to="ga_vinh")
    merged(*(("ga_hanoi", "ga_vinh") if way == "old into new" else ("ga_vinh", "ga_hanoi")))
    assert row(made).state == ends
    now = member("member")
    assert now.state_today is not None and now.state_today.state == MemberStates.OFFICIAL
    home = unit("ga_vinh" if way == "old into new" else "ga_hanoi").id
    assert now.membership_today is not None and now.membership_today.unit_id == home


def test_a_split_takes_along_those_who_were_chosen_only() -> None:
    goes, stays = transfer(who="member"), transfer(who="probationary")
    new = split(acting("administrator"), unit("ga_hanoi"), kind_id="affiliated_cell", name="Chi bộ Ga Hà Nội 2",
                code="", since=clock.today(), chosen=[member("member").id], **BY)
    db.session.commit()
    assert (row(goes).from_unit_id, row(stays).from_unit_id) == (new.id, unit("ga_hanoi").id)


@pytest.mark.parametrize(("state", "ends"), [("asked", State.WITHDRAWN), ("released", State.RETURNED)])
def test_an_empty_cell_that_is_dissolved_sends_back_who_was_to_come(state: str, ends: State) -> None:
    empty = cell("Chi bộ Kho", "hanoi")
    made = transfer("asked", who="member", to="dau_may")
    one = row(made)
    one.to_unit_id = empty.id
    db.session.commit()
    if state == "released":
        services.release(acting("delegate"), row(made), slip())
        db.session.commit()
    dissolve(acting("administrator"), db.session.merge(empty), since=clock.today(), **BY)
    db.session.commit()
    assert row(made).state == ends
    now = member("member").state_today
    assert now is not None and now.state == MemberStates.OFFICIAL


def test_a_temporary_stay_goes_on_at_the_cell_that_took_over() -> None:
    made = transfer("accepted", who="member", to="ga_vinh", kind=Kind.TEMPORARY)
    merged("ga_vinh", "dau_may")
    assert row(made).to_unit_id == unit("dau_may").id
    assert allowed(acting("delegate"), Transfers.END, row(made))
    stay = member("member").stay_today
    assert stay is not None and stay.unit_id == unit("dau_may").id


@pytest.mark.parametrize("way", ["home into host", "host into home"])
def test_a_temporary_stay_at_what_is_now_the_own_cell_is_over(way: str) -> None:
    made = transfer("accepted", who="member", to="ga_vinh", kind=Kind.TEMPORARY)
    merged(*(("ga_hanoi", "ga_vinh") if way == "home into host" else ("ga_vinh", "ga_hanoi")))
    now = member("member")
    assert now.stay_today is None
    assert now.state_today is not None and now.state_today.state == MemberStates.OFFICIAL
    assert not row(made).is_on


def test_the_page_before_the_act_says_how_many(as_: As) -> None:
    transfer(who="member")
    plan = plan_merge(acting("administrator"), [unit("ga_hanoi")], unit("dau_may"), clock.today())
    assert {str(words): count for words, count in plan.numbers}["Hồ sơ chuyển sinh hoạt đang chạy"] == 1


def test_what_was_over_stays_where_it_was() -> None:
    made = transfer("accepted", who="member", to="ga_vinh")
    before = db.session.get_one(Transfer, made).from_unit_id
    merged("ga_vinh", "dau_may")
    assert (row(made).from_unit_id, row(made).to_unit_id) == (before, unit("ga_vinh").id)
    assert clock.today() - timedelta(days=1) == unit("ga_vinh").valid_to
