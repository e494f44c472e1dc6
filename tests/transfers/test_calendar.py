"""The working calendar on screen; new holidays reach deadlines that run."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine

from portal.core import clock
from portal.core.db import db
from portal.core.workdays import DayException
from tests.client import PortalClient
from tests.factories.transfers import transfer

As = Callable[[str | None], PortalClient]
NOW = "2026-12-01 09:00 +0700"


@pytest.fixture(autouse=True)
def december() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def test_everybody_sees_how_a_year_is_counted(as_: As) -> None:
    page = as_("member").get("/lich-lam-viec?nam=2027").text
    for words in ("Tết Nguyên Đán", "Quốc khánh", "nghỉ bù", "60 ngày làm việc", "chưa kiểm với văn bản gốc"):
        assert words in page
    assert "Lưu ngoại lệ" not in page
    for odd in ("x", "²", "99999", "1500", ""):
        assert as_("member").get(f"/lich-lam-viec?nam={odd}").status_code == 200


def test_a_new_holiday_moves_deadlines_that_run(as_: As) -> None:
    one, secretary, administrator = transfer("released"), as_("secretary"), as_("administrator")
    due = "đến hết ngày 13/01/2027"
    assert due in secretary.get(f"/chuyen-sinh-hoat/{one}").text
    page = administrator.get("/lich-lam-viec/sua?nam=2026")
    answer = administrator.submit(page, {"day": "31/12/2026", "works": "no", "note": "Thông báo 55/TB"})
    assert answer.status_code == 303
    assert "Các thời hạn đang chạy được tính lại ngay" in administrator.get(answer.headers["Location"]).text
    assert "đến hết ngày 14/01/2027" in secretary.get(f"/chuyen-sinh-hoat/{one}").text
    page = administrator.get("/lich-lam-viec/sua?nam=2026")
    assert administrator.submit(page, action="/20261231/bo").status_code == 303
    assert due in secretary.get(f"/chuyen-sinh-hoat/{one}").text


def test_a_new_holiday_takes_a_transfer_off_the_overdue_list(as_: As) -> None:
    transfer("released")
    name = "Lê Thị Ánh"
    with time_machine.travel(date(2027, 1, 14), tick=False):
        assert name in as_("secretary").get("/chuyen-sinh-hoat?nhom=qua-han").text
        db.session.add(DayException(day=date(2026, 12, 31), works=False, note="Thông báo 55/TB"))
        db.session.commit()
        assert name not in as_("secretary").get("/chuyen-sinh-hoat?nhom=qua-han").text


@pytest.mark.once
@pytest.mark.parametrize(("fields", "words"), [
    ({"day": "31/02/2027"}, "Ngày không đúng"), ({"day": ""}, "Ghi ngày"), ({"works": "x"}, "Chọn"),
    ({"note": ""}, "Ghi theo"), ({"day": "02/09/2026"}, "Lịch đã tính"), ({"day": "02/09/1945"}, "Năm từ"),
    ({"note": "x" * 201}, "Không dài quá"),
])
def test_a_wrong_exception_is_told(as_: As, fields: dict[str, str], words: str) -> None:
    client = as_("administrator")
    page = client.get("/lich-lam-viec/sua")
    answer = client.submit(page, {"day": "30/12/2026", "works": "no", "note": "Thông báo", **fields})
    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.execute(db.select(DayException)).first() is None


@pytest.mark.parametrize("day", [20261231, 20260230, 0, 99999999, 20270214])
def test_an_exception_that_is_not_there(as_: As, day: int) -> None:
    client = as_("administrator")
    from tests.documents.test_views import send

    assert send(client, f"/lich-lam-viec/{day}/bo").status_code == 404
    assert clock.today() - timedelta(days=1) < clock.today()
