"""Page and fragment from one view; answers of acts; no open redirect; values as people read them."""

from collections.abc import Callable

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.accounts.api import UserSession
from portal.core import i18n, once, render
from portal.core.db import db
from tests.client import PortalClient

As = Callable[[str | None], PortalClient]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.one_of(st.none(), st.text(max_size=30), st.text(alphabet="/\\:@.ahtps\t\n", max_size=20)))
def test_a_way_back_never_leaves_the_site(target: str | None) -> None:
    path = render.local_path(target)
    assert path.startswith("/")
    assert not path.startswith(("//", "/\\"))
    assert not any(sign < " " for sign in path)


@pytest.mark.parametrize("target", ["https://evil.vn", "//evil.vn", "/\\evil.vn", "\\\\evil.vn", "javascript:alert(1)",
                                    "/\t/evil.vn", "evil.vn", "", None])
def test_ways_out_lead_home(target: str | None) -> None:
    assert render.local_path(target) == "/"


def test_an_act_answers_browsers_and_htmx(app: Flask) -> None:
    with app.test_request_context("/"):
        assert (render.go("/a").status_code, render.go("/a").location) == (303, "/a")
    with app.test_request_context("/", headers={"HX-Request": "true"}):
        assert (render.go("/a").status_code, render.go("/a").headers["HX-Redirect"]) == (200, "/a")


@pytest.mark.parametrize(("headers", "name"), [
    ({"HX-Request": "true", "HX-Target": "div#results"}, "results"), ({"HX-Target": "div#results"}, ""),
    ({"HX-Request": "true"}, ""), ({"HX-Request": "true", "HX-Target": "results"}, "results"),
])
def test_the_fragment_asked_for(app: Flask, headers: dict[str, str], name: str) -> None:
    with app.test_request_context("/", headers=headers):
        assert render.wanted_fragment() == name


def test_a_fragment_occurs_inside_its_page(as_: As) -> None:
    client = as_("member")
    whole = client.get("/tim-kiem?q=xyz")
    part = client.get("/tim-kiem?q=xyz", headers={"HX-Request": "true", "HX-Target": "div#results"})
    assert "<html" not in part.text
    assert part.text.strip() in whole.text
    assert part.headers["Vary"].startswith("HX-Request")


@pytest.mark.parametrize("target", ["main", "title", "head", "khong-co", "div#main"])
def test_a_fragment_the_view_does_not_list_is_the_whole_page(as_: As, target: str) -> None:
    answer = as_("member").get("/tim-kiem?q=xyz", headers={"HX-Request": "true", "HX-Target": target})
    assert "<html" in answer.text


def test_a_fragment_is_refused_as_its_page_is(as_: As) -> None:
    headers = {"HX-Request": "true", "HX-Target": "div#results"}
    answer = as_(None).get("/tim-kiem?q=xyz", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/dang-nhap")


def test_values_as_people_read_them(app: Flask) -> None:
    with app.test_request_context("/"):
        assert render.number(1086) == "1.086"
        assert (render.size(300), render.size(319488), render.size(1468006)) == ("1 KB", "312 KB", "1,4 MB")
        assert "10" in render.seconds_on_link(300_000)
    with app.test_request_context("/"):
        i18n.speak("en")
        assert (render.number(1086), render.size(1468006)) == ("1,086", "1.4 MB")


def test_a_language_ends_with_its_request(as_: As) -> None:
    english = as_(None)
    english.set_cookie("lang", "en")
    assert 'lang="en"' in english.get("/dang-nhap").text
    assert i18n.language() == "vi"
    english.set_cookie("lang", "de")
    assert '<html lang="vi"' in english.get("/dang-nhap").text


def test_an_unchanged_page_costs_next_to_nothing_on_an_owned_device(app: Flask, as_: As) -> None:
    """BUDGETS, 1a: warm and unchanged, about 150 bytes; what the cache keeps with the page is not sent again."""
    client = as_("member")
    db.session.execute(db.update(UserSession).values(own_device=True))
    db.session.commit()
    for url in ("/", "/tim-kiem?q=xyz", "/tai-khoan-cua-toi"):
        page = client.get(url)
        again = client.get(url, headers={"If-None-Match": page.headers["ETag"]})
        assert again.status_code == 304, url
        assert sum(len(name) + len(value) + 4 for name, value in again.headers) < 250, again.headers
        assert "Content-Security-Policy" in page.headers


def test_a_kept_form_serves_until_something_is_sent(app: Flask, as_: As) -> None:
    """Then a kept page would bring back a used key: the second opinion would look like the first sent twice."""
    client, form = as_("member"), "/gop-y/gui?loai=work_and_life"
    db.session.execute(db.update(UserSession).values(own_device=True))
    db.session.commit()
    page = client.get(form)
    kept = {"If-None-Match": page.headers["ETag"]}
    assert client.get(form, headers=kept).status_code == 304
    refused = client.submit(page, {"text": ""}, action="/gop-y/gui")
    assert refused.status_code == 422
    page = client.get(form, headers=kept)
    assert page.status_code == 200
    sent = {"text": "Đèn ở sân ga hỏng đã một tuần.", "visibility": "handlers"}
    assert client.submit(page, sent, action="/gop-y/gui").status_code == 303
    again = client.get(form, headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 200
    assert key_of(again.text) != key_of(page.text)


def test_a_device_that_keeps_nothing_is_told_nothing(as_: As) -> None:
    client = as_("member")
    client.submit(client.get("/gop-y/gui?loai=work_and_life"), {"text": "Đèn hỏng."}, action="/gop-y/gui")
    with client.session_transaction() as session:
        assert once.LAST not in session


def key_of(html: str) -> str:
    """The one-time key of the form in main."""
    return html.partition("<main")[2].partition('name="form_key" value="')[2].partition('"')[0]


def test_answers_that_only_their_browser_keeps_do_not_vary(app: Flask, as_: As) -> None:
    """No shared cache holds them: 31 bytes of every answer."""
    client = as_("member")
    assert "Vary" not in client.get("/", headers={"Accept-Encoding": "br"}).headers
    db.session.execute(db.update(UserSession).values(own_device=True))
    db.session.commit()
    assert "Vary" not in client.get("/", headers={"Accept-Encoding": "br"}).headers


def test_a_token_of_a_page_is_short(as_: As) -> None:
    """Every page carries it: 16 signs in the session, signed."""
    client = as_("member")
    client.get("/")
    with client.session_transaction() as session:
        assert len(session["csrf_token"]) == 16


def test_pages_of_another_session_are_not_taken_for_ours(app: Flask, as_: As) -> None:
    first, second = as_("member"), as_("member")
    db.session.execute(db.update(UserSession).values(own_device=True))
    db.session.commit()
    page = first.get("/tim-kiem")
    assert second.get("/tim-kiem", headers={"If-None-Match": page.headers["ETag"]}).status_code == 200
