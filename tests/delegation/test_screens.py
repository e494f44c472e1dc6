"""Screens: Danh sách phân quyền, Thêm mới → Lưu, one right with its chain, Thu hồi, thời hạn; who sees what."""

import secrets
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.core import clock
from portal.core.actor import SYSTEM, Actor
from portal.core.db import db
from portal.core.policy import allowed
from portal.delegation import queries
from portal.delegation.api import Delegation, Grant, actor_of_account, grant
from portal.delegation.policy import readable
from portal.organizations.api import Role
from tests.client import PortalClient, find_form, form_values
from tests.people import PEOPLE, SINCE, person, unit

As = Callable[[str | None], PortalClient]
Act = Callable[[str], Actor]


@pytest.fixture
def chain(app: Flask, actor: Act) -> list[int]:
    """Board of the Corporation → secretary of Hà Nội → secretary of its cell; one revoked, one next door."""
    today = clock.today()
    top = grant(SYSTEM, account_id=person("administrator").account_id, unit=unit("corporation"), subtree=True,
                role=Role.ORGANIZATION_BOARD, since=SINCE, until=None, source=None)
    middle = grant(actor("administrator"), account_id=person("committee_secretary").account_id, unit=unit("hanoi"),
                   role=Role.SECRETARY, subtree=True, since=today, until=None, source=top, decision="12-QĐ/ĐU")
    by = actor("committee_secretary")
    last = grant(by, account_id=person("secretary").account_id, unit=unit("ga_hanoi"), role=Role.SECRETARY,
                 subtree=False, since=today, until=today, source=middle)
    gone = grant(by, account_id=person("neighbour").account_id, unit=unit("dau_may"), role=Role.SECRETARY,
                 subtree=False, since=today, until=None, source=middle)
    gone.revoked_at = clock.now()
    vinh = grant(actor("administrator"), account_id=person("secretary_elsewhere").account_id, unit=unit("vinh"),
                 role=Role.OFFICE_STAFF, subtree=False, since=today, until=None, source=top)
    db.session.commit()
    return [one.id for one in (top, middle, last, gone, vinh)]


def then(client: PortalClient, answer: TestResponse) -> TestResponse:
    """The page a successful act leads to."""
    assert answer.status_code == 303, answer.text
    return client.get(answer.location)


def body(page: object) -> str:
    """The rows of the list."""
    text: str = page.text  # type: ignore[attr-defined]
    return text[text.index("<tbody>"):] if "<tbody>" in text else ""


def test_who_holds_what_given_by_whom_down_which_chain(as_: As, chain: list[int]) -> None:
    page = as_("committee_secretary").get("/phan-quyen")
    assert page.status_code == 200
    for words in ("Danh sách phân quyền", "Trần Văn Bình", "Chi bộ Ga Hà Nội", "Vũ Thị Giang",
                  "Ban Tổ chức Đảng ủy Đảng bộ Tổng công ty", "Thêm mới"):
        assert words in page.text


def test_each_state_has_its_list(as_: As, chain: list[int]) -> None:
    client = as_("administrator")
    assert "Lý Văn Minh" in body(client.get("/phan-quyen"))
    assert "Mai Thị Nga" in body(client.get("/phan-quyen?trang_thai=ended"))
    assert "Mai Thị Nga" not in body(client.get("/phan-quyen"))
    assert "Đỗ Đức Em" in body(client.get("/phan-quyen?trang_thai=revoked"))
    assert "Trần Văn Bình" in body(client.get("/phan-quyen?trang_thai=soon"))
    db.session.get_one(Grant, chain[1]).revoked_at = clock.now()
    db.session.commit()
    assert "Trần Văn Bình" in body(client.get("/phan-quyen?trang_thai=fallen"))
    assert "Trần Văn Bình" not in body(client.get("/phan-quyen"))


def test_filtered_and_sorted(as_: As, chain: list[int]) -> None:
    client = as_("administrator")
    assert "Trần Văn Bình" not in body(client.get("/phan-quyen?ten=giang"))
    assert "Vũ Thị Giang" in body(client.get("/phan-quyen?ten=giang&don_vi=ha noi&vai_tro=secretary"))
    assert "Không có quyền nào" in client.get("/phan-quyen?ten=khong ai ten nay").text
    text = body(client.get("/phan-quyen?xep=ten"))
    assert text.index("Trần Văn Bình") < text.index("Vũ Thị Giang")
    text = body(client.get("/phan-quyen?xep=-ten"))
    assert text.index("Vũ Thị Giang") < text.index("Trần Văn Bình")
    assert client.get("/phan-quyen?trang_thai=x&xep=y").status_code == 422


def test_paged_and_fetched_alone(as_: As) -> None:
    for _ in range(25):
        grant(SYSTEM, account_id=person("neighbour").account_id, unit=unit("hanoi"), role=Role.COMMITTEE_MEMBER,
              subtree=False, since=clock.today(), until=None, source=None)
    db.session.commit()
    client = as_("committee_secretary")
    assert "Trang 2 trong 2" in client.get("/phan-quyen?trang=2").text
    part = client.get("/phan-quyen", headers={"HX-Request": "true", "HX-Target": "div#results"}).text
    assert part.strip() in client.get("/phan-quyen").text
    assert client.get("/phan-quyen?trang=abc").status_code == 200


def test_cell_a_sees_nothing_of_cell_b(as_: As, chain: list[int]) -> None:
    """J8, J10: not in lists, not by number, not as a count, not as the chain of another."""
    client = as_("secretary_elsewhere")
    for url in ("/phan-quyen", "/phan-quyen?trang_thai=revoked", "/phan-quyen/hieu-luc",
                "/phan-quyen?don_vi=ga ha noi", "/phan-quyen/hieu-luc?ten=binh"):
        page = client.get(url).text
        for name in ("Trần Văn Bình", "Vũ Thị Giang", "Đỗ Đức Em"):
            assert name not in page, url
    for number in chain[:4]:
        assert client.get(f"/phan-quyen/{number}").status_code == 404
        assert client.get(f"/phan-quyen/{number}/thu-hoi").status_code == 404
    client = as_("secretary")
    assert client.get(f"/phan-quyen/{chain[4]}").status_code == 404
    assert client.get(f"/phan-quyen/{chain[3]}").status_code == 404


def test_hidden_from_above(as_: As, chain: list[int]) -> None:
    row = db.session.get_one(Grant, chain[2])
    row.hidden_from_above = True
    db.session.commit()
    assert as_("administrator").get(f"/phan-quyen/{chain[2]}").status_code == 404
    assert "Trần Văn Bình" not in body(as_("administrator").get("/phan-quyen"))
    for key in ("committee_secretary", "secretary"):
        assert as_(key).get(f"/phan-quyen/{chain[2]}").status_code == 200


def test_rule_and_list_agree(actor: Act, chain: list[int]) -> None:
    """J10: whoever may READ has it in some state of the list, in the rights in effect, and nobody else."""
    db.session.get_one(Grant, chain[4]).hidden_from_above = True
    db.session.flush()
    everything = db.session.execute(db.select(Grant)).scalars().all()
    for key in PEOPLE:
        who = actor(key)
        may = {one.id for one in everything if allowed(who, Delegation.READ, one)}
        assert {one.id for one in db.session.execute(readable(who)).scalars()} == may, key
        listed = {row[0].id for state in queries.STATES for row in db.session.execute(queries.listed(who, state=state))}
        assert listed == may, key
        living = set(db.session.execute(queries.living()).scalars())
        effect = {row.holding_id for row in db.session.execute(queries.in_effect(who)) if row.kind == "grant"}
        assert effect == may & living, key
    db.session.rollback()


@pytest.mark.parametrize("key", ["member", "probationary", "lapsed_delegate", "neighbour"])
def test_who_leads_nothing_is_refused_and_told_whom_to_ask(as_: As, key: str) -> None:
    page = as_(key).get("/phan-quyen")
    assert page.status_code == 403
    assert "Chỉ người được giao phụ trách" in page.text
    assert "Vũ Thị Giang" in page.text, "the committee's secretary gives it"


def test_new_in_the_order_of_the_letter(as_: As) -> None:
    """Danh sách → Thêm mới → Tài khoản (whole number), Đơn vị, Vai trò → Lưu, without JavaScript."""
    client = as_("committee_secretary")
    assert 'href="/phan-quyen/them-moi"' in client.get("/phan-quyen").text
    page = client.get("/phan-quyen/them-moi")
    for label in ("Tài khoản", "Đơn vị"):
        assert label in page.text
    page = then(client, client.submit(page, {"text": person("member").citizen_id}, action="/phan-quyen/tim"))
    assert "Nguyễn Văn An" in page.text
    assert person("member").citizen_id not in page.text
    assert person("member").citizen_id not in page.request.url
    assert "Vai trò của Nguyễn Văn An tại Chi bộ Ga Hà Nội" in page.text
    done = then(client, client.submit(page, {"roles": ["secretary", "cell_committee_member"]}))
    assert "Đã lưu" in done.text
    assert body(done).count("Nguyễn Văn An") == 2
    assert {one.role for one in actor_of_account(person("member").account_id).holdings} == {
        Role.SECRETARY, Role.CELL_COMMITTEE_MEMBER}


def test_by_name_and_unit_first(as_: As) -> None:
    client = as_("committee_secretary")
    page = client.get(f"/phan-quyen/them-moi?don_vi={unit('ga_hanoi').id}")
    page = then(client, client.submit(page, {"text": "nguyen an"}, action="/phan-quyen/tim"))
    assert "Nguyễn Văn An" in page.text
    assert "Đỗ Đức Em" not in page.text
    url = f"/phan-quyen/them-moi?tai_khoan={person('member').account_id}&don_vi={unit('ga_hanoi').id}"
    assert f"tai_khoan={person('member').account_id}" in page.text
    part = client.get(url, headers={"HX-Request": "true", "HX-Target": "choice"}).text
    assert "cell_committee_member" in part
    assert "<html" not in part


@pytest.mark.parametrize("text", ["999000000004", "123456789012", ""])
def test_a_number_out_of_reach_is_as_unknown(as_: As, text: str) -> None:
    client = as_("committee_secretary")
    answer = client.submit(client.get("/phan-quyen/them-moi"), {"text": text}, action="/phan-quyen/tim")
    assert answer.status_code == 422
    assert "Phạm Văn Cường" not in answer.text


@pytest.mark.once
def test_values_posted_by_hand_are_refused_in_words(as_: As) -> None:
    client = as_("committee_secretary")
    url = f"/phan-quyen/them-moi?tai_khoan={person('member').account_id}"
    hidden = form_values(find_form(client.get(url), None))
    for fields, words in (
            ({"roles": "administrator"}, "không có bước"),
            ({"roles": "deputy_secretary"}, "chưa nêu"),
            ({"roles": "secretary", "unit_id": unit("ga_vinh").id}, "không thuộc phạm vi"),
            ({"roles": "secretary", "unit_id": unit("corporation").id}, "ngược lên"),
            ({"roles": "secretary", "unit_id": "9" * 9}, "Không có đơn vị này"),
            ({"roles": "secretary", "account_id": person("committee_secretary").account_id}, "cho mình"),
            ({"roles": "secretary", "account_id": person("member_elsewhere").account_id}, "không sinh hoạt"),
            ({"roles": "secretary", "ends": "day", "until": ""}, "Ghi ngày kết thúc"),
            ({"roles": "secretary", "since": "32/13/2026"}, "Ngày không đúng"),
            ({}, "Chọn ít nhất một vai trò")):
        hidden["form_key"] = secrets.token_hex(12)
        answer = client.post("/phan-quyen/them-moi", data={**hidden, **fields})
        assert answer.status_code == 422, fields
        assert words in answer.text, fields
    assert actor_of_account(person("member").account_id).holdings == ()


def test_bad_addresses(as_: As) -> None:
    client = as_("committee_secretary")
    assert client.get("/phan-quyen/them-moi?tai_khoan=abc").status_code == 404
    assert client.get("/phan-quyen/999999").status_code == 404
    assert client.get("/phan-quyen/them-moi?don_vi=" + "9" * 30).status_code == 404
    assert client.get(f"/phan-quyen/them-moi?tai_khoan={person('member_elsewhere').account_id}").status_code == 200
    assert "Phạm Văn Cường" not in client.get(
        f"/phan-quyen/them-moi?tai_khoan={person('member_elsewhere').account_id}").text
    assert as_("administrator").post("/phan-quyen", data={"form_key": "0123456789abc"}).status_code in (400, 405)


def test_a_cell_has_nobody_to_give_to(as_: As) -> None:
    client = as_("secretary")
    assert "/phan-quyen/them-moi" not in client.get("/phan-quyen").text
    assert "không có cấp dưới" in client.get("/phan-quyen/them-moi").text


def test_one_right_says_why_and_what_falls(as_: As, chain: list[int]) -> None:
    page = as_("committee_secretary").get(f"/phan-quyen/{chain[1]}").text
    for words in ("12-QĐ/ĐU", "Đảng bộ Tổng công ty", "Ngô Thị Lan", "Khi quyền này hết", "Trần Văn Bình"):
        assert words in page
    assert "/thu-hoi" not in page, "the unit above gave it"
    assert "/thu-hoi" in as_("administrator").get(f"/phan-quyen/{chain[1]}").text


def test_revoked_in_one_step_after_what_falls_was_shown(as_: As, chain: list[int]) -> None:
    client = as_("administrator")
    page = client.get(f"/phan-quyen/{chain[1]}/thu-hoi")
    assert "1 quyền sau hết theo" in page.text
    assert "Trần Văn Bình" in page.text
    assert client.submit(page, {"reason": ""}, action="/thu-hoi").status_code == 422
    assert "Đã thu hồi" in then(client, client.submit(page, {"reason": "Luân chuyển"}, action="/thu-hoi")).text
    assert all(one.source == "position" for one in actor_of_account(person("secretary").account_id).holdings)
    assert client.get(f"/phan-quyen/{chain[1]}/thu-hoi").status_code == 403
    assert "Luân chuyển" in as_("committee_secretary").get(f"/phan-quyen/{chain[1]}").text


def test_open_work_is_named_first(as_: As, chain: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.delegation.services import work
    monkeypatch.setattr(work, "_tellers", [lambda account: [work.Work("Nhiệm vụ đang mở", 3), work.Work("Thư", 0)]])
    page = as_("administrator").get(f"/phan-quyen/{chain[1]}/thu-hoi").text
    assert "Nhiệm vụ đang mở: 3" in page
    assert "Thư:" not in page


def test_another_last_day(as_: As, chain: list[int]) -> None:
    client, day = as_("committee_secretary"), clock.today() + timedelta(days=4)
    page = client.get(f"/phan-quyen/{chain[2]}/thoi-han")
    assert client.submit(page, {"until": "hôm nay"}, action="/thoi-han").status_code == 422
    done = then(client, client.submit(page, {"until": clock.show_date(day)}, action="/thoi-han"))
    assert clock.show_date(day) in done.text


def test_my_rights(as_: As, chain: list[int]) -> None:
    page = as_("secretary").get("/phan-quyen/cua-toi").text
    for words in ("Bí thư tại Chi bộ Ga Hà Nội", "được phân quyền", "chức vụ", "Cử người thay", "Giao qua",
                  "Đảng bộ Khai thác đường sắt Hà Nội", "Tạo cuộc họp"):
        assert words in page
    client = as_("member")
    assert 'href="/phan-quyen/cua-toi"' in client.get("/tai-khoan-cua-toi").text
    assert "Bạn chưa được giao vai trò nào" in client.get("/phan-quyen/cua-toi").text


def test_naming_a_substitute(as_: As) -> None:
    client = as_("committee_secretary")
    page = client.get("/phan-quyen/cua-toi")
    link = page.text.split('/nguoi-thay"')[0].rpartition('"')[2] + "/nguoi-thay"
    page = client.get(link)
    assert "Bùi Thị Hòa" in page.text
    assert "Trần Văn Bình" not in page.text
    day = clock.show_date(clock.today() + timedelta(days=2))
    fields = {"account_id": str(person("office_staff").account_id), "until": day}
    assert client.submit(page, {**fields, "account_id": str(person("secretary").account_id)}).status_code == 422
    assert client.submit(page, {"until": day}).status_code == 422
    assert "Đã cử người thay" in then(client, client.submit(page, fields)).text
    assert "thay" in as_("office_staff").get("/phan-quyen/cua-toi").text


def test_statements_do_not_grow_with_the_list(as_: As, chain: list[int]) -> None:
    """The client refuses more than its ceiling on each of these; twenty rows cost what one does."""
    for number in range(20):
        grant(SYSTEM, account_id=person("member").account_id, unit=unit("hanoi"), role=list(Role)[number % 8],
              subtree=True, since=clock.today(), until=None, source=None)
    db.session.commit()
    for url in ("/phan-quyen", "/phan-quyen/hieu-luc", "/phan-quyen/chua-co-nguoi", f"/phan-quyen/{chain[0]}"):
        assert as_("administrator").get(url).status_code == 200
    assert as_("member").get("/phan-quyen/cua-toi").status_code == 200


def test_taking_back_says_what_stays_by_post(as_: As, chain: list[int]) -> None:
    """The secretary of the cell is so by post too: whoever takes the grant back reads that the role stays."""
    stays = "vẫn giữ vai trò này theo chức vụ"
    assert stays in as_("committee_secretary").get(f"/phan-quyen/{chain[2]}/thu-hoi").text
    assert stays not in as_("administrator").get(f"/phan-quyen/{chain[4]}/thu-hoi").text
