"""Forms from elsewhere are refused; what a person typed survives the end of the session."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.core import csrf
from tests.client import PortalClient
from tests.core.conftest import form_of, traces
from tests.people import PASSWORD, person

As = Callable[[str | None], PortalClient]
pytestmark = pytest.mark.usefixtures("probe")


@pytest.mark.parametrize("token", [None, "", "bịa", "IjEyMyI.aaaa.bbbb"])
def test_without_the_token_nothing_happens(as_: As, token: str | None) -> None:
    client = as_("member")
    form = form_of(client, text="từ nơi khác")
    form.pop("csrf_token")
    answer = client.post("/thu/ghi", data=form if token is None else {**form, "csrf_token": token})
    assert answer.status_code == 400
    assert traces() == []


def test_a_stale_form_offers_what_was_typed(as_: As) -> None:
    client = as_("member")
    stale = client.post("/thu/ghi", data=form_of(client, text="Ý kiến dài của tôi", csrf_token="cũ"))
    shown = client.submit(stale, action="/gui-lai")
    assert "Ý kiến dài của tôi" in shown.text
    assert client.submit(shown, action="/thu/ghi").status_code == 303
    assert traces() == ["Ý kiến dài của tôi"]


def test_typed_text_survives_the_end_of_the_session(as_: As) -> None:
    client = as_("member")
    form = form_of(client, text="Ý kiến gõ trước khi hết phiên\ndòng hai")
    client.submit(client.get("/"), action="/dang-xuat")
    late = client.post("/thu/ghi", data=form)
    assert late.status_code == 401
    assert traces() == []
    shown = client.submit(late, {"citizen_id": person("member").citizen_id, "password": PASSWORD}, action="/dang-nhap")
    assert "Ý kiến gõ trước khi hết phiên" in shown.text
    assert client.submit(shown, action="/thu/ghi").status_code == 303
    assert traces() == ["Ý kiến gõ trước khi hết phiên\ndòng hai"]
    client.submit(shown, action="/thu/ghi")
    assert len(traces()) == 1


def test_passwords_are_never_packed(app: Flask) -> None:
    sent = {"old_password": "bí mật một", "new_password": "bí mật hai", "code": "ABCD", "text": "giữ lại",
            "form_key": "k" * 12}
    with app.test_request_context("/thu/ghi", method="POST", data=sent):
        unsent = csrf.unpack_unsent(csrf.pack_unsent())
    assert unsent is not None
    assert unsent.fields == [("text", "giữ lại"), ("form_key", "k" * 12)]
    assert unsent.path == "/thu/ghi"


def test_a_forged_or_broken_pack_is_nothing(app: Flask) -> None:
    with app.test_request_context("/thu/ghi", method="POST", data={"text": "x"}):
        packed = csrf.pack_unsent()
        assert csrf.unpack_unsent(packed) is not None
        for broken in ("", "x", packed[:-2], packed.swapcase(), "A" * 500_000):
            assert csrf.unpack_unsent(broken) is None


def test_a_get_or_a_huge_form_is_not_packed(app: Flask) -> None:
    with app.test_request_context("/thu/ghi?text=x"):
        assert csrf.pack_unsent() == ""
    with app.test_request_context("/thu/ghi", method="POST", data={"text": "x" * 400_001}):
        assert csrf.pack_unsent() == ""
