"""Sign-in, cookies, redirects, tokens: what an attacker tries first."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from portal.accounts.api import Account, UserSession, open_for_activation
from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.db import db
from tests.client import PortalClient, find_form, form_values
from tests.people import PASSWORD, person

As = Callable[[str | None], PortalClient]


def sign_in(client: PortalClient, citizen_id: str, password: str, url: str = "/dang-nhap", **more: str):
    return client.submit(client.get(url), {"citizen_id": citizen_id, "password": password, **more}, action="/dang-nhap")


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(app: Flask, as_: As) -> None:
    answer = sign_in(as_(None), person("member").citizen_id, PASSWORD)
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("sotay="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie, "a shared machine forgets the session with the browser"
    app.config.update(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_NAME="__Host-sotay")
    answer = as_(None).get("/dang-nhap", base_url="https://localhost")
    assert "__Host-sotay=" in answer.headers["Set-Cookie"]
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "Domain" not in answer.headers["Set-Cookie"]


def test_signing_in_begins_a_new_session(as_: As) -> None:
    """What somebody planted in the browser before (session fixation) is gone after sign-in."""
    client = as_(None)
    with client.session_transaction() as session:
        session["sid"], session["planted"] = "của kẻ khác", "x"
    before = form_values(find_form(client.get("/dang-nhap"), "/dang-nhap"))["csrf_token"]
    sign_in(client, person("member").citizen_id, PASSWORD)
    with client.session_transaction() as session:
        assert session["sid"] != "của kẻ khác"
        assert "planted" not in session
    after = form_values(find_form(client.get("/"), "/dang-xuat"))["csrf_token"]
    old = client.post("/co-chu", data={"csrf_token": before, "form_key": "0" * 12, "size": "large"})
    assert (after != before, old.status_code) == (True, 400)


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example", "/%09/evil.example",
                                    "javascript:alert(1)", "\thttps://evil.example"])
def test_no_way_leads_to_another_site(as_: As, target: str) -> None:
    client = as_(None)
    page = client.get("/dang-nhap", query_string={"tiep": target})
    answer = client.submit(page, {"citizen_id": person("member").citizen_id, "password": PASSWORD}, action="/dang-nhap")
    assert answer.status_code == 303
    assert answer.location.startswith("/")
    assert not answer.location.startswith(("//", "/\\"))
    forged = client.post("/co-chu", data={**form_values(find_form(client.get("/"), "/co-chu")), "size": "large"},
                         headers={"Referer": target})
    assert forged.location == "/"


def test_wrong_and_unknown_look_alike(as_: As) -> None:
    """Status, headers and length of the answers tell nothing about who has an account."""
    shapes = set()
    for citizen_id in (*(person(key).citizen_id for key in ("member", "newcomer", "suspended_account")), "9" * 12):
        answer = sign_in(as_(None), citizen_id, "sai mat khau roi nhe ban")
        body = answer.text.replace(citizen_id, "·" * 12)
        shapes.add((answer.status_code, tuple(sorted(answer.headers.keys())), len(body) // 20))
    assert len(shapes) == 1


def test_the_citizen_id_opens_no_account_in_any_state(as_: As) -> None:
    newcomer = db.session.get_one(Account, person("newcomer").account_id)
    assert sign_in(as_(None), newcomer.citizen_id, newcomer.citizen_id).status_code == 422
    open_for_activation(SYSTEM, newcomer)
    db.session.commit()
    for key in ("newcomer", "member", "secretary", "administrator", "suspended_account"):
        one = person(key)
        assert sign_in(as_(None), one.citizen_id, one.citizen_id).status_code == 422


def test_a_code_works_once_and_not_after_its_hour(as_: As) -> None:
    newcomer = db.session.get_one(Account, person("newcomer").account_id)
    code = open_for_activation(SYSTEM, newcomer, hours=1)
    db.session.commit()
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        assert sign_in(as_(None), newcomer.citizen_id, code).status_code == 422
    client = as_(None)
    assert sign_in(client, newcomer.citizen_id, code).status_code == 303
    new = "hoa phuong no do san ga"
    client.submit(client.get("/doi-mat-khau"), {"old_password": code, "new_password": new, "repeat_password": new},
                  action="/doi-mat-khau")
    assert sign_in(as_(None), newcomer.citizen_id, code).status_code == 422
    assert sign_in(as_(None), newcomer.citizen_id, new).status_code == 303


def test_five_wrong_codes_spend_the_code(as_: As) -> None:
    newcomer = db.session.get_one(Account, person("newcomer").account_id)
    code = open_for_activation(SYSTEM, newcomer)
    db.session.commit()
    for _ in range(5):
        sign_in(as_(None), newcomer.citizen_id, "SAI23456")
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        assert sign_in(as_(None), newcomer.citizen_id, code).status_code == 422


def test_a_forged_cookie_is_a_stranger(app: Flask, as_: As) -> None:
    client = as_(None)
    client.set_cookie("sotay", "eyJzaWQiOiJ4In0.ZZZZ.forged")
    assert client.get("/").status_code == 401
    with client.session_transaction() as session:
        session["sid"] = "khong co token nay"
    assert client.get("/").status_code == 401


def test_sessions_end_by_themselves(as_: As) -> None:
    client = as_("member")
    assert client.get("/").status_code == 200
    with time_machine.travel(clock.now() + timedelta(hours=3)):
        assert client.get("/").status_code == 401


def test_a_locked_account_is_out_with_the_next_request(as_: As) -> None:
    client = as_("member")
    assert client.get("/").status_code == 200
    db.session.get_one(Account, person("member").account_id).state = "locked"
    db.session.commit()
    assert client.get("/").status_code == 401


def test_a_new_password_ends_the_other_sessions(as_: As) -> None:
    here, elsewhere = as_("member"), as_("member")
    new = "hoa phuong no do san ga"
    form = here.get("/doi-mat-khau")
    here.submit(form, {"old_password": PASSWORD, "new_password": new, "repeat_password": new}, action="/doi-mat-khau")
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 401


def test_no_token_of_a_session_stands_in_the_database(as_: As) -> None:
    client = as_("member")
    with client.session_transaction() as session:
        token = session["sid"]
    stored = db.session.execute(db.select(UserSession.token_digest)).scalars().all()
    assert token not in stored
    assert all(len(digest) == 64 for digest in stored)


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Forwarded-Host"])
def test_forged_proxy_headers_change_nothing(as_: As, header: str) -> None:
    answer = as_(None).get("/", headers={header: "evil.example"})
    assert answer.status_code == 401
    assert "evil.example" not in answer.text


def test_an_owned_device_may_keep_pages_a_shared_one_may_not(as_: As) -> None:
    owned, shared = as_(None), as_(None)
    sign_in(owned, person("member").citizen_id, PASSWORD, own_device="y")
    sign_in(shared, person("secretary").citizen_id, PASSWORD)
    assert owned.get("/").headers["Cache-Control"] == "private, no-cache"
    assert shared.get("/").headers["Cache-Control"] == "no-store"
