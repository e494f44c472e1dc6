"""Ask for an account: one answer for everybody, the right keeper sees it, compares, approves or refuses."""

import re
import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask

from portal.core import clock
from portal.core.db import db, transaction
from portal.core.errors import Conflict, NotAllowed
from portal.core.notices import Notice
from portal.jobs.worker import run_all
from portal.keeping import queries, services
from portal.keeping.models import AccountRequest, AskCounter
from portal.keeping.services.asking import IN_ALL, PER_ADDRESS
from tests.client import PortalClient
from tests.factories import keeping
from tests.people import person

As = Callable[[str | None], PortalClient]
TOKENS = re.compile(r'name="(csrf_token|form_key)" value="[^"]*"')


def ask(client: PortalClient, citizen_id: str, **fields: str):
    page = client.get("/xin-tai-khoan")
    said = {"citizen_id": citizen_id, "full_name": "Võ Thị Quỳnh", "birth_date": "14/1/1980",
            "cell_text": "Ga Hà Nội", "phone": "0912 345 678", **fields}
    return client.submit(page, said, action="/xin-tai-khoan")


@pytest.mark.parametrize("who", ["newcomer", "member", "suspended_account", None])
def test_the_answer_is_the_same_for_every_citizen_id(as_: As, who: str | None) -> None:
    client = as_(None)
    answer = ask(client, person(who).citizen_id if who else keeping.STRAY)
    assert (answer.status_code, answer.location) == (303, "/xin-tai-khoan/da-gui")
    shown = client.get(answer.location)
    assert "bí thư chi bộ" in shown.text
    assert TOKENS.sub("", shown.text) == TOKENS.sub("", as_(None).get("/xin-tai-khoan/da-gui").text)


def test_the_same_statements_run_for_known_and_unknown_ids(as_: As) -> None:
    from sqlalchemy import event

    counts = []
    ask(as_(None), "038090099999")
    for citizen_id in (person("newcomer").citizen_id, keeping.STRAY):
        seen: list[str] = []

        def note(conn: object, cursor: object, statement: str, *rest: object, into: list[str] = seen) -> None:
            into.append(statement.split("(")[0][:60])

        client = as_(None)
        client.get("/xin-tai-khoan")
        event.listen(db.engine, "before_cursor_execute", note)
        ask(client, citizen_id)
        event.remove(db.engine, "before_cursor_execute", note)
        counts.append(seen)
    assert counts[0] == counts[1]


def test_the_secretary_of_the_cell_sees_it_and_others_do_not(as_: As) -> None:
    ask(as_(None), person("newcomer").citizen_id)
    run_all()
    told = db.session.execute(db.select(Notice.account_id).where(Notice.url == "/tai-khoan/yeu-cau")).scalars().all()
    assert told == [person("secretary").account_id]
    asked = db.session.execute(db.select(AccountRequest.id)).scalar_one()
    assert "1 yêu cầu" in as_("secretary").get("/tai-khoan").text
    assert "Võ Thị Quỳnh" in as_("secretary").get("/tai-khoan/yeu-cau").text
    for key in ("secretary_elsewhere", "office_staff", "corporation_staff"):
        client = as_(key)
        assert "Võ Thị Quỳnh" not in client.get("/tai-khoan/yeu-cau").text
        assert client.get(f"/tai-khoan/yeu-cau/{asked}").status_code == 404
    assert as_("secretary").get("/tai-khoan/yeu-cau/99999").status_code == 404


def test_of_one_with_a_post_those_are_told_who_may_open_the_account(as_: As) -> None:
    ask(as_(None), person("secretary").citizen_id)
    run_all()
    told = db.session.execute(db.select(Notice.account_id).where(Notice.url == "/tai-khoan/yeu-cau")).scalars().all()
    assert told == [person("delegate").account_id]


def test_an_id_nobody_has_goes_to_the_office_of_the_top_only(as_: As) -> None:
    ask(as_(None), keeping.STRAY, full_name="Người Lạ")
    run_all()
    assert db.session.execute(db.select(Notice)).scalars().all() == []
    for key, seen in (("secretary", False), ("committee_secretary", False), ("corporation_staff", True),
                      ("administrator", True)):
        page = as_(key).get("/tai-khoan/yeu-cau")
        assert ("Người Lạ" in page.text) is seen, key
    page = as_("corporation_staff").get("/tai-khoan/yeu-cau")
    assert "không khớp danh sách" in page.text
    asked = db.session.execute(db.select(AccountRequest)).scalar_one()
    shown = as_("corporation_staff").get(f"/tai-khoan/yeu-cau/{asked.id}")
    assert "chưa cấp được tài khoản" in shown.text
    assert keeping.STRAY not in shown.text
    assert f'action="/tai-khoan/yeu-cau/{asked.id}/duyet"' not in shown.text


def test_differences_with_the_roster_are_marked(app: Flask) -> None:
    same = keeping.request("newcomer", full_name="võ thị  QUỲNH")
    lines = {str(line.label): line.same for line in queries.compare(same, keeping.kept("newcomer"))}
    assert (lines["Họ và tên"], lines["Ngày sinh"], lines["Chi bộ"], lines["Điện thoại"]) == (True, True, True, None)
    other = keeping.request("member", full_name="Nguyễn Văn Ân", birth_date=date(1981, 1, 1), cell_text="Ga Vinh")
    lines = {str(line.label): line.same for line in queries.compare(other, keeping.kept("member"))}
    assert (lines["Họ và tên"], lines["Ngày sinh"], lines["Chi bộ"]) == (False, False, None)


def test_tone_marks_at_either_vowel_are_the_same_name(app: Flask) -> None:
    kept = keeping.kept("newcomer")
    kept.member.full_name = "Bùi Thị Hòa"
    asked = AccountRequest(citizen_id=kept.member.citizen_id, full_name="Bùi Thị Hoà", birth_date=date(1980, 1, 14),
                           phone="", cell_text="")
    lines = {str(line.label): line.same for line in queries.compare(asked, kept)}
    db.session.rollback()
    assert lines["Họ và tên"] is True


def test_approving_makes_the_slip_and_a_second_press_only_says_so(as_: As) -> None:
    asked = keeping.request("newcomer")
    client = as_("secretary")
    page = client.get(f"/tai-khoan/yeu-cau/{asked.id}")
    slips = client.submit(page, action="/duyet")
    assert slips.status_code == 201
    assert keeping.account("newcomer").state == "open"
    again = client.submit(page, action="/duyet")
    assert again.status_code == 303
    assert "chỉ hiện một lần" in client.get(again.location).text
    fresh = client.get(f"/tai-khoan/yeu-cau/{asked.id}")
    assert "đã duyệt" in fresh.text
    assert "Trần Văn Bình" in fresh.text
    assert "Võ Thị Quỳnh" in client.get("/tai-khoan/yeu-cau?xem=da-duyet").text


def test_two_keepers_approving_at_once_make_one_slip(app: Flask) -> None:
    asked_id = keeping.request("newcomer").id
    done: list[str] = []

    def press(key: str) -> None:
        with app.app_context():
            try:
                with transaction():
                    asked = db.session.get_one(AccountRequest, asked_id)
                    services.approve(keeping.acting(key), asked, "24")
                done.append("made")
            except Conflict as error:
                done.append("late" if "đã được xử lý" in str(error.message) else "?")

    threads = [threading.Thread(target=press, args=(key,)) for key in ("secretary", "delegate")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(done) == ["late", "made"]


def test_a_late_colleague_reads_who_was_faster(as_: As) -> None:
    asked = keeping.request("newcomer")
    late = as_("delegate")
    page = late.get(f"/tai-khoan/yeu-cau/{asked.id}")
    first = as_("secretary")
    first.submit(first.get(f"/tai-khoan/yeu-cau/{asked.id}"), action="/duyet")
    answer = late.submit(page, action="/duyet")
    assert answer.status_code == 422
    assert "đã được xử lý lúc" in answer.text


def test_refusing_needs_a_reason_and_keeps_it(as_: As) -> None:
    asked = keeping.request("newcomer")
    client = as_("secretary")
    page = client.get(f"/tai-khoan/yeu-cau/{asked.id}")
    empty = client.submit(page, {"reason": "  "}, action="/tu-choi")
    assert empty.status_code == 422
    done = client.submit(page, {"reason": "Không đúng ngày sinh"}, action="/tu-choi")
    assert done.location == "/tai-khoan/yeu-cau"
    assert "Không đúng ngày sinh" in client.get(f"/tai-khoan/yeu-cau/{asked.id}").text
    assert keeping.account("newcomer").state == "closed"
    again = keeping.request("newcomer")
    assert again.id != asked.id


def test_one_in_use_or_of_a_higher_post_is_not_opened_on_request(as_: As) -> None:
    used, head = keeping.request("member").id, keeping.request("secretary").id
    client = as_("secretary")
    page = client.get(f"/tai-khoan/yeu-cau/{used}")
    assert "cấp lại mã" in page.text
    assert "/duyet" not in page.text
    page = client.get(f"/tai-khoan/yeu-cau/{head}")
    assert "Tài khoản của chính bạn" in page.text
    assert "/tu-choi" not in page.text
    mine = keeping.request("secretary", full_name="Tự Từ Chối")
    with pytest.raises(NotAllowed):
        services.refuse(keeping.acting("secretary"), mine, "tự từ chối mình")
    db.session.rollback()


def test_asking_again_brings_the_request_up_to_date_and_says_so(as_: As) -> None:
    newcomer = person("newcomer").citizen_id
    ask(as_(None), newcomer)
    ask(as_(None), newcomer)
    row = db.session.execute(db.select(AccountRequest)).scalar_one()
    assert (row.times, row.differed) == (2, False)
    ask(as_(None), newcomer, full_name="Tên Khác Hẳn")
    db.session.rollback()
    row = db.session.execute(db.select(AccountRequest)).scalar_one()
    assert (row.times, row.differed, row.full_name) == (3, True, "Tên Khác Hẳn")
    assert "không giống nhau" in as_("secretary").get(f"/tai-khoan/yeu-cau/{row.id}").text


@pytest.mark.parametrize(("field", "value", "words"), [
    ("citizen_id", "12345", "12 chữ số"), ("citizen_id", "", "Nhập số định danh"),
    ("citizen_id", "01234567890", "thiếu một chữ số"), ("birth_date", "31/02/1980", "Ngày không đúng"),
    ("birth_date", "01/01/2090", "Ngày sinh không đúng"), ("full_name", "", "bắt buộc"), ("phone", "abc", "chữ số"),
    ("full_name", "a" * 121, "Không dài quá"), ("citizen_id", "08708400099a", "chỉ gồm chữ số"),
    ("citizen_id", "0870840009991", "đúng 12 chữ số"), ("full_name", "Trần Văn 😀", "Chỉ ghi chữ")])
def test_bad_input_is_answered_at_its_field(as_: As, field: str, value: str, words: str) -> None:
    answer = ask(as_(None), **{"citizen_id": keeping.STRAY, field: value})
    assert answer.status_code == 422
    assert words in answer.text


def test_full_width_digits_and_blanks_are_understood(as_: As) -> None:
    ask(as_(None), "０３８ 090 012 345")
    assert db.session.execute(db.select(AccountRequest.citizen_id)).scalar_one() == keeping.STRAY


def test_too_many_from_one_address_are_refused_unread(as_: As) -> None:
    client = as_(None)
    page = client.get("/xin-tai-khoan")
    for _ in range(PER_ADDRESS):
        assert client.submit(page, {"citizen_id": "1"}, action="/xin-tai-khoan").status_code == 422
    refused = ask(client, keeping.STRAY)
    assert refused.status_code == 429
    assert "gặp trực tiếp bí thư" in refused.text
    assert db.session.execute(db.select(AccountRequest)).scalars().all() == []
    with time_machine.travel(clock.now() + timedelta(minutes=61), tick=False):
        assert ask(as_(None), keeping.STRAY).status_code == 303


def test_too_many_in_all_are_refused_from_everywhere(as_: As) -> None:
    for number in range(IN_ALL):
        services.count_ask(f"10.1.{number // 250}.{number % 250}")
    db.session.commit()
    assert ask(as_(None), keeping.STRAY).status_code == 429
    keys = db.session.execute(db.select(AskCounter.key)).scalars().all()
    assert all("10.1" not in key for key in keys)


def test_methods_and_who_may(as_: As) -> None:
    asked = keeping.request("newcomer")
    client = as_("secretary")
    assert client.get(f"/tai-khoan/yeu-cau/{asked.id}/duyet").status_code == 405
    assert client.post("/xin-tai-khoan/da-gui").status_code == 405
    member = as_("member")
    assert member.get("/tai-khoan/yeu-cau").status_code == 403
    assert member.get(f"/tai-khoan/yeu-cau/{asked.id}").status_code == 404


def test_requests_are_forgotten_in_time(app: Flask) -> None:
    stray, lasting, judged = keeping.request(None), keeping.request("newcomer"), keeping.request("member")
    services.refuse(keeping.acting("secretary"), judged, "đã có tài khoản rồi")
    db.session.commit()
    ids = stray.id, lasting.id, judged.id
    services.forget_old()
    assert db.session.execute(db.select(db.func.count(AccountRequest.id))).scalar_one() == 3
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        services.forget_old()
        db.session.commit()
    left = db.session.execute(db.select(AccountRequest.id)).scalars().all()
    assert left == [ids[1]], "one that waits for its secretary stays"
