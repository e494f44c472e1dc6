"""Forms for who has no account: a page that stood open too long keeps what was typed and says it was not sent."""

from collections.abc import Callable

import pytest

from portal.core.db import db
from portal.keeping.models import AccountRequest, AskCounter
from portal.transfers.models import ResidenceTry
from tests.client import PortalClient
from tests.people import person

As = Callable[[str | None], PortalClient]
PUBLIC = "/sinh-hoat-hai-chieu/nhan-xet"


def count(table: type) -> int:
    return db.session.execute(db.select(db.func.count()).select_from(table)).scalar_one()


@pytest.mark.parametrize("who", [None, "member"])
@pytest.mark.parametrize("token", ["cũ", None])
def test_a_stale_request_is_shown_as_typed_and_sent_again(as_: As, who: str | None, token: str | None) -> None:
    client = as_(who)
    said = {"citizen_id": person("newcomer").citizen_id, "full_name": "Võ Thị Quỳnh", "birth_date": "14/1/1980",
            "cell_text": "Ga Hà Nội", "phone": "0912 345 678"}
    page = client.submit(client.get("/xin-tai-khoan"), {**said, "csrf_token": token}, action="/xin-tai-khoan")
    assert page.status_code == 400 and "chưa được gửi" in page.text and "Đăng nhập để" not in page.text
    assert all(f'value="{value}"' in page.text for value in said.values())
    assert count(AccountRequest) == count(AskCounter) == 0
    answer = client.submit(page, action="/xin-tai-khoan")
    assert answer.location == "/xin-tai-khoan/da-gui" and count(AccountRequest) == 1


def test_a_stale_page_of_bad_input_says_the_same(as_: As) -> None:
    client = as_(None)
    page = client.submit(client.get("/xin-tai-khoan"), {"citizen_id": "<b>9", "csrf_token": "x"},
                         action="/xin-tai-khoan")
    assert page.status_code == 400 and "&lt;b&gt;9" in page.text
    assert client.submit(page, action="/xin-tai-khoan").status_code == 422


def test_a_stale_remark_keeps_its_text_and_tells_nothing(as_: As) -> None:
    client = as_(None)
    page = client.submit(client.get(PUBLIC), {"ma": "ABCDE23456", "csrf_token": "x"}, action=PUBLIC)
    assert page.status_code == 400 and "ABCDE23456" in page.text
    form = {"csrf_token": "x", "ma": "ABCDE23456", "text": "Gương mẫu, dự họp đủ.", "signer": "Bí thư chi bộ"}
    page = client.post(f"{PUBLIC}/gui", data=form)
    assert page.status_code == 400 and "Gương mẫu, dự họp đủ." in page.text and "Đồng chí" not in page.text
    assert count(ResidenceTry) == 0
    assert client.submit(page, action="/gui").status_code == 422
