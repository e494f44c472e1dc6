"""The rules of keeping accounts: who sets them, what is refused, two at once."""

from collections.abc import Callable

import pytest

from portal.accounts.api import rules
from portal.core.db import db
from tests.client import PortalClient

As = Callable[[str | None], PortalClient]


def test_the_usual_rules_hold_where_nobody_wrote_any(as_: As) -> None:
    page = as_("administrator").get("/tai-khoan/quy-dinh")
    assert 'value="90"' in page.text
    usual = rules()
    assert (usual.warn_days, usual.lock_days, usual.letter_on) == (90, 30, False)
    assert not db.session.new


def test_an_administrator_writes_them_anew_and_the_old_stay_readable(as_: As) -> None:
    client = as_("administrator")
    page = client.get("/tai-khoan/quy-dinh")
    done = client.submit(page, {"warn_days": "60", "letter_on": "y", "networks": "10.1.2.3/16\n10.1.0.0/16"},
                         action="/quy-dinh")
    assert done.status_code == 303
    now = rules()
    assert (now.warn_days, now.letter_on, now.networks) == (60, True, "10.1.0.0/16")
    client.submit(client.get("/tai-khoan/quy-dinh"), {"warn_days": "45"}, action="/quy-dinh")
    shown = client.get("/tai-khoan/quy-dinh").text
    assert "cảnh báo 60 ngày" in shown
    assert "cảnh báo 45 ngày" in shown
    assert "Ngô Thị Lan" in shown


def test_two_editors_do_not_overwrite_each_other(as_: As) -> None:
    client = as_("administrator")
    first, second = client.get("/tai-khoan/quy-dinh"), client.get("/tai-khoan/quy-dinh")
    client.submit(first, {"warn_days": "60"}, action="/quy-dinh")
    late = client.submit(second, {"warn_days": "70"}, action="/quy-dinh")
    assert late.status_code == 422
    assert "vừa được người khác sửa" in late.text
    assert rules().warn_days == 60


@pytest.mark.parametrize(("fields", "words"), [
    ({"letter_on": "y", "networks": ""}, "Ghi dải địa chỉ"), ({"networks": "mạng nội bộ"}, "không phải địa chỉ mạng"),
    ({"networks": "0.0.0.0/0"}, "mọi địa chỉ"), ({"letter_minutes": "90"}, "Ghi một số từ 5 đến 60"),
    ({"warn_days": "0"}, "Ghi một số từ"), ({"lock_days": "x"}, "số nguyên"), ({"after": "z"}, "vừa được người khác")])
def test_what_can_not_be_is_refused_in_words(as_: As, fields: dict[str, str], words: str) -> None:
    client = as_("administrator")
    answer = client.submit(client.get("/tai-khoan/quy-dinh"), fields, action="/quy-dinh")
    assert answer.status_code == 422
    assert words in answer.text


def test_others_read_why_not(as_: As) -> None:
    refused = as_("secretary").get("/tai-khoan/quy-dinh")
    assert refused.status_code == 403
    assert "Ban Tổ chức Đảng ủy" in refused.text
