"""Texts in TCVN3 and VNI: what was changed is shown, and a person says that it is right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.db import db
from portal.documents.models import Document
from portal.documents.services.letters import as_it_stood
from portal.papers.legacy import TCVN3, VNI, convert
from tests.client import form_values
from tests.factories.documents import LETTER_215, seed, taken_in, upload
from tests.papers.makers import tcvn3, vni

LOWER = "aăâbcdđeêghiklmnoôơpqrstuưvxy áàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"


@given(st.text(st.sampled_from(LOWER), max_size=60))
def test_there_and_back(text: str) -> None:
    for encoding in (TCVN3, VNI):
        assert convert(as_it_stood(text, encoding), encoding) == text


@pytest.mark.parametrize(("old", "encoding"), [(tcvn3, "TCVN3"), (vni, "VNI")])
def test_the_change_is_shown_and_has_to_be_approved(as_, old, encoding: str) -> None:
    client = as_("committee_secretary")
    text = seed(LETTER_215).decode()
    body = old(text)
    body = body if isinstance(body, bytes) else body.encode("utf-8")
    address = upload(client, "cu.txt", body).location
    page = client.get(address + "/sua")
    assert "Đã đổi " in page.text and f"chữ từ {encoding}" in page.text
    assert "Trước" in page.text and "Sau" in page.text
    refused = client.submit(page, {"lacking": "y"}, action="/sua")
    assert refused.status_code == 422 and "So vài đoạn với tệp gốc" in refused.text
    assert "letters" not in form_values_of(refused)
    assert client.submit(refused, {"lacking": "y", "letters": "y"}, action="/sua").status_code == 303
    assert "Đã đổi " not in client.get(address + "/sua").text
    assert db.session.execute(db.select(Document.confirmed_at)).scalar_one() is not None


def form_values_of(page) -> dict:
    from tests.client import find_form

    return form_values(find_form(page, "/sua"))


def test_nothing_is_asked_of_a_text_in_unicode(as_) -> None:
    client = as_("committee_secretary")
    address = taken_in(client, LETTER_215, publish=False)
    assert "Đã đổi " not in client.get(address + "/sua").text


def test_lost_letters_are_said_beside_the_fields(as_) -> None:
    client = as_("office_staff")
    body = ("Cng vn s 12 v vic thc hin nhim v nm 2026 ca cc n v trc thuc " * 6).encode()
    page = client.get(upload(client, "mat-chu.txt", body).location + "/sua")
    assert "% âm tiết hợp lệ" in page.text
