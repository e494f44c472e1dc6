"""The screens of transfers: asking, deciding, lists, what the new cell may see, double presses, two at once."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from werkzeug.test import TestResponse

from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.core.notices import Notice
from portal.core.policy import allowed
from portal.members.api import Member, amend
from portal.organizations.api import found
from portal.transfers import services
from portal.transfers.models import Kind, Transfer
from portal.transfers.policy import Transfers, readable
from tests.client import PortalClient, find_form, form_values
from tests.factories.transfers import acting, member, row, transfer
from tests.people import PEOPLE, person, unit

As = Callable[[str | None], PortalClient]
TODAY = clock.show_date(clock.today())
MONTH = f"{clock.today():%m/%Y}"
NAME = PEOPLE["probationary"][0]


def newest() -> Transfer:
    return db.session.execute(db.select(Transfer).order_by(Transfer.id.desc()).limit(1)).scalar_one()


def after(client: PortalClient, answer: TestResponse) -> str:
    """The page an act leads to."""
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["Location"]).text


def told(key: str) -> list[str]:
    rows = db.select(Notice).where(Notice.account_id == person(key).account_id).order_by(Notice.id)
    return [one.text for one in db.session.execute(rows).scalars()]


def test_a_whole_transfer_through_the_screens(as_: As) -> None:
    who, me = as_("probationary"), member("probationary").id
    form = who.get(f"/dang-vien/{me}/chuyen-sinh-hoat/moi")
    answer = who.submit(form, {"to_name": "chi bo ga vinh", "kind": "official", "decided_on": TODAY}, action="/moi")
    assert answer.status_code == 303, answer.text
    address = answer.headers["Location"]
    assert newest().to_unit_id == unit("ga_vinh").id
    assert told("secretary") == told("secretary_elsewhere") != []
    secretary = as_("secretary")
    page = secretary.get(address)
    assert "còn 60 ngày làm việc" in page.text
    answer = secretary.submit(secretary.get(address + "/gioi-thieu"),
                              {"fees_until": MONTH, "slip_number": "05-GT"}, action="/gioi-thieu")
    shown = after(secretary, answer)
    assert "Đã giới thiệu" in shown
    assert f"đã đóng hết tháng {MONTH}" in shown
    own = who.get(address)
    assert "Tiếp theo: mang giấy giới thiệu" in own.text
    assert "Trần Văn Bình" in own.text
    new = as_("secretary_elsewhere")
    answer = new.submit(new.get(address + "/tiep-nhan"), {}, action="/tiep-nhan")
    assert "Đã ghi tiếp nhận" in after(new, answer)
    assert member("probationary").membership_today.unit_id == unit("ga_vinh").id
    assert len(told("probationary")) == 2
    assert new.get(f"/dang-vien/{me}").status_code == 200
    assert "Ga Hà Nội" in as_("secretary").get(address).text


def test_the_new_cell_sees_only_name_and_day_before_the_release(as_: As) -> None:
    one = transfer(reason="Theo nguyện vọng gia đình", decision="45-QĐ/CTY")
    page = as_("secretary_elsewhere").get(f"/chuyen-sinh-hoat/{one}").text
    assert NAME in page
    assert TODAY in page
    for hidden in ("nguyện vọng", "45-QĐ", "Chi bộ Ga Hà Nội", "Trần Văn Bình", "ngày làm việc"):
        assert hidden not in page
    listed = as_("secretary_elsewhere").get("/chuyen-sinh-hoat").text
    assert NAME in listed
    assert "Chi bộ Ga Hà Nội" not in listed
    printed = as_("secretary_elsewhere").get("/chuyen-sinh-hoat/in").text
    assert "Chi bộ Ga Hà Nội" not in printed
    sheet = as_("secretary_elsewhere").get("/chuyen-sinh-hoat/xuat?dang=csv").get_data(as_text=True)
    assert NAME in sheet
    assert "Ga Hà Nội" not in sheet


def test_others_do_not_see_it_at_all(as_: As) -> None:
    one = transfer("released")
    for key in ("member", "neighbour", "corporation_staff", "administrator"):
        assert as_(key).get(f"/chuyen-sinh-hoat/{one}").status_code == 404
    for path in ("/chuyen-sinh-hoat?nhom=tat-ca", "/chuyen-sinh-hoat/in?nhom=tat-ca", "/"):
        assert NAME not in as_("corporation_staff").get(path).text


@pytest.mark.parametrize("key", ["member", "probationary", "secretary", "secretary_elsewhere", "delegate", "neighbour"])
def test_rule_and_list_agree(app: object, key: str) -> None:
    made = [transfer("released"), transfer(who="member"), transfer("withdrawn", who="suspended_account"),
            transfer("accepted", who="lapsed_delegate", kind=Kind.TEMPORARY)]
    actor = acting(key)
    listed = {one.id for one in db.session.execute(readable(actor)).scalars()}
    assert listed == {one for one in made if allowed(actor, Transfers.READ, row(one))}


def test_a_name_that_fits_many_cells_is_chosen_and_one_that_fits_none_is_said(as_: As) -> None:
    found(SYSTEM, kind_id="affiliated_cell", name="Chi bộ Ga Vinh 2", parent=unit("vinh"),
          since=clock.today() - timedelta(days=9))
    db.session.commit()
    me, client = member("member").id, as_("secretary")
    page = client.get(f"/dang-vien/{me}/chuyen-sinh-hoat/moi")
    many = client.submit(page, {"to_name": "ga vin", "decided_on": TODAY}, action="/moi")
    assert many.status_code == 422
    assert "Chọn đúng chi bộ" in many.text
    assert "Chi bộ Ga Vinh 2 – Đảng bộ Khai thác đường sắt Vinh" in many.text
    chosen = client.submit(many, {"cell": str(unit("ga_vinh").id)}, action="/moi")
    assert chosen.status_code == 303
    none = client.submit(page, {"to_name": "sao hỏa", "decided_on": TODAY}, action="/moi")
    assert "Không có chi bộ nào có tên này" in none.text
    out = client.submit(client.get(f"/dang-vien/{member('newcomer').id}/chuyen-sinh-hoat/moi"),
                        {"to_name": "Đảng bộ phường Trường Vinh", "outside": "y", "decided_on": TODAY}, action="/moi")
    assert out.status_code == 303
    assert (newest().to_unit_id, newest().to_text) == (None, "Đảng bộ phường Trường Vinh")


@pytest.mark.once
@pytest.mark.parametrize(("fields", "words"), [
    ({"decided_on": "31/02/2026"}, "Ngày không đúng"), ({"decided_on": "01/01/2015"}, "hai năm"),
    ({"decided_on": ""}, "Ghi ngày"), ({"kind": "temporary"}, "cần ngày kết thúc"), ({"kind": "x"}, "Chọn"),
    ({"kind": "temporary", "until": TODAY}, "phải sau ngày"), ({"to_name": "x" * 201}, "Không dài quá"),
    ({"to_name": "Chi bộ Ga Hà Nội"}, "chính chi bộ đó"), ({"to_name": ""}, "Ghi tên chi bộ"),
    ({"cell": "²"}, ""), ({"kind": "temporary", "until": "01/01/2099"}, "quá xa"),
])
def test_what_is_typed_wrong_is_told_at_its_field(as_: As, fields: dict[str, str], words: str) -> None:
    client, me = as_("secretary"), member("member").id
    page = client.get(f"/dang-vien/{me}/chuyen-sinh-hoat/moi")
    answer = client.submit(page, {"to_name": "Chi bộ Ga Vinh", "decided_on": TODAY, **fields}, action="/moi")
    assert answer.status_code in ((422,) if words else (303, 422))
    assert words in answer.text


def test_a_double_press_asks_once(as_: As) -> None:
    client, me = as_("secretary"), member("member").id
    data = form_values(find_form(client.get(f"/dang-vien/{me}/chuyen-sinh-hoat/moi"), "/moi"))
    data |= {"to_name": "Chi bộ Ga Vinh", "decided_on": TODAY}
    answers = [client.post(f"/dang-vien/{me}/chuyen-sinh-hoat/moi", data=data) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert db.session.execute(db.select(db.func.count()).select_from(Transfer)).scalar_one() == 1


def test_two_at_once_the_second_is_told(as_: As) -> None:
    one = transfer()
    first, second = as_("secretary"), as_("delegate")
    pages = [client.get(f"/chuyen-sinh-hoat/{one}/gioi-thieu") for client in (first, second)]
    assert first.submit(pages[0], {"fees_until": MONTH}, action="/gioi-thieu").status_code == 303
    answer = second.submit(pages[1], {"fees_until": MONTH}, action="/gioi-thieu")
    assert answer.status_code == 403
    assert "đang chờ chi bộ cũ giới thiệu" in answer.text
    assert [step.verb for step in row(one).steps] == ["ask", "release"]


def test_nobody_decides_on_his_own_transfer(as_: As) -> None:
    one = transfer(who="secretary", by="secretary")
    answer = as_("secretary").get(f"/chuyen-sinh-hoat/{one}/gioi-thieu")
    assert answer.status_code == 403
    assert "Không ai tự giải quyết hồ sơ của mình" in answer.text
    assert as_("delegate").get(f"/chuyen-sinh-hoat/{one}/gioi-thieu").status_code == 200
    client = as_("secretary")
    assert client.submit(client.get(f"/chuyen-sinh-hoat/{one}"), action="/rut").status_code == 303


def test_the_receiving_cell_calls_by_name_and_number(as_: As) -> None:
    client = as_("secretary_elsewhere")
    page = client.get("/chuyen-sinh-hoat/de-nghi-den")
    typed = {"full_name": NAME, "citizen_id": person("probationary").citizen_id, "decided_on": TODAY}
    for wrong in ({"full_name": "Lê Thị Anh"}, {"citizen_id": "001199000000"}, {"citizen_id": "12"}):
        answer = client.submit(page, typed | wrong, action="/de-nghi-den")
        assert answer.status_code == 422
        assert "đúng họ tên và số định danh" in answer.text
    answer = client.submit(page, typed, action="/de-nghi-den")
    assert "Chi bộ Ga Hà Nội" in after(client, answer), "who asked sees what it asked"
    assert newest().side == "new"


def arrival(**more: str) -> dict[str, str]:
    return {"full_name": "Cao Thị Yến", "citizen_id": "001199012345", "from_text": "Đảng bộ phường Hoàn Kiếm",
            "released_on": TODAY, "effective_on": TODAY, "to_cell": str(unit("ga_hanoi").id), **more}


def test_who_comes_from_outside_is_entered_and_lives_again(as_: As) -> None:
    client = as_("delegate")
    page = client.get("/chuyen-sinh-hoat/tu-ngoai-den")
    answer = client.submit(page, arrival(fees_until=MONTH), action="/tu-ngoai-den")
    assert "Đã tiếp nhận đồng chí Cao Thị Yến" in after(client, answer)
    who = db.session.execute(db.select(Member).where(Member.full_name == "Cao Thị Yến")).scalar_one()
    assert who.membership_today.unit_id == unit("ga_hanoi").id
    page = client.get("/chuyen-sinh-hoat/tu-ngoai-den")
    again = client.submit(page, arrival(to_cell=str(unit("dau_may").id)), action="/tu-ngoai-den")
    assert "đã có trong danh sách đảng viên đang sinh hoạt" in again.text


def test_the_record_of_one_who_went_is_used_again(as_: As) -> None:
    transfer("accepted", to="@Đảng bộ phường Trường Vinh")
    with time_machine.travel(clock.now() + timedelta(days=40)):
        day = clock.show_date(clock.today())
        typed = arrival(full_name=NAME, citizen_id=person("probationary").citizen_id, released_on=day,
                        effective_on=day, state="official")
        client = as_("delegate")
        page = client.get("/chuyen-sinh-hoat/tu-ngoai-den")
        other = client.submit(page, typed | {"full_name": "Lê Thị Khác"}, action="/tu-ngoai-den")
        assert "họ tên hoặc ngày sinh khác" in other.text
        assert client.submit(page, typed, action="/tu-ngoai-den").status_code == 303
        assert [one.full_name for one in db.session.execute(
            db.select(Member).where(Member.citizen_id == typed["citizen_id"])).scalars()] == [NAME]
        assert member("probationary").membership_today.unit_id == unit("ga_hanoi").id


def test_a_temporary_arrival_goes_back_by_itself(as_: As) -> None:
    client, until = as_("delegate"), clock.today() + timedelta(days=120)
    page = client.get("/chuyen-sinh-hoat/tu-ngoai-den")
    client.submit(page, arrival(kind="temporary", until=clock.show_date(until)), action="/tu-ngoai-den")
    who = db.session.execute(db.select(Member).where(Member.full_name == "Cao Thị Yến")).scalar_one()
    assert who.membership_today.valid_to == until
    with time_machine.travel(clock.now() + timedelta(days=121)):
        assert who.membership_today is None


def test_the_slip_shows_the_whole_card_number_only_when_it_is_printed_and_that_is_recorded(as_: As) -> None:
    amend(acting("administrator"), member("probationary"), {"card_number": "999000000002"})
    db.session.commit()
    one, client = transfer("released"), as_("secretary")
    seen = client.get(f"/chuyen-sinh-hoat/{one}/giay")
    assert "999000000002" not in seen.text
    printed = client.submit(client.get(f"/chuyen-sinh-hoat/{one}"), action="/giay")
    assert "999000000002" in printed.text
    assert "Đã đóng đảng phí hết tháng" in printed.text
    assert printed.text.count("ký tên, đóng dấu:") == 8
    verbs = [entry.verb for entry in db.session.execute(db.select(AuditEntry)).scalars()]
    assert verbs.count("transfers.print") == 1
    new = as_("secretary_elsewhere")
    services.accept(acting("secretary_elsewhere"), row(one), effective_on=clock.today())
    db.session.commit()
    assert "ĐÃ TIẾP NHẬN" in new.get(f"/chuyen-sinh-hoat/{one}/giay").text


def test_overdue_ones_stand_in_the_lists_of_both_sides_and_above(as_: As) -> None:
    one = transfer("released")
    for key in ("secretary", "secretary_elsewhere", "delegate"):
        assert NAME not in as_(key).get("/chuyen-sinh-hoat?nhom=qua-han").text
    with time_machine.travel(clock.now() + timedelta(days=60)):
        for key in ("secretary", "secretary_elsewhere", "delegate"):
            page = as_(key).get("/chuyen-sinh-hoat?nhom=qua-han").text
            assert NAME in page
            assert "quá hạn từ ngày" in page
        assert "quá hạn từ ngày" in as_("probationary").get(f"/chuyen-sinh-hoat/{one}").text


def test_home_shows_what_waits_and_nothing_else(as_: As) -> None:
    assert "Chuyển sinh hoạt đang chờ" not in as_("secretary").get("/").text
    transfer()
    assert "Chuyển sinh hoạt đang chờ" in as_("secretary").get("/").text
    assert "Chuyển sinh hoạt đang chờ" in as_("probationary").get("/").text
    assert "Chuyển sinh hoạt đang chờ" not in as_("secretary_elsewhere").get("/").text
    assert "Chuyển sinh hoạt đang chờ" not in as_("member").get("/").text


def test_filters_and_sheet(as_: As) -> None:
    transfer("released")
    transfer(who="member", to="dau_may")
    client = as_("secretary")
    page = client.get("/chuyen-sinh-hoat?ten=anh&loai=official&buoc=released").text
    assert NAME in page
    assert ">Nguyễn Văn An<" not in page
    assert "Không có hồ sơ nào hợp" in client.get("/chuyen-sinh-hoat?ten=zzz").text
    assert client.get("/chuyen-sinh-hoat?buoc=x&nhom=y&endpoint=z").status_code == 200
    sheet = client.get("/chuyen-sinh-hoat/xuat?dang=csv").get_data(as_text=True).removeprefix("\ufeff")
    assert [one[0] for one in csv.reader(io.StringIO(sheet))][1:] == [NAME, "Nguyễn Văn An"]
    assert client.get("/chuyen-sinh-hoat/xuat").data[:2] == b"PK"
    fragment = client.get("/chuyen-sinh-hoat", headers={"HX-Request": "true", "HX-Target": "div#results"})
    assert "<html" not in fragment.text
    assert fragment.text.strip() in client.get("/chuyen-sinh-hoat").text


@pytest.mark.parametrize("path", ["/chuyen-sinh-hoat/999", "/chuyen-sinh-hoat/999/gioi-thieu",
                                  "/dang-vien/999/hai-chieu", "/chuyen-sinh-hoat/99999999999",
                                  "/dang-vien/999/chuyen-sinh-hoat/moi"])
def test_what_is_unknown_is_not_found(as_: As, path: str) -> None:
    assert as_("secretary").get(path).status_code == 404


@pytest.mark.parametrize("path", ["/rut", "/giay/x"])
def test_acts_are_no_pages(as_: As, path: str) -> None:
    assert as_("secretary").get(f"/chuyen-sinh-hoat/{transfer()}{path}").status_code in (404, 405)
