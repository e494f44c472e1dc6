"""Adding people, mending records, entering states."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.core.errors import Conflict, NotAllowed
from portal.members.models import Member, MemberChange, State
from portal.members.services import correct
from tests.client import PortalClient
from tests.factories.members import acting, member, record
from tests.people import unit

As = Callable[[str | None], PortalClient]
PERSON = {"full_name": "Lê Văn Khách", "birth_date": "3/4/1990", "sex": "male", "citizen_id": "001090000777",
          "phone": "0999 000 111", "state": "official", "since": "1/2/2024", "joined_on": "1/2/2014",
          "official_on": "1/2/2015", "card_number": "", "ceremony_on": ""}


def found(name: str) -> Member:
    return db.session.execute(db.select(Member).where(Member.full_name == name)).scalar_one()


def new_page(as_: As, key: str = "delegate"):
    return as_(key).get(f"/dang-vien/them?don_vi={unit('ga_hanoi').id}")


def add(as_: As, **changes: str):
    client = as_("delegate")
    page = client.get(f"/dang-vien/them?don_vi={unit('ga_hanoi').id}")
    return client.submit(page, {**PERSON, **changes}, action="/dang-vien/them")


def test_first_the_cell_then_the_form(as_: As) -> None:
    client = as_("delegate")
    choice = client.get("/dang-vien/them").text
    assert "Chi bộ Ga Hà Nội" in choice and "Chi bộ Đầu máy" in choice
    assert "Chi bộ Ga Vinh" not in choice and f"don_vi={unit('hanoi').id}\"" not in choice
    assert "Chi bộ Đầu máy" not in client.get("/dang-vien/them?ten=ga ha noi").text
    assert "Xem mọi chi bộ" in client.get("/dang-vien/them?ten=khong co").text
    assert client.get(f"/dang-vien/them?don_vi={unit('ga_vinh').id}").status_code == 404
    assert client.get("/dang-vien/them?don_vi=abc").status_code == 404
    assert client.get("/dang-vien/them?ten=" + "a" * 200).status_code == 422


def test_each_field_says_what_it_is_for(as_: As) -> None:
    page = new_page(as_).text
    for words in ("tính tuổi đảng", "tính 12 tháng dự bị", "liên hệ về sinh hoạt đảng", "thống kê đội ngũ"):
        assert words in page
    assert "dân tộc" not in page.lower() and "tôn giáo" not in page.lower()


def test_a_new_member_stands_in_the_roster_with_a_closed_account(as_: As) -> None:
    answer = add(as_)
    assert answer.status_code == 303
    made = found("Lê Văn Khách")
    assert answer.location == f"/dang-vien/{made.id}"
    assert (made.phone, made.card_number, made.joined_on) == ("0999000111", None, date(2014, 2, 1))
    assert made.states[0].state == State.OFFICIAL and made.memberships[0].valid_from == date(2024, 2, 1)
    assert made.account_id is not None
    db.session.rollback()
    assert "Lê Văn Khách" in as_("secretary").get("/dang-vien").text
    assert "Lê Văn Khách" not in as_("secretary_elsewhere").get("/dang-vien").text


@pytest.mark.once
@pytest.mark.parametrize(("changes", "words"), [
    ({"full_name": ""}, "Ghi họ và tên"), ({"citizen_id": "12345"}, "12 chữ số"),
    ({"citizen_id": "01090000777"}, "số 0 ở đầu"), ({"phone": "abc"}, "8 đến 14 chữ số"),
    ({"card_number": "#"}, "4 đến 20"), ({"birth_date": "32/1/1990"}, "Ngày không đúng"),
    ({"birth_date": "1/1/2090"}, "tương lai"), ({"joined_on": "1/1/1980"}, "sau ngày sinh"),
    ({"official_on": "1/1/2010"}, "trước ngày vào Đảng"), ({"ceremony_on": "1/1/2010"}, "trước ngày vào Đảng"),
    ({"since": ""}, "ngày bắt đầu"), ({"since": "1/1/1800"}, "quá xa"), ({"state": "deceased"}, "Chọn một mục"),
    ({"state": "probationary"}, "dự bị chưa có ngày chính thức")])
def test_what_does_not_fit_stands_at_its_field(as_: As, changes: dict[str, str], words: str) -> None:
    answer = add(as_, **changes)
    assert answer.status_code == 422
    assert words in answer.text
    assert "0999000111" in answer.text or "0999 000 111" in answer.text or "phone" in changes, "nothing typed is lost"


def test_the_same_number_is_stopped_and_named_where_it_may_be_seen(as_: As) -> None:
    here, elsewhere = record("member"), record("member_elsewhere")
    here.card_number, elsewhere.card_number = "999111222333", "999444555666"
    db.session.commit()
    own, other = here.citizen_id, elsewhere.citizen_id
    for number in (own, "999111222333"):
        answer = add(as_, citizen_id=number)
        assert answer.status_code == 422 and "Nguyễn Văn An (Chi bộ Ga Hà Nội)" in answer.text
    assert "Nguyễn Văn An" in add(as_, card_number=own).text, "a card number may be a citizen id"
    for number in (other, "999444555666"):
        answer = add(as_, citizen_id=number)
        assert answer.status_code == 422 and "đã có ở đơn vị khác" in answer.text
        assert "Phạm Văn Cường" not in answer.text and "Ga Vinh" not in answer.text


@pytest.mark.parametrize("name", ["LÊ THỊ HOÀ", "Lê Thị Hòa", "lê  thị hoà", "Lê Thị Hoà"])
def test_the_same_name_and_birth_date_asks_for_a_second_look(as_: As, name: str) -> None:
    member("Lê Thị Hòa", birth_date=date(1990, 4, 3))
    client = as_("delegate")
    page = client.get(f"/dang-vien/them?don_vi={unit('ga_hanoi').id}")
    answer = client.submit(page, {**PERSON, "full_name": name}, action="/dang-vien/them")
    assert answer.status_code == 422
    assert "Cần xem" in answer.text and "Lê Thị Hòa (Chi bộ Ga Hà Nội)" in answer.text
    assert client.submit(answer, {"is_sure": "y"}, action="/dang-vien/them").status_code == 303


@pytest.mark.parametrize("changes", [
    {"full_name": "Lê Thị Hoa"}, {"full_name": "Lê Thị Hòa", "birth_date": "4/4/1990"}])
def test_another_tone_or_another_day_is_another_person(as_: As, changes: dict[str, str]) -> None:
    member("Lê Thị Hòa", birth_date=date(1990, 4, 3))
    assert add(as_, **changes).status_code == 303


def test_a_namesake_elsewhere_is_not_named(as_: As) -> None:
    member("Lê Văn Khách", "ga_vinh", birth_date=date(1990, 4, 3))
    answer = add(as_)
    assert answer.status_code == 422 and "một hồ sơ ở đơn vị khác" in answer.text
    assert "Ga Vinh" not in answer.text


def test_who_may_not_add(as_: As) -> None:
    page = as_("secretary").get("/dang-vien/them")
    assert page.status_code == 403 and "cấp ủy cấp trên" in page.text
    client = as_("delegate")
    form = client.get(f"/dang-vien/them?don_vi={unit('ga_hanoi').id}")
    assert client.submit(form, {**PERSON, "unit_id": str(unit("ga_vinh").id)}).status_code == 404
    assert client.submit(form, {**PERSON, "unit_id": str(unit("hanoi").id)}).status_code == 404, "not a cell"


# ── mending ──

def edit(as_: As, key: str, **changes: str | None):
    client = as_(key)
    page = client.get(f"/dang-vien/{record('member').id}/sua")
    return client.submit(page, changes, action="/sua")


def test_the_form_never_holds_a_recorded_number(as_: As) -> None:
    one = record("member")
    one.card_number, one.phone = "999111222333", "0999123456"
    db.session.commit()
    page = as_("delegate").get(f"/dang-vien/{one.id}/sua").text
    for number in (one.citizen_id, "999111222333", "0999123456"):
        assert number not in page
    assert "*******456" in page


def test_empty_numbers_stay_and_a_minus_takes_away(as_: As) -> None:
    one = record("member")
    number, one.phone, one.card_number = one.citizen_id, "0999123456", "999111222333"
    db.session.commit()
    assert edit(as_, "delegate", full_name="Nguyễn Văn An", phone="-").status_code == 303
    one = record("member")
    assert (one.citizen_id, one.phone, one.card_number) == (number, None, "999111222333")


def test_the_cells_office_mends_basic_facts_only(as_: As) -> None:
    client, one = as_("secretary"), record("member")
    number, page = one.citizen_id, client.get(f"/dang-vien/{one.id}/sua")
    assert 'name="citizen_id"' not in page.text and "cấp ủy cấp trên của chi bộ sửa" in page.text
    answer = client.submit(page, {"phone": "0999 888 777", "citizen_id": "001080000001", "joined_on": "1/1/2001"},
                           action="/sua")
    assert answer.status_code == 303
    one = record("member")
    assert (one.phone, one.citizen_id, one.joined_on) == ("0999888777", number, None)


def test_changes_leave_their_traces(as_: As) -> None:
    assert edit(as_, "delegate", full_name="Nguyễn Văn Ân", joined_on="3/2/2010").status_code == 303
    rows = {row.field: (row.old, row.new) for row in db.session.execute(db.select(MemberChange).where(
        MemberChange.account_id.is_not(None))).scalars()}
    assert rows == {"full_name": ("Nguyễn Văn An", "Nguyễn Văn Ân"), "joined_on": (None, "2010-02-03")}


def test_a_warning_never_stands_in_the_way(as_: As) -> None:
    answer = edit(as_, "delegate", citizen_id="001180000777", sex="male")
    assert answer.status_code == 303
    page = as_("delegate").get(answer.location).text
    assert "Giới tính trong số định danh khác" in page


def test_who_was_overtaken_sees_both_texts_and_loses_nothing(as_: As) -> None:
    client, one = as_("delegate"), record("member")
    page = client.get(f"/dang-vien/{one.id}/sua")
    assert edit(as_, "secretary", full_name="Nguyễn Văn Ấn", phone="0999000222").status_code == 303
    answer = client.submit(page, {"full_name": "Nguyễn Văn Anh"}, action="/sua")
    assert answer.status_code == 409
    for words in ("Nguyễn Văn Anh", "Nguyễn Văn Ấn", "Bạn gửi", "Vừa được lưu"):
        assert words in answer.text
    assert "0999000222" not in answer.text
    assert client.submit(answer, {}, action="/sua").status_code == 303
    assert found("Nguyễn Văn Anh").phone == "0999000222"


@pytest.mark.parametrize(("changes", "words"), [
    ({"full_name": ""}, "Ghi họ và tên"), ({"citizen_id": "1"}, "12 chữ số"), ({"official_on": "x"}, "Ngày không đúng"),
    ({"citizen_id": "-"}, "12 chữ số")])
def test_bad_input_in_a_record(as_: As, changes: dict[str, str], words: str) -> None:
    answer = edit(as_, "delegate", **changes)
    assert answer.status_code == 422 and words in answer.text


def test_a_number_of_somebody_else_is_refused(as_: As) -> None:
    answer = edit(as_, "delegate", citizen_id=record("member_elsewhere").citizen_id)
    assert answer.status_code == 422 and "đã có ở đơn vị khác" in answer.text


def test_nobody_mends_his_own_numbers(as_: As) -> None:
    client = as_("delegate")
    page = client.get(f"/dang-vien/{record('delegate').id}/sua")
    assert page.status_code == 200 and 'name="citizen_id"' not in page.text
    assert client.get(f"/dang-vien/{record('delegate').id}/trang-thai").status_code == 403


def test_the_service_judges_whatever_the_form_shows(as_: As) -> None:
    one = record("member")
    fields = {"full_name": one.full_name, "birth_date": one.birth_date, "citizen_id": "001080000001"}
    for key in ("secretary", "member"):
        with pytest.raises(NotAllowed):
            correct(acting(key), one, fields, version=one.version)
    with pytest.raises(Conflict):
        correct(acting("delegate"), one, fields, version=one.version + 1)
    db.session.rollback()


# ── states ──

def enter(as_: As, key: str = "probationary", **changes: str):
    client = as_("delegate")
    page = client.get(f"/dang-vien/{record(key).id}/trang-thai")
    return client.submit(page, {"state": "official", "since": "1/6/2021", "decision": "12-QĐ/ĐU", **changes},
                         action="/trang-thai")


def test_a_state_by_decision_also_sets_the_official_day(as_: As) -> None:
    assert enter(as_).status_code == 303
    one = record("probationary")
    assert one.official_on == date(2021, 6, 1)
    assert [(row.state, row.valid_to, row.decision) for row in sorted(one.states, key=lambda row: row.valid_from)] == [
        ("probationary", date(2021, 5, 31), ""), ("official", None, "12-QĐ/ĐU")]
    db.session.rollback()
    page = as_("delegate").get(f"/dang-vien/{one.id}").text
    assert "từ 01/06/2021" in page and "12-QĐ/ĐU" in page


def test_the_official_day_is_proposed_from_the_ceremony(as_: As) -> None:
    one = record("probationary")
    one.ceremony_on = date(2024, 2, 29)
    db.session.commit()
    assert 'value="28/02/2025"' in as_("delegate").get(f"/dang-vien/{one.id}/trang-thai").text


@pytest.mark.parametrize(("changes", "words"), [
    ({"since": ""}, "Ghi ngày bắt đầu"), ({"since": "1/1/2019"}, "phải sau ngày"), ({"decision": ""}, "quyết định"),
    ({"state": "transferred_out"}, "Chọn một mục"), ({"since": "1/1/2090"}, "một năm")])
def test_states_that_cannot_be(as_: As, changes: dict[str, str], words: str) -> None:
    answer = enter(as_, **changes)
    assert answer.status_code == 422 and words in answer.text
    assert len(record("probationary").states) == 1


def test_who_died_leaves_the_roster_and_stays_readable(as_: As) -> None:
    day = clock.today() - timedelta(days=3)
    assert enter(as_, state="deceased", since=day.strftime("%d/%m/%Y"), decision="").status_code == 303
    one = record("probationary")
    assert one.membership_today is None and one.home is not None
    number = one.id
    db.session.rollback()
    client = as_("delegate")
    assert "Lê Thị Ánh" not in client.get("/dang-vien").text
    assert "Lê Thị Ánh" not in client.get("/dang-vien/khong-don-vi").text, "who is gone lacks no unit"
    page = client.get(f"/dang-vien/{number}")
    assert page.status_code == 200 and "đã từ trần" in page.text and "không thuộc chi bộ nào" in page.text
    assert as_("secretary_elsewhere").get(f"/dang-vien/{number}").status_code == 404


def test_people_without_a_cell_are_listed_for_their_last_keepers(as_: As) -> None:
    one = record("member")
    one.memberships[0].valid_to = clock.today() - timedelta(days=1)
    db.session.commit()
    assert "Nguyễn Văn An" in as_("secretary").get("/dang-vien/khong-don-vi").text
    assert "Nguyễn Văn An" not in as_("secretary").get("/dang-vien").text
    assert "Nguyễn Văn An" not in as_("secretary_elsewhere").get("/dang-vien/khong-don-vi").text
    assert "Ai cũng thuộc một chi bộ" in as_("secretary_elsewhere").get("/dang-vien/khong-don-vi").text


def test_every_verb_has_a_line_in_the_log(as_: As) -> None:
    add(as_)
    edit(as_, "delegate", full_name="Nguyễn Văn Ân")
    enter(as_)
    verbs = set(db.session.execute(db.select(AuditEntry.verb).where(AuditEntry.account_id.is_not(None))).scalars())
    assert {"members.admit", "members.amend", "members.state"} <= verbs
