"""Numbers are uncovered one at a time and logged; lists and prints are masked unless a reason is given, and logged."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from python_calamine import load_workbook

from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.members.models import EXPORT_COLUMNS, Disclosure, DisclosureBlock, Filters, State, masked
from portal.members.models.lists import ids_of
from portal.members.services import enter_state, move
from tests.client import PortalClient, parse
from tests.factories.members import acting, member, post, record, selection
from tests.people import unit

As = Callable[[str | None], PortalClient]
PHONE, CARD = "0999123456", "099911122233"


@pytest.fixture(autouse=True)
def numbers(app: object) -> None:
    """An has all three numbers."""
    one = record("member")
    one.phone, one.card_number = PHONE, CARD
    db.session.commit()


def reveal(as_: As, key: str, field: str, of: str = "member"):
    client = as_(key)
    page = client.get(f"/dang-vien/{record(of).id}")
    return client.submit(page, {"field": field}, action="/hien-so")


def entries(verb: str) -> list[AuditEntry]:
    found = db.select(AuditEntry).where(AuditEntry.verb == verb).order_by(AuditEntry.id)
    return list(db.session.execute(found).scalars())


@pytest.mark.parametrize(("field", "number"), [("phone", PHONE), ("card_number", CARD)])
def test_one_number_on_a_page_of_its_own(as_: As, field: str, number: str) -> None:
    own = record("member").citizen_id
    answer = reveal(as_, "secretary", field)
    assert answer.status_code == 200 and number in answer.text
    assert sum(other in answer.text for other in (PHONE, CARD, own)) == 1
    assert "đã được ghi lại" in answer.text
    assert number not in answer.request.url
    assert number not in as_("secretary").get(f"/dang-vien/{record('member').id}").text
    entry, = entries("members.reveal")
    assert entry.facts == {"field": field} and entry.object_id == record("member").id


def test_each_button_says_which_number_and_what_for(as_: As) -> None:
    page = as_("secretary").get(f"/dang-vien/{record('member').id}")
    forms = [form for form in parse(page).iter("form") if "/hien-so" in (form.get("action") or "")]
    asked = [form.find(".//input[@name='field']").get("value") for form in forms]
    assert asked == ["card_number", "citizen_id", "phone"]
    assert page.text.count("liên hệ về sinh hoạt đảng") == 1


def test_the_person_uncovers_the_own_numbers_and_sees_who_did(as_: As) -> None:
    reveal(as_, "secretary", "phone")
    assert PHONE in reveal(as_, "member", "phone").text
    history = as_("member").get(f"/dang-vien/{record('member').id}/lich-su?xem=xem").text
    assert "Trần Văn Bình" in history and "Nguyễn Văn An" in history and "mở số: Điện thoại" in history
    assert PHONE not in history


@pytest.mark.parametrize("field", ["", "password_hash", "id", "full_name"])
def test_what_is_no_number_is_not_uncovered(as_: As, field: str) -> None:
    assert reveal(as_, "secretary", field).status_code == 422
    assert not entries("members.reveal")


def test_an_empty_number_is_not_uncovered(as_: As) -> None:
    answer = reveal(as_, "secretary", "phone", of="newcomer")
    assert answer.status_code == 422 and "chưa được ghi" in answer.text


def test_the_cell_committee_reads_masked_only(as_: As) -> None:
    post("lapsed_delegate")
    page = as_("lapsed_delegate").get(f"/dang-vien/{record('member').id}")
    assert page.status_code == 200 and "Hiện số" not in page.text
    assert "Lịch sử" not in page.text and "Sửa hồ sơ" not in page.text
    assert as_("lapsed_delegate").get(f"/dang-vien/{record('member').id}/lich-su").status_code == 403


def test_no_get_uncovers(as_: As) -> None:
    assert as_("secretary").get(f"/dang-vien/{record('member').id}/hien-so").status_code == 405


# ── taking lists ──

def act(as_: As, key: str, verb: str, **more: Any):
    """Tick on the roster, press the button, and send the form of the act."""
    client = as_(key)
    roster = client.get(more.pop("url", "/dang-vien"))
    fields = {"viec": verb, **({"chon": more.pop("chon")} if "chon" in more else {"tat_ca": "1"})}
    chosen = client.submit(roster, fields, action="/chon")
    assert chosen.status_code == 303, chosen.text
    return client, client.submit(client.get(chosen.location), more, action="/chon/")


def sheet(answer: Any) -> list[list[Any]]:
    return load_workbook(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()


def test_export_has_the_columns_the_import_reads_masked(as_: As) -> None:
    _, answer = act(as_, "secretary", "export")
    rows = sheet(answer)
    assert answer.mimetype.endswith("sheet") and "dang-vien-" in answer.headers["Content-Disposition"]
    assert rows[0] == [column.heading for column in EXPORT_COLUMNS]
    keys = (column.key for column in EXPORT_COLUMNS)
    an = dict(zip(keys, next(row for row in rows if "Nguyễn Văn An" in row), strict=True))
    assert an["phone"] == masked(PHONE) and an["citizen_id"] == masked(record("member").citizen_id)
    assert an["state"] == "chính thức" and an["cell_name"] == "Chi bộ Ga Hà Nội" and an["since"] == "01/01/2020"
    assert int(an["record"]) == record("member").id
    assert "Phạm Văn Cường" not in str(rows)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_whole_numbers_need_a_tick_and_a_reason_and_keep_their_noughts(as_: As, kind: str) -> None:
    client, answer = act(as_, "secretary", "export", is_full="y", kind=kind)
    assert answer.status_code == 422 and "Ghi lý do" in answer.text
    answer = client.submit(answer, {"reason": "Đối chiếu thẻ"}, action="/chon/")
    rows = sheet(answer) if kind == "xlsx" else list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    row = next(one for one in rows if "Nguyễn Văn An" in one)
    assert {PHONE, CARD} <= {str(value).removeprefix('="').removesuffix('"') for value in row}
    made = db.session.execute(db.select(Disclosure)).scalar_one()
    assert (made.is_full, made.reason, made.kind, made.act) == (True, "Đối chiếu thẻ", kind, "export")


def test_the_log_knows_each_person_of_a_list_and_no_value(as_: As) -> None:
    act(as_, "secretary", "export", url="/dang-vien?ten=nguyen+van")
    entry, = entries("members.export")
    assert entry.facts["filters"] == ["ten"] and entry.facts["count"] == 1 and "An" not in str(entry.facts)
    blocks = {one.block: one.holds for one in db.session.execute(db.select(DisclosureBlock)).scalars()}
    assert ids_of(blocks) == [record("member").id]
    seen = as_("member").get(f"/dang-vien/{record('member').id}/lich-su?xem=xem").text
    assert "xuất danh sách ra tệp" in seen and "Trần Văn Bình" in seen
    other = as_("secretary").get(f"/dang-vien/{record('newcomer').id}/lich-su?xem=xem").text
    assert "Chưa ai mở số" in other


def test_ticked_rows_and_the_whole_set(as_: As) -> None:
    here = record("member").id
    _, answer = act(as_, "secretary", "export", chon=str(here))
    assert len(sheet(answer)) == 2
    for number in range(25):
        member(f"Đỗ Văn Nhiều {number}")
    client = as_("secretary")
    assert "Chọn cả 32 người" in client.get("/dang-vien").text
    _, answer = act(as_, "secretary", "export", tat_ca="1")
    assert len(sheet(answer)) == 33


def test_ids_of_others_are_left_out_when_ticked_by_hand(as_: As) -> None:
    strangers = [record("member_elsewhere").id, record("neighbour").id]
    client = as_("secretary")
    roster = client.get("/dang-vien")
    chosen = client.submit(roster, {"viec": "export", "chon": [str(one) for one in strangers]}, action="/chon")
    form = client.get(chosen.location)
    assert "0 người" in form.text and "Không còn ai" in form.text
    assert "Xuất tệp" not in form.text


def test_the_page_of_an_export_serves_again_after_the_file(as_: As) -> None:
    client = as_("secretary")
    chosen = client.submit(client.get("/dang-vien"), {"viec": "export", "tat_ca": "1"}, action="/chon")
    form = client.get(chosen.location)
    kinds = ["xlsx", "xlsx", "csv"]
    answers = [client.submit(form, {"kind": kind}, action="/chon/") for kind in kinds]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert [one.kind for one in db.session.execute(db.select(Disclosure).order_by(Disclosure.id)).scalars()] == kinds


def test_rights_are_asked_again_when_the_act_is_done(as_: As) -> None:
    client = as_("secretary")
    chosen = client.submit(client.get("/dang-vien"), {"viec": "export", "tat_ca": "1"}, action="/chon")
    form = client.get(chosen.location)
    move(acting("delegate"), record("member"), cell=unit("ga_vinh"), since=date(2024, 1, 1))
    db.session.commit()
    answer = client.submit(form, {}, action="/chon/")
    assert answer.status_code == 200 and "Nguyễn Văn An" not in str(sheet(answer))
    enter_state(acting("delegate"), record("secretary"), State.SUSPENDED, since=date(2024, 1, 1))
    db.session.commit()
    assert client.get(chosen.location).status_code == 403


def test_acts_that_are_not_chosen_rightly(as_: As) -> None:
    client = as_("secretary")
    roster = client.get("/dang-vien")
    for fields, words in (({"viec": "export"}, "Đánh dấu ít nhất một người"), ({"tat_ca": "1"}, "Chọn một việc"),
                          ({"viec": "explode", "tat_ca": "1"}, "Chọn một việc")):
        answer = client.submit(roster, fields, action="/chon")
        assert answer.status_code == 422 and words in answer.text
    many = {"viec": "export", "chon": [str(number) for number in range(1, 1502)]}
    assert client.submit(roster, many, action="/chon").status_code in (413, 422)


def test_a_list_too_long_is_refused_in_words(as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.members.services.disclosing.MOST", {"print": 3, "export": 3})
    _, answer = act(as_, "secretary", "export")
    assert answer.status_code == 422 and "dài hơn 3 người" in answer.text
    assert not entries("members.export")


def test_a_list_too_long_is_not_offered(as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.members.views.bulk.MOST", {"print": 3, "export": 3})
    client = as_("secretary")
    for viec, button in (("print", "Lập bản in"), ("export", "Xuất tệp")):
        chosen = client.submit(client.get("/dang-vien"), {"viec": viec, "tat_ca": "1"}, action="/chon")
        form = client.get(chosen.location)
        assert "dài hơn 3 người" in form.text and button not in form.text


def test_the_cell_committee_may_not_export(as_: As) -> None:
    post("lapsed_delegate")
    page = as_("lapsed_delegate").get("/dang-vien")
    assert "Xuất ra tệp" not in page.text and "In danh sách" in page.text
    number = selection("lapsed_delegate").id
    assert as_("lapsed_delegate").get(f"/dang-vien/chon/{number}/xuat").status_code == 403
    form = as_("lapsed_delegate").get(f"/dang-vien/chon/{number}/in")
    assert form.status_code == 200 and "Kèm số đầy đủ" not in form.text
    client = as_("lapsed_delegate")
    asked = {"is_full": "y", "reason": "xem"}
    answer = client.submit(client.get(f"/dang-vien/chon/{number}/in"), asked, action="/chon/")
    assert answer.status_code == 403


# ── prints ──

def test_a_printed_roster(as_: As) -> None:
    client, answer = act(as_, "secretary", "print")
    assert answer.status_code == 303 and PHONE not in answer.location
    page = client.get(answer.location)
    assert page.status_code == 200 and masked(record("member").citizen_id) in page.text
    assert "Chi bộ Ga Hà Nội" in page.text and record("member").citizen_id not in page.text
    assert as_("delegate").get(answer.location).status_code == 404, "a print is its maker's"
    assert entries("members.print")


def test_a_printed_roster_with_whole_numbers_of_a_past_day(as_: As) -> None:
    client, answer = act(as_, "secretary", "print", url="/dang-vien?ngay=31/12/2022&ten=an", is_full="y",
                         reason="Kiểm tra")
    page = client.get(answer.location).text
    assert record("member").citizen_id in page and "31/12/2022" in page and "Kiểm tra" in page


@pytest.mark.parametrize("is_full", [False, True])
def test_a_printed_record(as_: As, is_full: bool) -> None:
    client = as_("secretary")
    form = client.get(f"/dang-vien/{record('member').id}/in")
    answer = client.submit(form, {"is_full": "y", "reason": "Hồ sơ chuyển đi"} if is_full else {}, action="/in")
    page = client.get(answer.location).text
    assert (PHONE in page) is is_full and (masked(PHONE) in page) is not is_full
    entry, = entries("members.print_one")
    assert entry.facts == {"full": is_full}
    assert "in hồ sơ" in as_("member").get(f"/dang-vien/{record('member').id}/lich-su?xem=xem").text


def test_a_print_lasts_an_hour_and_follows_rights(as_: As) -> None:
    client = as_("secretary")
    answer = client.submit(client.get(f"/dang-vien/{record('member').id}/in"), {}, action="/in")
    move(acting("delegate"), record("member"), cell=unit("ga_vinh"), since=date(2024, 1, 1))
    db.session.commit()
    page = client.get(answer.location).text
    assert "Nguyễn Văn An" not in page and "không thuộc đơn vị bạn phụ trách" in page
    made = db.session.execute(db.select(Disclosure)).scalar_one()
    made.at = made.at.replace(year=2020)
    db.session.commit()
    assert client.get(answer.location).status_code == 404


def test_bad_prints(as_: As) -> None:
    client = as_("secretary")
    answer = client.submit(client.get(f"/dang-vien/{record('member').id}/in"), {"is_full": "y"}, action="/in")
    assert answer.status_code == 422 and "Ghi lý do" in answer.text
    assert client.get("/dang-vien/ban-in/9999").status_code == 404
    assert client.get("/dang-vien/chon/9999/in").status_code == 404


# ── history ──

def test_the_history_says_who_changed_what_masked(as_: As) -> None:
    client = as_("delegate")
    form = client.get(f"/dang-vien/{record('member').id}/sua")
    client.submit(form, {"phone": "0999777888", "sex": "male", "joined_on": "3/2/2010"},
                  action="/sua")
    state = client.get(f"/dang-vien/{member('Tạ Thị Sử').id}/trang-thai")
    client.submit(state, {"state": "exempt", "since": "1/3/2024", "decision": "7-QĐ"}, action="/trang-thai")
    assert not db.session.execute(db.select(Disclosure)).all()
    number = re.search(r"/dang-vien/(\d+)/sua", form.request.path)[1]
    page = as_("secretary").get(f"/dang-vien/{number}/lich-su").text
    for words in ("Lý Văn Minh", masked("0999777888"), masked(PHONE), "03/02/2010", "nam",
                  "trên màn hình"):
        assert words in page
    assert "0999777888" not in page and PHONE not in page
    assert as_("member").get(f"/dang-vien/{number}/lich-su").status_code == 200
    assert as_("probationary").get(f"/dang-vien/{number}/lich-su").status_code == 404
    other = re.search(r"/dang-vien/(\d+)/", state.request.path)[1]
    assert "được miễn công tác và sinh hoạt, từ 01/03/2024" in as_("delegate").get(f"/dang-vien/{other}/lich-su").text


def test_a_filter_and_its_list_agree(as_: As) -> None:
    made = selection("secretary", filters=Filters(text="nguyen van"))
    text = as_("secretary").get(f"/dang-vien/chon/{made.id}/xuat").text
    assert "Cả 1 người" in text and "Họ tên: nguyen van" in text
