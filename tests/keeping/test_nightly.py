"""What the nights do with accounts nobody uses, and with those whose owner may no longer have one."""

from collections.abc import Callable
from datetime import date, timedelta

import time_machine
from flask import Flask

from portal.accounts.api import AccountKeeping, UserSession
from portal.core import clock
from portal.core.db import db, transaction
from portal.core.notices import Notice
from portal.jobs.queue import enqueue
from portal.jobs.registry import KINDS
from portal.jobs.worker import run_all
from portal.keeping import services
from portal.members.api import MemberState, State
from tests.client import PortalClient
from tests.factories import keeping
from tests.people import PEOPLE, person, unit

As = Callable[[str | None], PortalClient]


def night() -> None:
    db.session.rollback()
    with transaction():
        enqueue("keeping.nightly")
    run_all()
    db.session.rollback()


def idle(*keys: str, days: int) -> None:
    """Everybody was here today but these."""
    for key in PEOPLE:
        if key not in ("newcomer", "suspended_account"):
            keeping.last_used(key, days if key in keys else 0)


def notices(key: str) -> list[Notice]:
    found = db.select(Notice).where(Notice.account_id == person(key).account_id).order_by(Notice.id)
    return list(db.session.execute(found).scalars())


def test_warned_then_locked_then_reopened(app: Flask, as_: As) -> None:
    idle("member", days=91)
    night()
    assert keeping.account("member").state == "active"
    assert [one.url for one in notices("member")] == ["/tai-khoan-cua-toi"]
    to_keeper = notices("secretary")
    assert [one.values["n"] for one in to_keeper] == [1]
    assert to_keeper[0].url == f"/tai-khoan?don_vi={unit('ga_hanoi').id}&trang_thai=lau-khong-dung"
    night()
    assert len(notices("member")) == 1, "warned once"
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        idle("member", days=122)
        night()
        account = keeping.account("member")
        assert account.state == "locked"
        assert db.session.get_one(AccountKeeping, account.id).cause == "unused"
        assert "bi-khoa" in notices("secretary")[-1].url
        services.reopen(keeping.acting("secretary"), keeping.kept("member"))
        db.session.commit()
        night()
        assert keeping.account("member").state == "active", "disuse is counted anew"
        assert len(notices("member")) == 2


def test_whoever_comes_back_is_not_locked(app: Flask) -> None:
    idle("member", days=91)
    night()
    with time_machine.travel(clock.now() + timedelta(days=29), tick=False):
        db.session.add(UserSession(token_digest="y" * 64, account_id=person("member").account_id,
                                   created_at=clock.now(), seen_at=clock.now()))
        db.session.commit()
        night()
    with time_machine.travel(clock.now() + timedelta(days=40), tick=False):
        idle("member", days=131)
        night()
        assert keeping.account("member").state == "active"
        assert db.session.get_one(AccountKeeping, person("member").account_id).warned_at is None


def test_a_long_trip_is_neither_warned_nor_locked(app: Flask) -> None:
    idle("member", days=91)
    services.expect_back(keeping.acting("secretary"), keeping.kept("member"), clock.today() + timedelta(days=100))
    db.session.commit()
    night()
    assert notices("member") == []


def test_other_days_are_rules(app: Flask) -> None:
    keeping.rules(warn_days=20, lock_days=10)
    idle("member", days=21)
    night()
    assert len(notices("member")) == 1
    assert notices("member")[0].values["days"] == 10


def test_the_last_administrator_is_never_locked_by_disuse(app: Flask) -> None:
    idle("administrator", days=91)
    night()
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        idle("administrator", days=122)
        night()
        assert keeping.account("administrator").state == "active"


def test_states_that_began_by_themselves_close_the_account(app: Flask, as_: As) -> None:
    client, member = as_("member"), keeping.member("member")
    state = db.session.execute(db.select(MemberState).where(MemberState.member_id == member.id)).scalar_one()
    state.valid_to = clock.today() - timedelta(days=1)
    db.session.add(MemberState(member_id=member.id, state=State.EXEMPT, valid_from=clock.today(), decision=""))
    db.session.commit()
    night()
    account = keeping.account("member")
    assert account.state == "closed"
    assert db.session.get_one(AccountKeeping, account.id).cause == "left"
    assert client.get("/").status_code == 401
    night()
    assert keeping.account("member").state == "closed"


def test_the_gone_lose_it_too(app: Flask) -> None:
    member = keeping.member("member")
    state = db.session.execute(db.select(MemberState).where(MemberState.member_id == member.id)).scalar_one()
    state.state = State.TRANSFERRED_OUT
    for stay in member.memberships:
        stay.valid_to = date(2021, 1, 1)
    db.session.commit()
    night()
    assert keeping.account("member").state == "closed"


def test_the_jobs_come_back_by_themselves() -> None:
    assert KINDS["keeping.nightly"].every == 24 * 3600
    assert KINDS["keeping.close_windows"].every == 3600
