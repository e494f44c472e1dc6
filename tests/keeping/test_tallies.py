"""Whoever keeps many units sees numbers that the worker counted: the same as counted now, with their moment."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.accounts.api import rules
from portal.core import clock
from portal.core.db import db, transaction
from portal.keeping import queries, services
from portal.keeping.models import Status
from portal.keeping.policy import kept_units
from portal.keeping.queries.reaching import Reach
from portal.members.api import MemberState, State
from portal.organizations.api import Organization, below_path
from tests.client import PortalClient
from tests.factories import keeping
from tests.people import PEOPLE, unit

As = Callable[[str | None], PortalClient]
KEYS = [key for key in PEOPLE if key != "suspended_account"]
pytestmark = pytest.mark.once
ACTS = st.tuples(st.sampled_from(["member", "newcomer", "secretary", "member_elsewhere", "probationary"]),
                 st.sampled_from(["active", "open", "lapsed", "locked", "closed", "unused", "exempt", "unconfirmed"]))


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody keeps many units."""
    monkeypatch.setattr("portal.keeping.queries.reaching.FEW", -1)


def act(key: str, what: str) -> None:
    """Something happens to an account."""
    now = clock.now()
    changes: dict[str, dict[str, object]] = {
        "active": {"state": "active", "unconfirmed": False, "last_sign_in_at": now},
        "open": {"state": "open", "code_until": now + timedelta(hours=1)},
        "lapsed": {"state": "open", "code_until": now - timedelta(hours=1)},
        "locked": {"state": "locked"}, "closed": {"state": "closed"},
        "unconfirmed": {"state": "active", "unconfirmed": True}}
    if what in changes:
        keeping.change(key, **changes[what])
    elif what == "unused":
        keeping.last_used(key, days=400)
    else:
        state = db.session.execute(db.select(MemberState).where(
            MemberState.member_id == keeping.member(key).id)).scalars().first()
        assert state is not None
        state.state = State.EXEMPT
        db.session.commit()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=6))
def test_counted_by_the_worker_or_now_is_the_same(app: Flask, acts: list[tuple[str, str]]) -> None:
    for key, what in acts:
        act(key, what)
    with transaction():
        services.count_accounts()
    by = rules()
    for key in ("administrator", "secretary", "committee_secretary"):
        who = keeping.acting(key)
        for place in (None, unit("hanoi"), unit("ga_hanoi")):
            reach = queries.reach(who, place)
            far = Reach(None, reach.subtrees, reach.alone)
            now, then = queries.tally(reach, by), queries.tally(far, by)
            assert now.at is None
            assert then.at is not None
            assert then.numbers == now.numbers, (key, place)
    db.session.rollback()


@pytest.mark.parametrize("key", KEYS)
def test_many_or_few_units_list_the_same_people(app: Flask, many: None, key: str) -> None:
    actor = keeping.acting(key)
    for place in (None, unit("hanoi"), unit("ga_hanoi")):
        reach = queries.reach(actor, place)
        assert reach.units is None
        below = [below_path(place.path)] if place is not None else []
        ids = db.session.execute(db.select(Organization.id).where(kept_units(actor), *below)).scalars()
        few = Reach(list(ids), reach.subtrees, reach.alone)
        lists = [[row[0].id for row in db.session.execute(queries.roster(one, rules()))] for one in (reach, few)]
        assert lists[0] == lists[1]


def test_the_page_says_when_it_was_counted(app: Flask, many: None, as_: As) -> None:
    assert "tính lúc" not in as_("administrator").get("/tai-khoan").text
    with transaction():
        services.count_accounts()
    page = as_("administrator").get("/tai-khoan")
    assert "tính lúc" in page.text
    assert "đảng viên đã dùng tài khoản" in page.text
    assert "đảng viên đã dùng tài khoản" not in as_("administrator").get("/tai-khoan?ten=quynh").text


def test_by_unit_level_by_level(app: Flask, many: None, as_: As) -> None:
    with transaction():
        services.count_accounts()
    client = as_("administrator")
    top = client.get("/tai-khoan/don-vi")
    assert "tính lúc" in top.text
    assert unit("hanoi").name in top.text
    assert unit("ga_hanoi").name not in top.text
    below = client.get(f"/tai-khoan/don-vi?don_vi={unit('hanoi').id}")
    assert unit("ga_hanoi").name in below.text
    for wrong in ("abc", "999999"):
        assert client.get(f"/tai-khoan/don-vi?don_vi={wrong}").status_code == 404
    assert as_("secretary").get(f"/tai-khoan/don-vi?don_vi={unit('hanoi').id}").status_code == 404


def test_the_numbers_by_unit_are_those_counted_now(app: Flask, many: None) -> None:
    with transaction():
        services.count_accounts()
    actor = keeping.acting("administrator")
    reach = queries.reach(actor)
    for place in (None, unit("hanoi")):
        found, at = queries.coverage(actor, reach, rules(), place)
        assert at is not None
        for one, *numbers in db.session.execute(found):
            tally = queries.tally(queries.reach(actor, one), rules())
            assert numbers == [sum(tally.numbers.get(status, 0) for status in statuses)
                               for _, statuses in queries.UNIT_COLUMNS], one.name
    assert Status.EXEMPT not in dict(queries.UNIT_COLUMNS)["entitled"]
