"""Lists of a day, what is taken away, the history page, and units found while typing."""

import csv
import io
from collections.abc import Callable
from datetime import date

import brotli
import pytest
from flask import Flask

from portal.core.db import db
from portal.organizations import queries, services
from portal.organizations.models import Organization
from tests.client import PortalClient
from tests.factories.organizations import acting, cell
from tests.people import unit

As = Callable[[str | None], PortalClient]
DAY = date(2025, 7, 1)


@pytest.fixture
def renamed(app: Flask) -> None:
    """On 1/7/2025 Chi bộ Ga Vinh gets another name and goes below Hà Nội."""
    row = unit("ga_vinh")
    services.rename(acting(), row, name="Chi bộ Ga Nghệ An", since=DAY, decision="1-QĐ/ĐU")
    services.move(acting(), row, parent=unit("hanoi"), since=DAY, decision="1-QĐ/ĐU")
    db.session.commit()


def names(actor_key: str = "member", **how: object) -> list[str]:
    filters = queries.Filters(**{"day": DAY, **how})  # type: ignore[arg-type]
    return [row.name for row in queries.all_units_on(acting(actor_key), filters)]


def test_a_list_is_that_of_its_day(as_: As, renamed: None) -> None:
    client = as_("member")
    then = client.get("/to-chuc/danh-sach?ngay=30/06/2025&ten=chi+bo").text
    now = client.get("/to-chuc/danh-sach?ten=chi+bo").text
    assert "Chi bộ Ga Vinh" in then
    assert "Chi bộ Ga Nghệ An" not in then
    assert "Chi bộ Ga Nghệ An" in now
    assert "Ngày 30/06/2025" in then


def test_below_a_unit_is_what_stood_below_it_then(app: Flask, renamed: None) -> None:
    vinh = unit("vinh").id
    assert names(day=date(2025, 6, 30), under=vinh) == ["Chi bộ Ga Vinh", "Đảng bộ Khai thác đường sắt Vinh"]
    assert names(under=vinh) == ["Đảng bộ Khai thác đường sắt Vinh"]


def test_before_the_founding_there_is_nothing(as_: As) -> None:
    assert "Không có đơn vị nào" in as_("member").get("/to-chuc/danh-sach?ngay=01/01/1990").text


@pytest.mark.parametrize("query", ["ngay=x", "ngay=01/01/1900", "ngay=01/01/9999", "loai=none", "don-vi=99999",
                                   "don-vi=x", "don-vi_ten=zzz", "ten=" + "a" * 200])
def test_questions_that_make_no_sense_are_said(as_: As, query: str) -> None:
    assert as_("member").get(f"/to-chuc/danh-sach?{query}").status_code == 422
    assert as_("secretary").get(f"/to-chuc/danh-sach.csv?{query}").status_code == 404


def test_in_vietnamese_order_and_back(app: Flask) -> None:
    for name in ("Chi bộ Ăn uống", "Chi bộ Ân Thi", "Chi bộ An Dương"):
        cell(name)
    found = [name for name in names(kind="affiliated_cell") if name.split()[2][0] in "AĂÂ"]
    assert found == ["Chi bộ An Dương", "Chi bộ Ăn uống", "Chi bộ Ân Thi"]
    assert names(sort="-name") == names()[::-1]


def test_units_without_a_code_come_last(app: Flask) -> None:
    cell("Chi bộ Có mã", code="01.02")
    assert names(sort="code")[0] == "Chi bộ Có mã"
    assert names(sort="-code")[0] == "Chi bộ Có mã"


def test_the_fragment_occurs_in_the_page(as_: As) -> None:
    client = as_("member")
    part = client.get("/to-chuc/danh-sach?loai=affiliated_cell", headers={"HX-Request": "true",
                                                                          "HX-Target": "div#results"}).text
    assert part.strip() in client.get("/to-chuc/danh-sach?loai=affiliated_cell").text


def test_members_of_cells_are_counted_on_the_day(as_: As) -> None:
    text = as_("secretary").get("/to-chuc/danh-sach.csv").get_data(as_text=True)
    rows = {row[0]: row for row in csv.reader(io.StringIO(text.removeprefix("\ufeff")))}
    assert rows["Chi bộ Ga Hà Nội"][5] == "7"
    assert rows["Đảng bộ Khai thác đường sắt Hà Nội"][5] == ""


def test_taken_away_the_code_keeps_its_dots_and_no_name_is_a_formula(as_: As) -> None:
    cell("Chi bộ Có mã", code="38.168.053.000.001")
    cell("-Chi bộ Dấu trừ")
    text = as_("secretary").get("/to-chuc/danh-sach.csv").get_data(as_text=True)
    assert "38.168.053.000.001" in text
    assert "'-Chi bộ Dấu trừ" in text
    sheet = as_("secretary").get("/to-chuc/danh-sach.xlsx")
    assert sheet.data[:2] == b"PK"


def test_on_paper(as_: As, renamed: None) -> None:
    page = as_("secretary").get("/to-chuc/danh-sach/in?ngay=30/06/2025&loai=affiliated_cell")
    assert "ngày 30/06/2025" in page.text
    assert "Chi bộ Ga Vinh" in page.text


def test_the_links_to_take_away_keep_the_filter(as_: As) -> None:
    text = as_("secretary").get("/to-chuc/danh-sach?ngay=30/06/2025&trang=1").text
    assert "/to-chuc/danh-sach.xlsx?ngay=30%2F06%2F2025" in text
    assert "danh-sach.xlsx" not in as_("member").get("/to-chuc/danh-sach").text


def test_history_tells_changes_and_former_posts(as_: As, renamed: None) -> None:
    page = as_("member").get(f"/to-chuc/{_id('Chi bộ Ga Nghệ An')}/lich-su").text
    assert "“Chi bộ Ga Vinh” thành “Chi bộ Ga Nghệ An”" in page
    assert "từ Đảng bộ Khai thác đường sắt Vinh sang Đảng bộ Khai thác đường sắt Hà Nội" in page
    vinh = as_("member").get(f"/to-chuc/{unit('vinh').id}/lich-su").text
    assert "Đơn vị từng trực thuộc" in vinh


def test_a_merged_cell_still_tells_who_served_it(as_: As) -> None:
    row = unit("ga_hanoi")
    services.merge(acting(), [row], target=unit("dau_may"), since=DAY, decision="2-QĐ/ĐU")
    db.session.commit()
    page = as_("member_elsewhere").get(f"/to-chuc/{row.id}/lich-su").text
    assert "Trần Văn Bình" in page
    assert "01/01/2020 – 30/06/2025" in page
    assert "Được tiếp nối bởi" in page


def _id(name: str) -> int:
    return int(db.session.execute(db.select(Organization.id).where(Organization.name == name)).scalar_one())


def typed(client: PortalClient, text: str, **more: str) -> str:
    answer = client.get("/to-chuc/tim", query_string={"o": "chi-bo", "chi-bo_ten": text, **more},
                        headers={"HX-Request": "true", "HX-Target": "div#chi-bo-units"})
    assert answer.status_code == 200
    return answer.text


def test_typing_finds_without_accents_and_names_the_place(as_: As) -> None:
    text = typed(as_("member"), "ga ha noi")
    assert f'name="chi-bo" value="{unit("ga_hanoi").id}"' in text
    assert "Đảng bộ Khai thác đường sắt Hà Nội" in text
    assert "<html" not in text


def test_only_cells_where_asked(as_: As) -> None:
    assert "Đảng bộ Khai thác đường sắt Vinh</small>" in typed(as_("member"), "vinh", **{"chi-bo": "1"})
    assert f'value="{unit("vinh").id}"' not in typed(as_("member"), "vinh", **{"chi-bo": "1"})


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "zzzz", "a" * 5000, "\u202e"])
def test_what_finds_nothing_answers_nothing(as_: As, text: str) -> None:
    assert 'type="radio"' not in typed(as_("member"), text)


@pytest.mark.parametrize("name", ["", "X", "a b", "<b>", "1a", "a" * 40])
def test_a_strange_field_name_is_no_address(as_: As, name: str) -> None:
    assert as_("member").get("/to-chuc/tim", query_string={"o": name}).status_code == 404


def test_an_answer_to_a_key_is_small(as_: As) -> None:
    for number in range(20):
        cell(f"Chi bộ Phân xưởng Sửa chữa Đầu máy Toa xe số {number}")
    body = typed(as_("member"), "sua chua").encode()
    assert body.count(b"radio") == 6
    assert len(brotli.compress(body, quality=5)) <= 900


def test_a_code_finds_its_unit(as_: As) -> None:
    cell("Chi bộ Có mã", code="38.168")
    assert "Chi bộ Có mã" in typed(as_("member"), "38.168")
