"""The handlers' side: inbox, take, answer, note, forward, deadlines."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.core import clock, workdays
from portal.core.db import db
from portal.core.workdays import DayException
from tests.client import PortalClient
from tests.factories.feedback import answered, live, opinion, press, snapshot, taken
from tests.people import unit

As = Callable[[str | None], PortalClient]
HANDLING = ["tiep-nhan", "tra-loi", "ghi-chu", "chuyen"]


@pytest.mark.parametrize("who", ["member", "administrator", "lapsed_delegate", None])
def test_inbox_is_for_handlers(as_: As, who: str | None) -> None:
    assert as_(who).get("/gop-y/hop-thu").status_code == (403 if who else 401)


def test_sender_does_not_handle_and_handler_does_not_reopen(as_: As) -> None:
    made = answered()
    assert [press(as_("member"), made, act).status_code for act in HANDLING] == [403] * 4
    assert press(as_("office_staff"), made, "mo-lai", reopen_reason="x").status_code == 403
    own = opinion("committee_secretary")
    client = as_("committee_secretary")
    assert own.code not in client.get("/gop-y/hop-thu").text or own.handling_id != unit("hanoi").id
    assert press(client, own, "tiep-nhan").status_code == 403


def test_inbox_filters_and_pages(as_: As) -> None:
    for number in range(22):
        opinion(text=f"Ý kiến thứ {number}")
    done = answered(category="portal", text="Trang không in được")
    client = as_("office_staff")
    count = lambda path: client.get(path).text.count('<th scope="row"')  # noqa: E731
    assert count("/gop-y/hop-thu") == 20
    assert count("/gop-y/hop-thu?trang=2") == 2
    assert count("/gop-y/hop-thu?trang_thai=answered") == 1
    assert count("/gop-y/hop-thu?trang_thai=tat-ca&trang=2") == 3
    assert count("/gop-y/hop-thu?tim=y+kien+thu+21") == count("/gop-y/hop-thu?tim=i+kien+thu+21") == 1
    assert count(f"/gop-y/hop-thu?trang_thai=tat-ca&tim={done.code.lower()}") == 1
    assert count("/gop-y/hop-thu?loai=portal&trang_thai=tat-ca") == 1
    for bad in ("trang_thai=xyz", "loai=%00", "trang=abc", "tim=%25_"):
        assert client.get(f"/gop-y/hop-thu?{bad}").status_code == 200
    part = client.get("/gop-y/hop-thu", headers={"HX-Request": "true", "HX-Target": "div#results"}).text
    assert part.strip().startswith('<div id="results">')
    assert part.strip() in client.get("/gop-y/hop-thu").text


def test_inbox_narrows_to_one_unit_served(as_: As) -> None:
    for number in range(21):
        opinion(text=f"Ý kiến thứ {number}")
    own = opinion(category="cell_life")
    client, cell, above = as_("delegate"), unit("ga_hanoi").id, unit("hanoi").id
    page = client.get(f"/gop-y/hop-thu?don_vi={cell}")
    assert "Chỉ của đơn vị Chi bộ Ga Hà Nội." in page.text
    assert (own.code in page.text, page.text.count('<th scope="row"')) == (True, 1)
    again = client.submit(page, {"tim": "thu 2"}, action="/gop-y/hop-thu")
    assert again.text.count('<th scope="row"') == 0, "a further filter forgot the unit"
    page = client.get(f"/gop-y/hop-thu?don_vi={above}")
    assert f"don_vi={above}&amp;trang=2" in page.text
    assert client.get(f"/gop-y/hop-thu?don_vi={above}&trang=2").text.count('<th scope="row"') == 1
    for odd in (str(unit("ga_vinh").id), "999999", "9" * 30, "abc", "-1", "%00"):
        page = client.get(f"/gop-y/hop-thu?don_vi={odd}")
        assert (page.status_code, page.text.count('<th scope="row"')) == (200, 0), odd
        assert "Chi bộ Ga Vinh" not in page.text, odd


def test_two_handlers_get_both_texts(as_: As) -> None:
    made = taken()
    first, second = as_("office_staff"), as_("committee_secretary")
    path = f"/gop-y/{made.id}"
    mine, theirs = first.get(path), second.get(path)
    assert second.submit(theirs, {"answer": "Trả lời của người kia."}, action="/tra-loi").status_code == 303
    clash = first.submit(mine, {"answer": "Trả lời của tôi."}, action="/tra-loi")
    assert clash.status_code == 409
    assert "Trả lời của tôi." in clash.text
    assert "Trả lời của người kia." in clash.text
    assert first.submit(clash, {"answer": "Bổ sung."}, action="/tra-loi").status_code == 303


def test_taking_twice_is_said(as_: As) -> None:
    made = opinion()
    first, second = as_("office_staff"), as_("committee_secretary")
    form = first.get(f"/gop-y/{made.id}")
    second.submit(second.get(f"/gop-y/{made.id}"), action="/tiep-nhan")
    answer = first.submit(form, action="/tiep-nhan")
    assert answer.status_code == 403
    assert "đã được tiếp nhận" in answer.text


@pytest.mark.once
@pytest.mark.parametrize(("act", "field", "sentence"), [("tra-loi", "answer", "Viết câu trả lời"),
                                                        ("ghi-chu", "note", "Viết ghi chú"),
                                                        ("chuyen", "reason", "Ghi lý do chuyển")])
def test_empty_acts_are_refused_in_words(as_: As, act: str, field: str, sentence: str) -> None:
    made = taken()
    client = as_("office_staff")
    for typed in ("", "   "):
        answer = client.submit(client.get(f"/gop-y/{made.id}"), {field: typed}, action=act)
        assert answer.status_code == 422
        assert sentence in answer.text


def test_forwarding_moves_it_and_the_sender_sees_where(as_: As) -> None:
    made = taken()
    handler, path = as_("office_staff"), f"/gop-y/{made.id}"
    target = unit("corporation")
    answer = handler.submit(handler.get(path), {"unit_id": target.id, "reason": "Thuộc cấp trên."}, action="/chuyen")
    assert answer.location == "/gop-y/hop-thu"
    assert handler.get(path).status_code == 404
    assert as_("corporation_staff").get(path).status_code == 200
    page = as_("member").get(path).text
    assert "đã chuyển đến Đảng bộ Tổng công ty Đường sắt Việt Nam" in page
    assert "Thuộc cấp trên." in page


def test_forwarding_knows_only_neighbours(as_: As) -> None:
    made = taken()
    client = as_("office_staff")
    for target in (unit("vinh").id, unit("ga_vinh").id, made.handling_id, 0, 987654):
        form = client.get(f"/gop-y/{made.id}")
        answer = client.submit(form, {"unit_id": target, "reason": "Thử"}, action="/chuyen")
        assert answer.status_code == 422
        assert "Chọn một mục" in answer.text


def test_the_deadline_counts_the_working_days_of_the_calendar(as_: As) -> None:
    first, day = opinion(), workdays.after(clock.today(), 2)
    assert first.answer_by == workdays.after(clock.today(), first.answer_days)
    db.session.add(DayException(day=day, works=False, note="Nghỉ theo thông báo"))
    db.session.commit()
    workdays.forget()
    assert opinion().answer_by == workdays.after(clock.today(), first.answer_days) > first.answer_by


def test_overdue_is_said(as_: As) -> None:
    row = live(opinion())
    row.answer_by = clock.today() - timedelta(days=1)
    made = snapshot(row)
    assert f"đã quá hạn trả lời {clock.show_date(made.answer_by)}" in as_("office_staff").get("/").text
    assert "quá hạn" in as_("office_staff").get("/gop-y/hop-thu").text
    assert "quá hạn" in as_("member").get(f"/gop-y/{made.id}").text
