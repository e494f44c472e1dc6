"""The registers of a unit taken away as sheets: what the screen shows, for who keeps them."""

import csv
from io import BytesIO, StringIO

import pytest
from python_calamine import load_workbook

from portal.core.db import db
from portal.documents import services
from portal.documents.services import Arrival
from portal.documents.views import registers
from tests.documents.test_registers import TODAY, draft, issued
from tests.people import unit


@pytest.fixture
def books(actor) -> tuple[str, str]:
    """Two numbers of two kinds and two arrivals; the addresses of both books."""
    issued(actor, draft(subject="=HYPERLINK(1)"), reason="nối tiếp")
    issued(actor, draft(kind="BC", kind_name="báo cáo", symbol="-BC/ĐU"))
    for sender in ("Thành ủy", "Đảng ủy Chính phủ"):
        services.enter(actor("office_staff"), unit("hanoi"), Arrival(
            arrived_on=TODAY, sender=sender, symbol="1-CV/TU", dated_on=TODAY, subject="Về tàu", passed_to="Đ/c Hòa",
            note="gấp"))
    db.session.commit()
    return f"/so-van-ban-di/{unit('hanoi').id}", f"/so-van-ban-den/{unit('hanoi').id}"


def rows_of(answer) -> list[list[str]]:
    return list(csv.reader(StringIO(answer.get_data().decode("utf-8-sig"))))


def sheet_of(answer) -> list[list]:
    return load_workbook(BytesIO(answer.get_data())).get_sheet_by_index(0).to_python()


def test_outgoing_as_the_screen_shows_it(as_, books) -> None:
    client, (home, _) = as_("office_staff"), books
    page = client.get(home + "?loai=NQ").text
    assert "so.xlsx?ky=none&amp;loai=NQ" in page and "so.csv" in page
    header, *rows = rows_of(client.get(home + "/so.csv?loai=NQ"))
    assert header[0] == "Số, ký hiệu" and len(rows) == 1
    assert rows[0][0] == "01-NQ/ĐU" and rows[0][4] == "'=HYPERLINK(1)" and rows[0][5:] == ["đã phát hành", "nối tiếp"]
    assert [row[0] for row in sheet_of(client.get(home + "/so.xlsx"))[1:]] == ["01-BC/ĐU", "01-NQ/ĐU"]


def test_incoming_as_the_screen_shows_it(as_, books) -> None:
    client, (_, home) = as_("office_staff"), books
    assert "so.xlsx?q=chinh" in client.get(home + "?q=chinh+phu").text
    _, *rows = rows_of(client.get(home + "/so.csv?q=chinh+phu"))
    assert [row[3] for row in rows] == ["Đảng ủy Chính phủ"]
    assert len(sheet_of(client.get(home + "/so.xlsx"))) == 3


def test_books_are_for_who_keeps_them(as_, books) -> None:
    for home in books:
        for kind in ("xlsx", "csv"):
            assert as_("member").get(f"{home}/so.{kind}").status_code == 404
            assert as_("secretary_elsewhere").get(f"{home}/so.{kind}").status_code == 404
            assert as_("office_staff").get(f"{home}/so.{kind}?ky=%00&nam=x&q=" + "a" * 300).status_code == 200
            assert as_("office_staff").post(f"{home}/so.{kind}").status_code in (400, 405)
            assert as_("office_staff").get(f"{home.rpartition('/')[0]}/999999/so.{kind}").status_code == 404


def test_a_long_book_says_that_its_print_is_cut(as_, books, monkeypatch) -> None:
    monkeypatch.setattr(registers, "MOST_PRINTED", 1)
    text = as_("office_staff").get(books[0] + "/in").text
    assert "Bản in có 1 dòng đầu" in text and text.count("<tr>") == 2
