"""The roster of accounts: statuses, filters, counts, coverage by unit, and nothing of other units."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from portal.accounts.api import Account, UserSession
from portal.core import clock
from portal.core.db import db
from portal.core.policy import allowed
from portal.keeping import queries
from portal.keeping.models import GROUPS, Status, statuses_of
from portal.keeping.policy import Keeping, readable
from portal.members.api import Member, MemberState, enter_state
from portal.members.api import State as MState
from tests.client import PortalClient, parse
from tests.factories import keeping
from tests.people import PEOPLE, person, unit

As = Callable[[str | None], PortalClient]


def status(key: str) -> Status:
    db.session.expire_all()
    return keeping.kept(key).status


def test_each_status_is_told_from_the_rows(app: Flask) -> None:
    now = clock.now()
    assert status("newcomer") is Status.NEW
    keeping.change("newcomer", state="open", code_until=now + timedelta(hours=1))
    assert status("newcomer") is Status.OPEN
    keeping.change("newcomer", code_until=now - timedelta(hours=1))
    assert status("newcomer") is Status.EXPIRED
    keeping.change("newcomer", state="active", unconfirmed=True)
    assert status("newcomer") is Status.UNCONFIRMED
    keeping.change("newcomer", unconfirmed=False, last_sign_in_at=now, password_set_at=now)
    assert status("newcomer") is Status.ACTIVE
    keeping.last_used("newcomer", days=200)
    assert status("newcomer") is Status.UNUSED
    keeping.change("newcomer", state="locked")
    assert status("newcomer") is Status.LOCKED


def test_a_session_in_use_counts_as_use(app: Flask) -> None:
    now = clock.now()
    keeping.last_used("member", days=200)
    assert status("member") is Status.UNUSED
    db.session.add(UserSession(token_digest="x" * 64, account_id=person("member").account_id, own_device=True,
                               created_at=now - timedelta(days=80), seen_at=now))
    db.session.commit()
    assert status("member") is Status.ACTIVE


def test_exempt_members_need_no_account(app: Flask, as_: As) -> None:
    state = db.session.execute(db.select(MemberState).where(
        MemberState.member_id == keeping.member("member").id)).scalar_one()
    state.state = MState.EXEMPT
    db.session.commit()
    assert status("member") is Status.EXEMPT
    page = as_("secretary").get(f"/tai-khoan/{keeping.member('member').id}")
    assert "không cấp tài khoản" in page.text
    assert "/cap-lai" not in page.text


def test_filters_stand_in_the_address_and_counts_lead_to_lists(as_: As) -> None:
    client = as_("secretary")
    everybody = client.get("/tai-khoan")
    assert "Nguyễn Văn An" in everybody.text
    assert "Phạm Văn Cường" not in everybody.text
    assert "5 trong 7" in everybody.text
    locked = client.get("/tai-khoan?trang_thai=bi-khoa")
    assert "Tạ Văn Phúc" in locked.text
    assert "Nguyễn Văn An" not in locked.text
    named = client.get("/tai-khoan?ten=quynh")
    assert "Võ Thị Quỳnh" in named.text
    assert "Tạ Văn Phúc" not in named.text
    nothing = client.get("/tai-khoan?ten=khongcoai")
    assert "Không có tài khoản nào hợp" in nothing.text
    assert client.get("/tai-khoan?trang_thai=la").status_code == 422
    assert client.get("/tai-khoan?don_vi=abc").status_code == 422


def test_a_fragment_is_part_of_the_page(as_: As) -> None:
    client = as_("secretary")
    part = client.get("/tai-khoan", headers={"HX-Request": "true", "HX-Target": "results"})
    assert 'id="results"' in part.text
    assert "<html" not in part.text


def test_each_number_of_the_page_by_unit_is_the_length_of_its_list(as_: As) -> None:
    client = as_("administrator")
    page = client.get("/tai-khoan/don-vi")
    links = [(a.get("href"), "".join(a.itertext())) for a in parse(page).iter("a")
             if "trang_thai=" in (a.get("href") or "")]
    assert len(links) > 8
    for url, number in links:
        shown = parse(client.get(url))
        rows = [tr for tr in shown.iter("tr") if tr.find("th") is not None and tr.find("td") is not None]
        assert len(rows) == int(number), url


def test_groups_cover_the_statuses() -> None:
    assert set(statuses_of("thuoc-dien-cap")) == set(Status) - {Status.EXEMPT}
    for key in GROUPS:
        assert statuses_of(key)
    assert statuses_of("") == ()


@pytest.mark.parametrize("key", [key for key in PEOPLE if key != "suspended_account"])
def test_rule_and_list_agree(app: Flask, key: str) -> None:
    """READ over every member of the register = the rows of `readable`."""
    actor = keeping.acting(key)
    listed = {member.id for member in db.session.execute(readable(actor)).scalars()}
    by_rule = {member.id for member in db.session.execute(db.select(Member)).scalars()
               if allowed(actor, Keeping.READ, member)}
    assert listed == by_rule
    for member_id in listed:
        found = queries.get(actor, member_id)
        assert found is not None
        assert allowed(actor, Keeping.READ, found)


def test_statements_do_not_grow_with_the_list(as_: As) -> None:
    """The client itself refuses more than its ceiling; here two sizes are compared."""
    from sqlalchemy import event

    counts = []
    for url in ("/tai-khoan?ten=quynh", "/tai-khoan"):
        seen: list[str] = []

        def note(conn: object, cursor: object, statement: str, *rest: object, into: list[str] = seen) -> None:
            into.append(statement)

        client = as_("administrator")
        event.listen(db.engine, "before_cursor_execute", note)
        client.get(url)
        event.remove(db.engine, "before_cursor_execute", note)
        counts.append(len([one for one in seen if one.lstrip().startswith("SELECT")]))
    assert counts[0] == counts[1]


def test_other_units_do_not_exist(as_: As) -> None:
    client = as_("secretary_elsewhere")
    here, there = keeping.member("member").id, keeping.member("member_elsewhere").id
    assert client.get(f"/tai-khoan/{there}").status_code == 200
    for path in ("", "/khoa", "/dong", "/cap-lai"):
        assert client.get(f"/tai-khoan/{here}{path}").status_code == 404
    assert client.get("/tai-khoan/2147483649").status_code == 404
    assert "Nguyễn Văn An" not in client.get(f"/tai-khoan?don_vi={unit('ga_hanoi').id}").text


def test_becoming_exempt_closes_the_account(app: Flask, as_: As) -> None:
    client = as_("member")
    member = keeping.member("member")
    enter_state(keeping.acting("delegate"), member, MState.EXEMPT, since=clock.today())
    db.session.commit()
    account = keeping.account("member")
    assert (account.state, account.password_hash) == ("closed", "")
    assert client.get("/").status_code == 401
    assert db.session.get_one(Account, account.id).code_until is None
