"""Sessions: seen, ended at once and for good; the first password; the history of sign-ins."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from portal.accounts.models import ACTIVE, CLOSED, LOCKED, Account, SignInEvent, UserSession
from portal.accounts.queries import ACTIVATION, MOST_AT_ONCE, token_digest
from portal.accounts.services import close, forget_old, lock, open_for_activation, reopen
from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.core.guard import DECLARED
from portal.core.policy import open_to_strangers
from tests.accounts.entering import WRONG, refused, sign_in
from tests.client import PortalClient
from tests.people import PASSWORD, person
from tests.security.trying import hidden

As = Callable[[str | None], PortalClient]
ME = "/tai-khoan-cua-toi"
NEW = "hoa phuong no do san ga"
ONLY_FOR_THE_SIGNED_IN = {"accounts.sign_out", "accounts.first_password", "accounts.change_password",
                          "keeping.unconfirmed"}
"""What else a half-open account reaches is open to strangers; the last says that nobody has met the person yet."""


def activated(as_: As) -> tuple[PortalClient, Account, str]:
    account = db.session.get_one(Account, person("newcomer").account_id)
    code = open_for_activation(SYSTEM, account)
    db.session.commit()
    client = as_(None)
    assert sign_in(client, account.citizen_id, code).status_code == 303
    return client, account, code


@pytest.mark.once
def test_half_open_reaches_the_new_password_and_nothing_else(app: Flask, as_: As) -> None:
    """Over the whole map of addresses: pages, acts, fragments, downloads."""
    client, _, _ = activated(as_)
    client.lint = False
    data = hidden_in(client)
    reached = {name for name, one in DECLARED.items() if one.before_password}
    assert {name for name in reached if not open_to_strangers(DECLARED[name].may)} <= ONLY_FOR_THE_SIGNED_IN
    for rule in app.url_map.iter_rules():
        method = next(one for one in ("POST", "GET", "PATCH", "DELETE") if one in (rule.methods or set()))
        values = {name: 1 if "Integer" in type(kind).__name__ else "x" for name, kind in rule._converters.items()}
        url = app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
        for headers in ({}, {"HX-Request": "true", "HX-Target": "main#main"}, {"Accept": "application/json"}):
            if rule.endpoint in reached:
                continue
            if method in ("PATCH", "DELETE"):
                headers = {**headers, "X-CSRFToken": data["csrf_token"]}
            fields = {**data, "form_key": f"key-of-{rule.endpoint}-{len(headers)}"[:60]} if method == "POST" else None
            answer = client.open(url, method=method, data=fields, headers=headers)
            led = answer.headers.get("HX-Redirect") or answer.location
            assert led == "/doi-mat-khau", f"{method} {url}: {answer.status_code}"
            answer.close()


def hidden_in(client: PortalClient) -> dict[str, str]:
    from tests.client import find_form, form_values

    return form_values(find_form(client.get("/doi-mat-khau"), "/dang-xuat"))


@pytest.mark.once
def test_the_first_password_needs_no_second_typing_of_the_code(as_: As) -> None:
    client, account, code = activated(as_)
    page = client.get("/doi-mat-khau")
    assert 'name="old_password"' not in page.text
    with client.session_transaction() as session:
        before = session["sid"]
    done = client.submit(page, {"new_password": NEW, "repeat_password": NEW}, action="/doi-mat-khau")
    assert done.location == "/quyen-rieng-tu"
    with client.session_transaction() as session:
        assert session["sid"] != before, "a new token with the new rights"
    assert client.get("/").status_code == 200
    assert sign_in(as_(None), account.citizen_id, code).status_code == 422
    stale = as_(None)
    with stale.session_transaction() as session:
        session["sid"] = before
    assert stale.get("/").status_code == 401


def test_left_half_way_the_code_and_its_session_die_in_half_an_hour(as_: As) -> None:
    client, account, code = activated(as_)
    with time_machine.travel(clock.now() + ACTIVATION - timedelta(minutes=2)):
        again = as_(None)
        assert sign_in(again, account.citizen_id, code).status_code == 303, "a lost reply is no reason for a new slip"
        assert client.get("/doi-mat-khau").status_code == 401, "the later one ends the earlier"
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        assert again.get("/doi-mat-khau").status_code == 401
        assert sign_in(as_(None), account.citizen_id, code).status_code == 422


def test_a_locked_account_that_is_opened_again_revives_no_session(as_: As) -> None:
    client = as_("member")
    for state in (LOCKED, ACTIVE):
        db.session.get_one(Account, person("member").account_id).state = state
        db.session.commit()
    assert client.get("/").status_code == 401


@pytest.mark.parametrize("how", [lock, close])
def test_keepers_end_the_sessions_for_good(as_: As, how: Callable[..., Account]) -> None:
    client = as_("member")
    account = db.session.get_one(Account, person("member").account_id)
    how(SYSTEM, account, reason="thử")
    db.session.commit()
    assert client.get("/").status_code == 401
    if how is lock:
        reopen(SYSTEM, db.session.get_one(Account, person("member").account_id))
        db.session.commit()
        assert client.get("/").status_code == 401
        assert sign_in(as_(None), person("member").citizen_id).status_code == 303
    else:
        assert db.session.get_one(Account, person("member").account_id).state == CLOSED


def test_a_new_slip_ends_the_sessions(as_: As) -> None:
    client = as_("member")
    open_for_activation(SYSTEM, db.session.get_one(Account, person("member").account_id))
    db.session.commit()
    assert client.get("/doi-mat-khau").status_code == 401


def test_all_others_are_ended_with_one_press(as_: As) -> None:
    clients = [as_("member") for _ in range(3)]
    bystander = as_("secretary")
    clients[0].submit(clients[0].get(ME), action="/thoat-noi-khac")
    assert [client.get("/").status_code for client in clients] == [200, 401, 401]
    assert bystander.get("/").status_code == 200
    assert "Đã kết thúc 2 phiên" not in clients[0].get(ME).text, "said once, on the page before"


def test_the_list_says_device_place_and_times(as_: As) -> None:
    client = as_(None)
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120 Safari/537.36 Edg/120"
    client.environ_base["HTTP_USER_AGENT"] = agent
    sign_in(client, person("member").citizen_id, address="10.1.2.3")
    text = client.get(ME).text
    for words in ("Windows · Edge", "mạng nội bộ", "đăng nhập lúc", "máy này"):
        assert words in text
    assert "10.1.2.3" not in text
    assert "Windows · Edge" in client.get(ME + "/lan-dang-nhap").text


def test_history_tells_good_and_bad_without_addresses(as_: As) -> None:
    citizen_id = person("member").citizen_id
    refused(as_(None), 2, citizen_id, address="8.8.4.9")
    client = as_(None)
    sign_in(client, citizen_id)
    text = client.get(ME + "/lan-dang-nhap").text
    assert (text.count("bị từ chối"), text.count("vào được")) == (2, 1)
    assert "mạng bên ngoài" in text
    assert "8.8.4" not in text
    assert "8.8.4" not in str(db.session.execute(db.select(SignInEvent.place, SignInEvent.device)).all())
    other = as_("secretary").get(ME + "/lan-dang-nhap").text
    assert "bị từ chối" not in other


def test_the_last_time_is_shown_at_the_next(as_: As) -> None:
    citizen_id = person("member").citizen_id
    first = as_(None)
    sign_in(first, citizen_id)
    assert "Lần trước" not in first.get("/").text
    second = as_(None)
    sign_in(second, citizen_id)
    text = second.get("/").text
    assert "Lần trước: " in text
    assert "nhập sai" not in text
    assert "Lần trước" not in second.get("/").text
    refused(as_(None), 3, citizen_id)
    third = as_(None)
    sign_in(third, citizen_id)
    assert "3 lần nhập sai từ đó" in third.get("/").text


def test_ten_at_once_and_the_eleventh_ends_the_oldest(as_: As) -> None:
    clients = []
    for minutes in range(MOST_AT_ONCE + 1):
        with time_machine.travel(clock.now() + timedelta(minutes=minutes)):
            clients.append(as_(None))
            assert sign_in(clients[-1], person("member").citizen_id).status_code == 303
    with time_machine.travel(clock.now() + timedelta(minutes=MOST_AT_ONCE)):
        statuses = [client.get("/").status_code for client in clients]
    assert statuses == [401] + [200] * MOST_AT_ONCE


def test_signing_in_over_another_s_session_ends_it(as_: As) -> None:
    client = as_("member")
    with client.session_transaction() as session:
        token = session["sid"]
    data = {**hidden(client), "citizen_id": person("secretary").citizen_id, "password": PASSWORD}
    assert client.post("/dang-nhap", data=data).status_code == 303
    ended = db.session.execute(db.select(UserSession.ended_at).where(UserSession.token_digest == token_digest(token)))
    assert ended.scalar_one() is not None


def test_a_changed_password_gives_a_new_token_and_counts_wrong_tries(as_: As) -> None:
    client = as_("member")
    page = client.get("/doi-mat-khau")
    fields = {"old_password": PASSWORD, "new_password": NEW, "repeat_password": NEW}
    for _ in range(5):
        page = client.submit(page, {**fields, "old_password": WRONG}, action="/doi-mat-khau")
        assert page.status_code == 422
    waiting = client.submit(page, fields, action="/doi-mat-khau")
    assert (waiting.status_code, "nhập sai nhiều lần" in waiting.text) == (422, True)
    with client.session_transaction() as session:
        before = session["sid"]
    with time_machine.travel(clock.now() + timedelta(seconds=31)):
        assert client.submit(waiting, fields, action="/doi-mat-khau").status_code == 303
        with client.session_transaction() as session:
            assert session["sid"] != before


def test_history_is_forgotten_in_time(as_: As) -> None:
    refused(as_(None), 1, person("member").citizen_id)
    sign_in(as_(None), person("member").citizen_id)
    with time_machine.travel(clock.now() + timedelta(days=89)):
        forget_old()
        assert len(db.session.execute(db.select(UserSession)).all()) == 1
    with time_machine.travel(clock.now() + timedelta(days=181)):
        forget_old()
    assert db.session.execute(db.select(SignInEvent)).all() == []
    assert db.session.execute(db.select(UserSession)).all() == []
    db.session.rollback()


def test_what_browsers_fill_in_is_named(as_: As) -> None:
    page = as_(None).get("/dang-nhap").text
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    page = as_("member").get("/doi-mat-khau").text
    assert page.count('autocomplete="new-password"') == 2
    assert page.count('type="password"') == 3
