"""The official head of an issued paper bears the number and day that were left blank in the draft."""

from datetime import date

import pytest

from portal.core import clock
from portal.core.db import db
from portal.documents import services
from portal.documents.models import Document
from portal.documents.queries.markup import date_line, fill_head
from portal.papers.reading import to_html
from tests.factories.documents import upload

DRAFT = """ĐẢNG BỘ KHAI THÁC ĐƯỜNG SẮT HÀ NỘI
*
Số      -KH/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
Hà Nội, ngày    tháng 11 năm 2026

KẾ HOẠCH
công tác kiểm tra năm 2026

Căn cứ Kế hoạch số 28-KH/ĐU, ngày 06/10/2025, Đảng ủy đề ra các việc sau.

T/M ĐẢNG ỦY
BÍ THƯ
Vũ Thị Giang
"""


def test_issued_paper_is_read_and_printed_with_its_number(as_, actor) -> None:
    clerk = as_("office_staff")
    address = upload(clerk, "du-thao.txt", DRAFT.encode()).location
    form = clerk.get(address + "/sua")
    sent = {"kind": "KH|kế hoạch", "symbol": "-KH/ĐU", "number": "", "lacking": "y"}
    assert clerk.submit(form, sent, action="/sua").status_code == 303
    assert "Số -KH/ĐU" in clerk.get(address + "/in").text, "a draft has no number"
    made = db.session.get_one(Document, int(address.rpartition("/")[2]))
    services.issue(actor("office_staff"), made, on=clock.today(), suffix="ĐU", number=5, reason="thử")
    db.session.commit()
    day = date_line("Hà Nội", clock.today())
    for page in (address, address + "/in"):
        text = clerk.get(page).text
        assert "Số 05-KH/ĐU" in text and "Số -KH/ĐU" not in text and day in text, page
        assert "28-KH/ĐU" in text, "what it cites stays"


def test_what_is_printed_on_the_paper_is_never_rewritten() -> None:
    html = to_html(DRAFT.replace("     -KH", "98 -KH").replace("ngày   ", "ngày 05"))
    assert fill_head(html, "77-KH/ĐU", date(2026, 1, 2)) == html
    assert fill_head("<p>Số -KH/ĐU</p>", "77-KH/ĐU", None) == "<p>Số -KH/ĐU</p>", "only in an official head"
    blank = to_html(DRAFT)
    assert fill_head(blank, "", None) == blank
    assert "Số 7-&lt;b&gt;" in fill_head(blank, "7-<b>", None)


@pytest.mark.parametrize(("on", "line"), [(date(2026, 2, 5), "ngày 05 tháng 02"),
                                          (date(2026, 5, 27), "ngày 27 tháng 5"),
                                          (date(2026, 12, 1), "ngày 01 tháng 12")])
def test_days_and_months_as_in_05_hd_vptw(on: date, line: str) -> None:
    assert date_line("Hà Nội", on) == f"Hà Nội, {line} năm 2026"
