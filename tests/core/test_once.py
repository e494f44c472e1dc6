"""Posting twice has one effect; the same key with other content loses nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.core import clock, once
from portal.core.db import db, transaction
from tests.client import PortalClient
from tests.core.conftest import form_of, traces

As = Callable[[str | None], PortalClient]
pytestmark = pytest.mark.usefixtures("probe")


def test_double_press_has_one_effect_and_one_answer(as_: As) -> None:
    client = as_("member")
    form = form_of(client, text="một")
    first, second = client.post("/thu/ghi", data=form), client.post("/thu/ghi", data=form)
    assert (first.status_code, first.location) == (second.status_code, second.location) == (303, "/tai-khoan-cua-toi")
    assert traces() == ["một"]


def test_same_key_with_other_content_is_shown_not_dropped(as_: As) -> None:
    client = as_("member")
    form = form_of(client, text="bản đầu")
    client.post("/thu/ghi", data=form)
    clash = client.post("/thu/ghi", data={**form, "text": "bản sau, gõ lâu lắm"})
    assert clash.status_code == 409
    assert "Biểu mẫu này đã gửi rồi" in clash.text
    assert traces() == ["bản đầu"]
    shown = client.submit(clash, action="/gui-lai")
    assert "bản sau, gõ lâu lắm" in shown.text
    assert client.submit(shown, action="/thu/ghi").status_code == 303
    assert traces() == ["bản đầu", "bản sau, gõ lâu lắm"]


def test_a_refused_form_may_be_corrected_with_its_key(as_: As) -> None:
    client = as_("member")
    form = form_of(client, text="lần một", status="422")
    assert client.post("/thu/ghi", data=form).status_code == 422
    assert traces() == []
    assert client.post("/thu/ghi", data={**form, "status": "", "text": "lần hai"}).status_code == 303
    assert traces() == ["lần hai"]


@pytest.mark.parametrize("key", ["", "ngắn", "x" * 65])
def test_a_form_without_a_fit_key_changes_nothing(as_: As, key: str) -> None:
    client = as_("member")
    assert client.post("/thu/ghi", data=form_of(client, text="x", form_key=key)).status_code == 422
    assert traces() == []


def test_the_key_of_another_person_opens_nothing(as_: As) -> None:
    one, other = as_("member"), as_("secretary")
    form = form_of(one, text="của tôi")
    one.post("/thu/ghi", data=form)
    mine = form_of(other, text="của tôi", form_key=form["form_key"])
    assert other.post("/thu/ghi", data=mine).status_code == 409
    assert traces() == ["của tôi"]


def test_pressed_at_the_same_moment_has_one_effect(app: Flask, as_: As) -> None:
    client = as_("member")
    form, cookie = form_of(client, text="cùng lúc"), client.get_cookie("sotay")
    assert cookie is not None
    db.session.remove()

    def press(_: int) -> tuple[int, str | None]:
        twin = FlaskClient(app, app.response_class)
        twin.set_cookie("sotay", cookie.value)
        answer = twin.post("/thu/ghi", data=form)
        return answer.status_code, answer.location

    with ThreadPoolExecutor(6) as pool:
        answers = set(pool.map(press, range(6)))
    assert answers == {(303, "/tai-khoan-cua-toi")}
    assert traces() == ["cùng lúc"]


def test_old_keys_are_forgotten_new_ones_kept(as_: As) -> None:
    client = as_("member")
    client.post("/thu/ghi", data=form_of(client, text="mới"))
    with transaction():
        db.session.add(once.FormKey(key="cu-" * 5, digest="0" * 64, at=clock.now() - timedelta(days=15)))
    with transaction():
        assert once.forget_old() == 1
    assert db.session.query(once.FormKey).count() == 1
