"""The three steps of every act on a unit (form, what will happen, done) as a person goes through them."""

from collections.abc import Callable
from typing import Any

import pytest

from portal.core.db import db
from portal.organizations.models import Organization
from tests.client import PortalClient, find_form, form_values
from tests.factories.organizations import cell
from tests.people import unit

As = Callable[[str | None], PortalClient]
SAID = {"ngay": "01/07/2025", "quyet-dinh": "12-QĐ/ĐU"}
WAYS = ["doi-ten", "doi-loai", "doi-loai-ca-nhanh", "chuyen", "sap-nhap", "tach", "giai-the"]


def url(key: str, way: str = "") -> str:
    return f"/to-chuc/{unit(key).id}" + (f"/{way}" if way else "")


def done(client: PortalClient, answer: Any) -> Any:
    """The page a successful act leads to."""
    assert answer.status_code == 303, answer.text
    return client.get(answer.location)


def live(key: str) -> Organization:
    row = unit(key)
    db.session.refresh(row)
    return row


def test_a_unit_is_entered_and_shown(as_: As) -> None:
    client = as_("administrator")
    form = client.get(url("hanoi", "them"))
    assert "Chi bộ trực thuộc" in form.text
    assert "Chi bộ cơ sở</option>" not in form.text
    fields = {"loai": "affiliated_cell", "ten": "Chi bộ Ga Giáp Bát", "ma": "38.1", **SAID}
    shown = done(client, client.submit(form, fields))
    assert shown.status_code == 200
    assert "Đã thêm đơn vị." in shown.text
    assert "38.1" in shown.text


def test_sent_twice_it_is_entered_once(as_: As) -> None:
    client = as_("administrator")
    form = client.get(url("hanoi", "them"))
    fields = {"loai": "affiliated_cell", "ten": "Chi bộ Ga Giáp Bát", **SAID}
    first, second = client.submit(form, fields), client.submit(form, fields)
    assert first.location == second.location


def test_bad_entry_comes_back_with_what_was_typed(as_: As) -> None:
    client = as_("administrator")
    cell("Chi bộ Khác", code="7.7")
    page = client.submit(client.get(url("hanoi", "them")), {
        "loai": "affiliated_cell", "ten": "Chi bộ Ga 🚂", "ma": "7.7", "ngay": "31/02/2025", "quyet-dinh": ""})
    assert page.status_code == 422
    assert 'value="31/02/2025"' in page.text
    page = client.submit(client.get(url("hanoi", "them")), {
        "loai": "affiliated_cell", "ten": "Chi bộ Mới", "ma": "7.7", **SAID})
    assert page.status_code == 422
    assert "Mã tổ chức này đã có" in page.text


def test_renaming_in_three_steps(as_: As) -> None:
    client = as_("committee_secretary")
    asked = client.submit(client.get(url("ga_hanoi", "doi-ten")), {"ten": "Chi bộ Ga Trung tâm", "buoc": "xem", **SAID})
    assert asked.status_code == 200
    assert "Điều sẽ xảy ra" in asked.text
    assert live("ga_hanoi").name == "Chi bộ Ga Hà Nội"
    shown = done(client, client.submit(asked))
    assert "Đã đổi tên đơn vị." in shown.text
    history = client.get(f"{shown.request.path}/lich-su").text
    assert "“Chi bộ Ga Hà Nội” thành “Chi bộ Ga Trung tâm”" in history
    assert "12-QĐ/ĐU" in history


def test_moving_shows_numbers_first(as_: As) -> None:
    client = as_("administrator")
    asked = client.submit(client.get(url("ga_hanoi", "chuyen")), {
        "cap-tren_ten": "vinh", "cap-tren": str(unit("vinh").id), "buoc": "xem", **SAID})
    assert "Đảng viên" in asked.text
    client.submit(asked)
    assert live("ga_hanoi").parent_id == unit("vinh").id


def test_merging_asks_for_the_name(as_: As) -> None:
    client = as_("committee_secretary")
    asked = client.submit(client.get(url("ga_hanoi", "sap-nhap")), {
        "don-vi": str(unit("dau_may").id), "cach": "into", "buoc": "xem", **SAID})
    assert "kết thúc ngày 30/06/2025" in asked.text
    wrong = client.submit(asked, {"xac-nhan": "Chi bộ Đầu máy"})
    assert wrong.status_code == 422
    assert "Chưa khớp" in wrong.text
    assert live("ga_hanoi").valid_to is None
    shown = done(client, client.submit(wrong, {"xac-nhan": "chi bo ga ha noi"}))
    assert "Đã sáp nhập." in shown.text
    assert "Tiếp nối từ" in shown.text
    assert live("ga_hanoi").valid_to is not None


def test_the_other_way_round_the_other_name_is_typed(as_: As) -> None:
    client = as_("committee_secretary")
    asked = client.submit(client.get(url("ga_hanoi", "sap-nhap")), {
        "don-vi": str(unit("dau_may").id), "cach": "from", "buoc": "xem", **SAID})
    assert client.submit(asked, {"xac-nhan": "Chi bộ Ga Hà Nội"}).status_code == 422
    assert client.submit(asked, {"xac-nhan": "chi bộ đầu máy"}).status_code == 303
    assert live("dau_may").valid_to is not None


def test_two_into_a_new_one(as_: As) -> None:
    client = as_("administrator")
    page = client.submit(client.get(url("ga_hanoi", "sap-nhap")), {
        "don-vi": str(unit("dau_may").id), "cach": "new", "buoc": "xem", **SAID})
    assert "Ghi tên đơn vị mới." in page.text
    asked = client.submit(page, {"ten": "Chi bộ Vận tải", "loai": "affiliated_cell", "buoc": "xem"})
    assert "Chi bộ Vận tải" in asked.text
    shown = done(client, client.submit(asked, {"xac-nhan": "Chi bộ Ga Hà Nội"}))
    assert "Đã sáp nhập." in shown.text


def test_splitting_chooses_people_on_the_second_page(as_: As) -> None:
    client = as_("committee_secretary")
    asked = client.submit(client.get(url("ga_hanoi", "tach")), {
        "ten": "Chi bộ Ga Long Biên", "loai": "affiliated_cell", "buoc": "xem", **SAID})
    assert "Nguyễn Văn An" in asked.text
    nobody = client.submit(asked)
    assert nobody.status_code == 422
    assert "ít nhất một mục" in nobody.text
    choice = next(part.split('"')[0] for part in nobody.text.split('name="chon" type="checkbox" value="')[1:])
    shown = done(client, client.submit(nobody, {"chon": [choice]}))
    assert "Đã tách thành đơn vị mới." in shown.text


def test_dissolving_with_people_names_their_new_cell(as_: As) -> None:
    client = as_("administrator")
    page = client.submit(client.get(url("ga_vinh", "giai-the")), {"buoc": "xem", **SAID})
    assert page.status_code == 422
    assert "Còn 2 đảng viên" in page.text
    asked = client.submit(page, {"nhan": str(unit("dau_may").id), "buoc": "xem"})
    shown = done(client, client.submit(asked, {"xac-nhan": "chi bo ga vinh"}))
    assert "kết thúc ngày 30/06/2025" in shown.text
    assert "Được tiếp nối bởi" in shown.text and "Chi bộ Đầu máy" in shown.text
    assert "Thay đổi đơn vị" not in shown.text


def test_a_branch_is_renewed(as_: As) -> None:
    client = as_("administrator")
    assert "doi-loai-ca-nhanh" in client.get(url("corporation", "doi-loai")).text
    asked = client.submit(client.get(url("corporation", "doi-loai-ca-nhanh")), {
        "ngay": "30/09/2026", "quyet-dinh": "208-QĐ/TW", "buoc": "xem"})
    assert "Chi bộ trực thuộc → Chi bộ" in asked.text
    client.submit(asked)
    assert live("ga_hanoi").kind_id == "cell"


def test_a_mistake_is_corrected_and_two_at_once_meet(as_: As) -> None:
    client, other = as_("administrator"), as_("committee_secretary")
    mine, theirs = client.get(url("ga_hanoi", "sua")), other.get(url("ga_hanoi", "sua"))
    assert other.submit(theirs, {"ten": "Chi bộ ga Hà Nội"}).status_code == 303
    late = client.submit(mine, {"ten": "Chi bộ Ga Ha Noi"})
    assert late.status_code == 409
    assert "Hiện đang là: Chi bộ ga Hà Nội" in late.text
    assert 'value="Chi bộ Ga Ha Noi"' in late.text
    assert client.submit(late).status_code == 303


def test_a_mistaken_unit_goes(as_: As) -> None:
    client, row = as_("committee_secretary"), cell("Chi bộ Ghi nhầm")
    where = f"/to-chuc/{row.id}"
    assert client.submit(client.get(f"{where}/xoa")).status_code == 303
    assert client.get(where).status_code == 404
    refused = client.submit(client.get(url("ga_hanoi", "xoa")))
    assert refused.status_code == 422
    assert "hãy giải thể" in refused.text


@pytest.mark.parametrize("way", WAYS)
def test_searching_inside_a_form_is_no_error(as_: As, way: str) -> None:
    page = as_("administrator").get(url("ga_hanoi", way), query_string={"tim": "cap-tren", "cap-tren_ten": "vinh"})
    assert page.status_code == 200
    if way in ("chuyen", "giai-the"):
        assert "Đảng bộ Khai thác đường sắt Vinh" in page.text


@pytest.mark.once
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("sent", [
    {}, {"ngay": "x"}, {"ngay": "01/01/0001", "quyet-dinh": "1"}, {"don-vi": "9" * 30, "cap-tren": "-1", "nhan": "a"},
    {"loai": "no_such_kind", "ten": "\u202eabc", "quyet-dinh": "1" * 300, "cach": "away"}])
def test_bad_input_is_answered_in_words(as_: As, way: str, sent: dict[str, str]) -> None:
    client = as_("administrator")
    assert client.get(url("ga_hanoi", way), query_string={**sent, "buoc": "xem"}).status_code == 422
    token = form_values(find_form(client.get(url("ga_hanoi")), "/dang-xuat"))
    assert client.post(url("ga_hanoi", way), data={**token, **sent}).status_code == 422


@pytest.mark.once
@pytest.mark.parametrize("way", [*WAYS, "them", "sua", "xoa", "nhiem-ky"])
def test_unknown_units_and_wrong_methods(as_: As, way: str) -> None:
    client = as_("administrator")
    assert client.get(f"/to-chuc/99999/{way}").status_code == 404
    assert client.put(f"/to-chuc/1/{way}").status_code in (400, 405)
    assert as_("secretary_elsewhere").get(url("ga_hanoi", way)).status_code == 403


def test_only_fitting_acts_are_offered(as_: As) -> None:
    assert "Thay đổi đơn vị" not in as_("member").get(url("ga_hanoi")).text
    offered = as_("committee_secretary").get(url("hanoi")).text
    assert "/them" in offered
    assert "/giai-the" not in offered
    assert "/sap-nhap" not in as_("administrator").get(url("corporation")).text
