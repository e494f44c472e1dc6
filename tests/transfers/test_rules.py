"""Dated rules: who changes them, from when they count, what stays as it was (R15)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.core import clock, workdays
from portal.core.actor import Actor
from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.workdays import ClockRule
from portal.members.api import BadgeRound, BadgeYears
from portal.transfers import queries, services
from portal.transfers.models import ResidenceGround
from portal.transfers.queries.rules import Rule
from tests.client import PortalClient
from tests.factories.transfers import acting, member, transfer

As = Callable[[str | None], PortalClient]
Act = Callable[[str], Actor]
URL = "/lich-lam-viec/quy-dinh"
TODAY = clock.today()
LATER = TODAY + timedelta(days=40)


def clock_row(key: str) -> ClockRule:
    """The row of a clock that nothing has replaced."""
    return db.session.execute(select(ClockRule).where(ClockRule.key == key, ClockRule.valid_to.is_(None))).scalar_one()


def fields(**more: str) -> dict[str, str]:
    return {"length": "45", "kind": "working", "text": "12-QĐ/TW ngày 01/10/2026", "since": clock.show_date(LATER),
            **more}


def change(client: PortalClient, key: str, **more: str) -> object:
    return client.submit(client.get(f"{URL}/thoi-han/{clock_row(key).id}"), fields(**more))


def test_everybody_reads_only_the_administrator_changes(as_: As) -> None:
    for kind, words in (("thoi-han", "Thời gian dự bị: 12 tháng"), ("x", "60 ngày làm việc"),
                        ("huy-hieu", "30 năm tuổi đảng"), ("dot-trao", "ngày 3/2 hằng năm"),
                        ("ly-do-mien", "Công tác lưu động"), ("", "chưa kiểm với văn bản gốc")):
        page = as_("member").get(f"{URL}?bang={kind}").text
        assert words in page and "Chỉ người quản trị" in page
        assert "Thêm dòng" not in page and f"/{kind}/" not in page
    answer = as_("secretary").get(f"{URL}/thoi-han/{clock_row('probation').id}")
    assert answer.status_code == 403 and "người quản trị" in answer.text


def test_a_new_length_counts_from_its_day_and_the_old_stays(as_: As) -> None:
    running = transfer("released")
    client = as_("administrator")
    due = workdays.term("transfer_official", TODAY).due
    assert change(client, "transfer_official").status_code == 303
    page = client.get(URL).text
    assert "45 ngày làm việc" in page and "60 ngày làm việc" in page and "sắp tới" in page
    workdays.forget()
    assert workdays.length("transfer_official", LATER).length == 45
    assert workdays.length("transfer_official", LATER - timedelta(days=1)).length == 60
    assert clock.show_date(due) in as_("secretary").get(f"/chuyen-sinh-hoat/{running}").text
    entry = db.session.execute(select(AuditEntry).where(AuditEntry.verb == "calendar.change_rule")).scalar_one()
    assert entry.facts["length"] == 45


def test_what_has_not_begun_is_taken_back_and_the_old_goes_on(as_: As) -> None:
    client = as_("administrator")
    change(client, "probation", length="9", kind="month")
    page = client.get(URL)
    assert client.submit(page, action=f"/thoi-han/{clock_row('probation').id}/bo").status_code == 303
    assert "9 tháng" not in client.get(URL).text
    row = clock_row("probation")
    assert row.length == 12 and row.valid_to is None


def test_what_counts_already_is_not_taken_back(actor: Act) -> None:
    with pytest.raises(DomainError) as told:
        services.take_back(acting("administrator"), Rule("thoi-han", clock_row("probation")))
    assert "chưa đến ngày" in str(told.value.message)


@pytest.mark.once
@pytest.mark.parametrize(("more", "words"), [
    ({"length": "0"}, "từ 1 đến"), ({"length": "x"}, "số nguyên"),
    ({"length": "1000", "kind": "month"}, "từ 1 đến 120"),
    ({"text": ""}, "Ghi theo văn bản"), ({"since": ""}, "Ghi ngày"), ({"since": "31/02/2027"}, "Ngày không đúng"),
    ({"since": "01/01/2190"}, "Năm không đúng"), ({"kind": "hour"}, "không đổi cách đếm"), ({"kind": "x"}, "Chọn"),
    ({"length": "60", "text": "Hướng dẫn chuyển sinh hoạt đảng"}, "giống con số hiện nay")])
def test_what_is_wrong_is_told_and_nothing_changes(as_: As, more: dict[str, str], words: str) -> None:
    answer = change(as_("administrator"), "transfer_official", **more)
    assert answer.status_code == 422 and words in answer.text
    assert clock_row("transfer_official").length == 60


def test_a_replaced_row_is_not_changed_again(as_: As) -> None:
    client, old = as_("administrator"), clock_row("transfer_slip").id
    page = client.get(f"{URL}/thoi-han/{old}")
    assert client.submit(page, fields()).status_code == 303
    answer = client.submit(client.get(f"{URL}/thoi-han/{old}"), fields(length="20"))
    assert answer.status_code == 422 and "đã được thay" in answer.text
    answer = change(client, "transfer_slip", length="20")
    assert answer.status_code == 422 and "phải sau ngày" in answer.text


def test_a_ground_from_a_day_is_offered_and_kept_on_its_day(as_: As) -> None:
    client = as_("administrator")
    page = client.get(f"{URL}/ly-do-mien/them")
    made = {"name": "Trực chiến dài ngày", "text": "99-HD/BTCTW", "since": clock.show_date(TODAY), "confirmed": "y"}
    assert client.submit(page, made).status_code == 303
    assert "Trực chiến dài ngày" in as_("secretary").get(f"/dang-vien/{member('member').id}/hai-chieu/mien").text
    answer = client.submit(client.get(f"{URL}/ly-do-mien/them"), made)
    assert answer.status_code == 422 and "đã có và còn hiệu lực" in answer.text
    row = db.session.execute(select(ResidenceGround).where(ResidenceGround.rule == "99-HD/BTCTW")).scalar_one()
    with pytest.raises(DomainError) as told:
        services.exempt(acting("secretary"), member("member"), row, since=TODAY - timedelta(days=1))
    assert "không có hiệu lực vào ngày" in str(told.value.message)
    db.session.rollback()


def test_a_ground_that_ended_stays_with_whom_it_was_given(as_: As) -> None:
    ground = db.session.execute(select(ResidenceGround).order_by(ResidenceGround.id).limit(1)).scalar_one()
    services.exempt(acting("secretary"), member("member"), ground, since=TODAY - timedelta(days=30))
    db.session.commit()
    client = as_("administrator")
    page = client.get(f"{URL}/ly-do-mien/{ground.id}")
    assert client.submit(page, {"last_day": clock.show_date(TODAY - timedelta(days=1))}).status_code == 303
    assert "hết hiệu lực" in client.get(f"{URL}?bang=ly-do-mien").text
    mine = as_("secretary").get(f"/dang-vien/{member('member').id}/hai-chieu/mien").text
    other = as_("secretary").get(f"/dang-vien/{member('probationary').id}/hai-chieu/mien").text
    assert "Công tác lưu động" in mine and "Công tác lưu động" not in other
    answer = client.submit(client.get(f"{URL}/ly-do-mien/{ground.id}"), {"last_day": clock.show_date(TODAY)})
    assert answer.status_code == 422 and "giữ nguyên" in answer.text


def test_badges(as_: As) -> None:
    client = as_("administrator")
    page = client.get(f"{URL}/huy-hieu/them")
    since = clock.show_date(TODAY)
    assert client.submit(page, {"years": "95", "text": "208-QĐ/TW", "since": since}).status_code == 303
    page = client.get(f"{URL}/dot-trao/them")
    assert "Không có ngày này" in client.submit(page, {"day": "31", "month": "2", "text": "208-QĐ/TW",
                                                      "since": since}).text
    page = client.get(f"{URL}/dot-trao/them")
    assert client.submit(page, {"day": "22", "month": "12", "text": "208-QĐ/TW", "since": since}).status_code == 303
    assert db.session.execute(select(BadgeYears.years).where(BadgeYears.rule == "208-QĐ/TW")).scalar_one() == 95
    row_id = db.session.execute(select(BadgeRound.id).where(BadgeRound.day == 22)).scalar_one()
    assert "22/12" in as_("secretary").get("/dang-vien/den-han?loai=huy-hieu").text
    page = client.get(f"{URL}/dot-trao/{row_id}")
    assert client.submit(page, {"last_day": clock.show_date(TODAY)}).status_code == 303


@pytest.mark.parametrize("tail", ["x/1", "thoi-han/99999", "thoi-han/them", "x/them", "ly-do-mien/0"])
def test_unknown_rows(as_: As, tail: str) -> None:
    assert as_("administrator").get(f"{URL}/{tail}").status_code == 404


def test_clocks_are_not_ended(actor: Act) -> None:
    with pytest.raises(DomainError) as told:
        services.end_rule(acting("administrator"), Rule("thoi-han", clock_row("probation")), last_day=date(2030, 1, 1))
    assert "chỉ đổi được" in str(told.value.message)
    assert queries.rules("thoi-han")
