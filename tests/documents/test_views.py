"""Each screen: works · other unit · unknown id · wrong method · bad input · right refused. Lists, parts, panels."""

import csv
from datetime import date
from pathlib import Path

import pytest

from portal.core.db import db
from portal.documents.models import DocumentPart, State
from portal.documents.queries.markup import split
from tests.client import parse, text_of
from tests.factories.documents import LETTER_98, document, seed, taken_in, upload

TITLES = Path(__file__).resolve().parents[1] / "papers" / "doc_symbols.tsv"
PAGES = ["", "/sua", "/thu-hoi"]
ACTS = ["/sua", "/cong-bo", "/thu-hoi", "/xoa", "/khoi-phuc"]


def send(client, path: str, **fields: str):
    """A POST with a right token and key, from a page that any member has."""
    from tests.client import find_form, form_values

    hidden = form_values(find_form(client.get("/tai-khoan-cua-toi"), "/dang-xuat"))
    return client.post(path, data={**hidden, **fields})


@pytest.mark.parametrize("tail", [*PAGES, "/tep/1"])
def test_pages_work_for_the_clerk_and_not_for_others(as_, tail: str) -> None:
    address = taken_in(as_("office_staff"), LETTER_98)
    for who, code in (("office_staff", 200), ("member", 200 if tail in ("", "/tep/1") else 403)):
        answer = as_(who).get(address + tail)
        answer.close()
        assert answer.status_code == code
    assert as_("member_elsewhere").get(address + tail).status_code == 404
    assert as_("secretary_elsewhere").get(address + tail).status_code == 404
    assert as_("office_staff").get("/van-ban/999" + tail).status_code == 404
    assert as_(None).get(address + tail).status_code == 401


@pytest.mark.once
@pytest.mark.parametrize("tail", ACTS)
def test_acts_are_refused_to_readers_and_unknown_elsewhere(as_, tail: str) -> None:
    made = document("hanoi")
    assert send(as_("member"), f"/van-ban/{made.id}{tail}").status_code == 403
    assert send(as_("secretary_elsewhere"), f"/van-ban/{made.id}{tail}").status_code == 404
    assert send(as_("office_staff"), f"/van-ban/999{tail}").status_code == 404


@pytest.mark.parametrize("path", ["/cong-bo", "/xoa", "/khoi-phuc"])
def test_acts_are_no_pages(as_, path: str) -> None:
    made = document("hanoi")
    assert as_("office_staff").get(f"/van-ban/{made.id}{path}").status_code == 405


@pytest.mark.parametrize("path", ["", "/tep/1"])
def test_pages_take_no_posts(as_, path: str) -> None:
    made = document("hanoi")
    assert send(as_("office_staff"), f"/van-ban/{made.id}{path}").status_code == 405


def test_a_file_of_another_document_is_not_found(as_) -> None:
    one, other = document("hanoi"), document("ga_vinh")
    file = other.files[0].id
    assert as_("office_staff").get(f"/van-ban/{one.id}/tep/{file}").status_code == 404


def test_the_original_is_an_attachment_with_its_name(as_) -> None:
    address = taken_in(as_("office_staff"), LETTER_98)
    answer = as_("member").get(address + "/tep/1")
    body = answer.data
    answer.close()
    assert body == seed(LETTER_98)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.mimetype == "text/markdown"


@pytest.mark.once
@pytest.mark.parametrize(("field", "value", "words"), [
    ("subject", "", "Ghi trích yếu"), ("kind", "", "Chọn thể loại"), ("kind", "XX|không có", "Chọn một mục"),
    ("issued_on", "31/02/2026", "Ngày không đúng"), ("symbol", "9" * 61, "Không dài quá 60 ký tự"),
    ("readers", ["s999"], "hợp lệ"), ("readers", None, "Chọn ít nhất một đơn vị"),
])
def test_bad_input_is_said_at_its_field_and_kept(as_, field: str, value: object, words: str) -> None:
    client = as_("office_staff")
    address = upload(client, LETTER_98, seed(LETTER_98)).location
    answer = client.submit(client.get(address + "/sua"), {field: value, "signer": "Người đã sửa"}, action="/sua")
    assert answer.status_code == 422
    assert words in answer.text
    assert "Người đã sửa" in answer.text


def test_upload_is_for_clerks(as_) -> None:
    assert as_("member").get("/van-ban/them").status_code == 403
    assert send(as_("member"), "/van-ban/them").status_code == 403
    assert as_(None).get("/van-ban/them").status_code == 401
    assert as_("office_staff").get("/van-ban/them?don_vi=abc").status_code == 200
    assert "Tải văn bản lên" not in as_("member").get("/van-ban").text


def test_a_clerk_of_several_units_chooses_and_sees_the_readers_before_saving(as_) -> None:
    from tests.people import unit

    page = as_("delegate").get(f"/van-ban/them?don_vi={unit('ga_hanoi').id}")
    assert "Văn bản của: Chi bộ Ga Hà Nội" in page.text
    boxes = [box for box in parse(page).iter("input") if box.get("name") == "readers"]
    assert [box.get("value") for box in boxes if box.get("checked") is not None] == [f"s{unit('ga_hanoi').id}"]


def symbols(page) -> list[str]:
    return [text_of(one) for one in parse(page).iter("th") if one.get("scope") == "row"]


def test_the_list_is_narrowed_and_sorted_in_the_address(as_) -> None:
    document(symbol="9-NQ/ĐU", kind_name="nghị quyết", subject="lãnh đạo nhiệm vụ", issued_on=date(2024, 5, 1))
    document(symbol="10-CV/ĐU", subject="chuẩn hóa dữ liệu đảng viên", issued_on=date(2025, 3, 1))
    document(symbol="100-CV/TU", subject="mời họp", issuer="Thành ủy Cần Thơ", issued_on=date(2025, 2, 1))
    client = as_("member")
    for query, expected in [
        ({}, ["100-CV/TU", "10-CV/ĐU", "9-NQ/ĐU"]), ({"xep": "symbol"}, ["9-NQ/ĐU", "10-CV/ĐU", "100-CV/TU"]),
        ({"xep": "-date"}, ["10-CV/ĐU", "100-CV/TU", "9-NQ/ĐU"]), ({"q": "du lieu dang vien"}, ["10-CV/ĐU"]),
        ({"q": "10 - cv/du"}, ["10-CV/ĐU"]), ({"loai": "nghị quyết"}, ["9-NQ/ĐU"]),
        ({"nam": "2025"}, ["100-CV/TU", "10-CV/ĐU"]),
        ({"co_quan": "Thành ủy Cần Thơ", "nam": "2025"}, ["100-CV/TU"]), ({"q": "100%"}, ["100-CV/TU"]),
        ({"nam": "x"}, []),
        ({"xem": "la"}, ["100-CV/TU", "10-CV/ĐU", "9-NQ/ĐU"]), ({"xem": "thung-rac"}, []),
    ]:
        assert symbols(client.get("/van-ban", query_string=query)) == expected, query
    page = client.get("/van-ban?loai=nghị+quyết&nam=2024")
    chips = [link.get("href") for link in parse(page).iter("a") if "Bỏ lọc" in text_of(link)]
    assert chips == ["/van-ban?nam=2024", "/van-ban?loai=ngh%E1%BB%8B+quy%E1%BA%BFt"]


def test_choices_tell_nothing_of_what_one_may_not_read(as_) -> None:
    document("ga_vinh", issuer="Cơ quan Khác", issued_on=date(2011, 1, 1))
    with_it = as_("member").get("/van-ban").text
    assert "Cơ quan Khác" not in with_it
    assert with_it.count("<option") == as_("member_elsewhere").get("/van-ban").text.count("<option")


def test_pages_of_twenty_and_the_fragment_inside_the_page(as_) -> None:
    for _ in range(23):
        document()
    client = as_("member")
    whole = client.get("/van-ban?trang=2")
    assert len(symbols(whole)) == 3
    part = client.get("/van-ban?trang=2", headers={"HX-Request": "true", "HX-Target": "div#results"})
    assert part.text.strip() in whole.text
    assert "<html" not in part.text


def test_twenty_real_titles_weigh_little(as_) -> None:
    with TITLES.open(encoding="utf-8") as file:
        rows = [row for row in csv.reader(file, delimiter="\t") if len(row) > 3][1:21]
    for row in rows:
        document(symbol=row[0][:60], subject=max(row[1:], key=len)[:300])
    answer = as_("member").get("/van-ban", headers={"Accept-Encoding": "br"})
    assert len(answer.data) <= 6_500


def test_empty_lists_name_the_next_step(as_) -> None:
    assert "Chưa có văn bản nào dành cho bạn" in as_("member").get("/van-ban").text
    assert "Tải văn bản đầu tiên lên" in as_("office_staff").get("/van-ban").text
    assert "Bỏ hết bộ lọc" in as_("member").get("/van-ban?q=xyz").text


def test_a_long_text_comes_in_parts(as_) -> None:
    made = document("hanoi")
    parts = split("".join(f"<h2>{n}. Mục</h2><p>{'nội dung dài ' * 60}</p>" for n in range(60)))
    assert len(parts) > 2
    for number, html in enumerate(parts, start=1):
        db.session.merge(DocumentPart(document_id=made.id, number=number, html=html))
    made.part_count = len(parts)
    db.session.commit()
    client = as_("member")
    page = client.get(f"/van-ban/{made.id}?phan=2")
    assert f"phần 2 trong {len(parts)}" in page.text
    links = {link.get("rel"): link for link in parse(page).iter("a") if link.get("rel")}
    here = f"/van-ban/{made.id}?phan="
    assert (links["prev"].get("href"), links["next"].get("href")) == (f"{here}1", f"{here}3")
    part = client.get(links["next"].get("href"), headers={"HX-Request": "true", "HX-Target": "div#text"})
    assert part.text.strip() in client.get(links["next"].get("href")).text
    for odd in ("0", "999", "x", "-1"):
        assert "phần 1 trong" in client.get(f"/van-ban/{made.id}?phan={odd}").text


def test_home_shows_the_newest_and_what_waits(as_) -> None:
    for _ in range(6):
        document()
    document("ga_vinh", subject="không thấy")
    document(state=State.DRAFT, subject="chưa xong")
    home = as_("member").get("/").text
    assert home.count('href="/van-ban/') == 5
    assert "không thấy" not in home
    assert "Văn bản chờ xác nhận" not in home
    mine = as_("office_staff").get("/").text
    assert "Văn bản chờ xác nhận" in mine
    assert "chưa xong" in mine
    assert "cần làm" in mine
