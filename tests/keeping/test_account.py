"""One account: lock, close, reopen, a long trip; each with its trace, its notice and its refusals."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from portal.core import clock
from portal.core.audit import NAMERS, SENTENCES, AuditEntry
from portal.core.db import db
from portal.core.notices import Notice
from tests.client import PortalClient
from tests.factories import keeping
from tests.people import PASSWORD, person, unit

As = Callable[[str | None], PortalClient]


def test_locking_needs_a_reason_ends_sessions_and_is_undone_by_one_press(as_: As) -> None:
    owner, client = as_("member"), as_("secretary")
    member_id = keeping.member("member").id
    page = client.get(f"/tai-khoan/{member_id}/khoa")
    assert client.submit(page, {"reason": "a"}, action="/khoa").status_code == 422
    done = client.submit(page, {"reason": "Mất điện thoại, sợ lộ mật khẩu"}, action="/khoa")
    assert done.location == f"/tai-khoan/{member_id}"
    assert owner.get("/").status_code == 401
    shown = client.get(done.location)
    assert "Mất điện thoại" in shown.text
    assert "Trần Văn Bình" in shown.text
    client.submit(shown, action="/mo-khoa")
    account = keeping.account("member")
    assert account.state == "active"
    back = as_(None)
    form = back.get("/dang-nhap")
    answer = back.submit(form, {"citizen_id": account.citizen_id, "password": PASSWORD}, action="/dang-nhap")
    assert answer.status_code == 303
    notices = db.session.execute(db.select(Notice.text).where(Notice.account_id == account.id)).scalars().all()
    assert any("mở khóa" in text for text in notices)
    assert client.get(f"/tai-khoan/{member_id}").text.count("Mất điện thoại") == 0


def test_closing_is_for_good_until_a_new_slip(as_: As) -> None:
    client = as_("secretary")
    member_id = keeping.member("member").id
    page = client.get(f"/tai-khoan/{member_id}/dong")
    assert client.submit(page, {"reason": "Chuyển công tác dài hạn"}, action="/dong").status_code == 303
    account = keeping.account("member")
    assert (account.state, account.password_hash) == ("closed", "")
    shown = client.get(f"/tai-khoan/{member_id}")
    assert "đã đóng" in shown.text
    assert "/mo?nguoi=" in shown.text
    twice = client.submit(client.get(f"/tai-khoan/{member_id}/dong"), {"reason": "Đóng lần nữa"}, action="/dong")
    assert (twice.status_code, "đã đóng" in twice.text) == (422, True)


def test_only_an_account_in_use_is_locked_and_only_a_locked_one_reopened(as_: As) -> None:
    client = as_("secretary")
    newcomer = keeping.member("newcomer").id
    answer = client.submit(client.get(f"/tai-khoan/{newcomer}/khoa"), {"reason": "thử khóa xem"}, action="/khoa")
    assert (answer.status_code, "đang dùng" in answer.text) == (422, True)
    locked = client.get(f"/tai-khoan/{keeping.member('suspended_account').id}")
    assert client.submit(locked, action="/mo-khoa").status_code == 303
    assert client.submit(locked, action="/mo-khoa").status_code == 303, "the same press again"
    other = client.get(f"/tai-khoan/{keeping.member('member').id}/khoa")
    stale = client.submit(other, {"reason": "không cần"}, action="/khoa")
    assert stale.status_code == 303


def test_a_long_trip_stops_the_count_and_a_past_day_ends_that(as_: As) -> None:
    keeping.last_used("member", days=200)
    client, member_id = as_("secretary"), keeping.member("member").id
    page = client.get(f"/tai-khoan/{member_id}")
    assert "lâu không dùng" in page.text
    back = clock.today() + timedelta(days=60)
    assert client.submit(page, {"last_day": back.strftime("%d/%m/%Y")}, action="/di-vang").status_code == 303
    page = client.get(f"/tai-khoan/{member_id}")
    assert "Đi vắng dài ngày: chưa tính" in page.text
    assert keeping.kept("member").status == "dang-dung"
    too_far = client.submit(page, {"last_day": "01/01/2099"}, action="/di-vang")
    assert (too_far.status_code, "hai năm" in too_far.text) == (422, True)
    assert client.submit(page, {"last_day": "hôm qua"}, action="/di-vang").status_code == 422
    client.submit(page, {"last_day": "01/01/2021"}, action="/di-vang")
    assert keeping.kept("member").away_until is None


@pytest.mark.parametrize("path", ["khoa", "dong", "cap-lai"])
def test_of_a_higher_post_the_page_says_whom_to_ask(as_: As, path: str) -> None:
    client = as_("secretary")
    page = client.get(f"/tai-khoan/{keeping.member('delegate').id}")
    assert "Liên hệ văn phòng cấp ủy cấp trên" in page.text
    assert "Khóa tạm" not in page.text
    refused = client.get(f"/tai-khoan/{keeping.member('delegate').id}/{path}")
    assert refused.status_code == 403
    assert "cấp trên" in refused.text
    assert client.post(f"/tai-khoan/{keeping.member('delegate').id}").status_code == 405


def test_every_act_leaves_a_sentence_with_its_unit(as_: As) -> None:
    client, member_id = as_("secretary"), keeping.member("member").id
    client.submit(client.get(f"/tai-khoan/{member_id}/khoa"), {"reason": "Khóa để thử"}, action="/khoa")
    client.submit(client.get(f"/tai-khoan/{member_id}"), action="/mo-khoa")
    client.submit(client.get(f"/tai-khoan/{member_id}/dong"), {"reason": "Đóng để thử"}, action="/dong")
    rows = db.session.execute(db.select(AuditEntry).where(
        AuditEntry.object_kind == "account", AuditEntry.object_id == person("member").account_id,
        AuditEntry.account_id == person("secretary").account_id).order_by(AuditEntry.id)).scalars().all()
    assert [row.verb for row in rows] == ["accounts.lock", "accounts.reopen", "accounts.close"]
    assert {row.unit_id for row in rows} == {unit("ga_hanoi").id}
    assert all(row.verb in SENTENCES for row in rows)
    assert all("thử" not in str(row.facts) for row in rows)


def test_the_log_names_only_accounts_one_keeps(app: Flask) -> None:
    ids = {person("member").account_id, person("member_elsewhere").account_id}
    named = NAMERS["account"](keeping.acting("secretary"), ids)
    assert named == {person("member").account_id: ("Nguyễn Văn An", f"/tai-khoan/{keeping.member('member').id}")}
    request_id = keeping.request("newcomer").id
    assert NAMERS["account_request"](keeping.acting("secretary"), [request_id])[request_id][0] == "Võ Thị Quỳnh"
    assert NAMERS["account_request"](keeping.acting("secretary_elsewhere"), [request_id]) == {}


def test_the_citizen_id_is_masked_everywhere(as_: As) -> None:
    client, citizen_id = as_("secretary"), person("member").citizen_id
    for path in (f"/tai-khoan/{keeping.member('member').id}", "/tai-khoan", "/tai-khoan/mo?tat_ca=1"):
        assert citizen_id not in client.get(path).text


def test_a_link_stands_on_the_page_of_the_member(app: Flask) -> None:
    from portal.core import navigation
    from portal.keeping.policy import Keeping

    links = navigation._beside["member"]
    assert any(link.endpoint == "keeping.show" and link.right is Keeping.READ for link in links)
