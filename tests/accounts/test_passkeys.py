"""Passkeys: added after proving oneself, good for this site and this challenge, once; password beside it for all."""

import html
import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from portal.accounts.models import LOCKED, Account, Passkey, SignInEvent, SignInStep, UserSession
from portal.accounts.services import tell_accounts, told
from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.members.api import Member, appoint
from portal.organizations.api import Role
from tests.accounts.authenticator import PRESENT, Authenticator
from tests.accounts.entering import prove_all, require, sign_in
from tests.client import PortalClient
from tests.people import person, unit

As = Callable[[str | None], PortalClient]
KEYS = "/tai-khoan-cua-toi/khoa-truy-cap"
DONE = "/dang-nhap/khoa-truy-cap/xong"


def options_in(page) -> str:
    found = re.search(r'data-options="([^"]*)"', page.text)
    assert found, page.text[:200]
    return html.unescape(found[1])


def ask(client: PortalClient, **more):
    return client.post("/dang-nhap/khoa-truy-cap", data={**token(client), **more})


def token(client: PortalClient) -> dict[str, str]:
    from tests.client import find_form, form_values

    values = form_values(find_form(client.get("/dang-nhap"), "/dang-nhap"))
    return {name: values[name] for name in ("csrf_token", "form_key")}


def added(client: PortalClient, device: Authenticator, **more):
    prove_all()
    page = client.submit(client.get(KEYS), action="/khoa-truy-cap/them")
    fields = {"credential": device.create(options_in(page)), "name": "Điện thoại", **more}
    return client.submit(page, fields, action="/khoa-truy-cap/luu")


@pytest.fixture
def settled() -> Iterator[None]:
    """What the portal asks of roles is as before afterwards."""
    before = told()
    yield
    tell_accounts(before)


@pytest.fixture
def device(app: Flask, as_: As) -> Authenticator:
    """A device that holds a key of the member."""
    made = Authenticator()
    assert added(as_("member"), made).location == KEYS
    db.session.execute(db.delete(UserSession))
    db.session.commit()
    return made


def test_a_key_is_listed_named_and_removed(as_: As) -> None:
    client = as_("member")
    assert added(client, Authenticator()).location == KEYS
    page = client.get(KEYS)
    assert "Điện thoại" in page.text
    assert "1 khóa" in client.get("/tai-khoan-cua-toi").text
    client.submit(page, action="/go")
    assert "Chưa có khóa nào" in client.get(KEYS).text
    verbs = db.session.execute(db.select(AuditEntry.verb)).scalars().all()
    assert {"accounts.add_passkey", "accounts.remove_passkey"} <= set(verbs)


def test_a_key_is_renamed_where_it_is_listed(as_: As) -> None:
    """Without proving oneself anew: it opens what it opened. What is refused stays as typed, at its key."""
    client = as_("member")
    for name in ("Điện thoại", "Máy cơ quan"):
        added(client, Authenticator(), name=name)
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        first, second = db.session.execute(db.select(Passkey.id).order_by(Passkey.id)).scalars()
        db.session.rollback()
        act = f"/khoa-truy-cap/{second}/ten"
        answer = client.submit(client.get(KEYS), {"name": "  Máy  bàn tầng 2 "}, action=act)
        assert answer.location == KEYS
        page = client.get(KEYS).text
        assert "<strong>Máy bàn tầng 2</strong>" in page
        assert "<strong>Điện thoại</strong>" in page
        for wrong, words in (("", "Ghi tên để sau này nhận ra"), ("   ", "Ghi tên để sau này nhận ra"),
                             ("x" * 61, "Không dài quá")):
            answer = client.submit(client.get(KEYS), {"name": wrong}, action=act)
            assert (answer.status_code, words in answer.text) == (422, True), wrong
            assert f'id="ten-{second}-error"' in answer.text
            assert f'id="ten-{first}-error"' not in answer.text
        assert 'value="' + "x" * 61 in answer.text
        assert "<strong>Máy bàn tầng 2</strong>" in client.get(KEYS).text
    assert "accounts.rename_passkey" in db.session.execute(db.select(AuditEntry.verb)).scalars().all()
    db.session.rollback()


def test_options_ask_for_a_key_that_proves_the_person(as_: As) -> None:
    client = as_("member")
    prove_all()
    options = json.loads(options_in(client.submit(client.get(KEYS), action="/them")))
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["rp"]["id"] == "localhost"
    assert person("member").citizen_id not in json.dumps(options)


def test_signing_in_without_a_name(as_: As, device: Authenticator) -> None:
    client = as_(None)
    page = ask(client, tiep="/van-ban", own_device="y")
    answer = client.submit(page, {"credential": device.get(options_in(page))}, action=DONE)
    assert answer.location == "/van-ban"
    assert client.get("/").status_code == 200
    row = db.session.execute(db.select(UserSession)).scalar_one()
    assert (row.account_id, row.own_device) == (person("member").account_id, True)
    assert db.session.execute(db.select(SignInEvent.way)).scalar_one() == "passkey"


def test_an_answer_works_once(as_: As, device: Authenticator) -> None:
    client = as_(None)
    page = ask(client)
    with client.session_transaction() as session:
        kept = dict(session)
    fields = {"credential": device.get(options_in(page))}
    assert client.submit(page, fields, action=DONE).status_code == 303
    thief = as_(None)
    with thief.session_transaction() as session:
        session.update(kept)
    answer = thief.submit(page, fields, action=DONE)
    assert (answer.status_code, "Không đăng nhập được" in answer.text) == (422, True)
    assert thief.get("/").status_code == 401


def test_the_challenge_must_be_this_browser_s_own(as_: As, device: Authenticator) -> None:
    """Somebody else's answer, made for another challenge, is worth nothing here."""
    victim, thief = as_(None), as_(None)
    stolen = device.get(options_in(ask(victim)))
    page = ask(thief)
    assert thief.submit(page, {"credential": stolen}, action=DONE).status_code == 422


@pytest.mark.parametrize(("origin", "host"), [
    ("http://evil.example", "localhost"), ("https://localhost", "localhost"), ("http://localhost", "evil.example"),
    ("http://localhost:81", "localhost")])
def test_a_signature_for_another_site_is_refused(as_: As, device: Authenticator, origin: str, host: str) -> None:
    device.origin, device.host = origin, host
    client = as_(None)
    page = ask(client)
    assert client.submit(page, {"credential": device.get(options_in(page))}, action=DONE).status_code == 422
    refused = db.session.execute(db.select(SignInEvent).where(SignInEvent.good.is_(False))).scalars().all()
    assert [one.way for one in refused] == ["passkey"]


def test_without_finger_face_or_pin_it_is_refused(as_: As, device: Authenticator) -> None:
    device.flags = PRESENT
    client = as_(None)
    page = ask(client)
    assert client.submit(page, {"credential": device.get(options_in(page))}, action=DONE).status_code == 422


def test_a_copied_device_is_found_by_its_counter(as_: As, device: Authenticator) -> None:
    for count, status in ((5, 303), (5, 422), (4, 422), (6, 303)):
        client = as_(None)
        page = ask(client)
        device.count = count - 1
        assert client.submit(page, {"credential": device.get(options_in(page))}, action=DONE).status_code == status


def test_a_challenge_lasts_ten_minutes(as_: As, device: Authenticator) -> None:
    client = as_(None)
    page = ask(client)
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        assert client.submit(page, {"credential": device.get(options_in(page))}, action=DONE).status_code == 422


@pytest.mark.parametrize("nonsense", ["", "{}", "[]", "null", "không phải JSON", '{"id":"x"}', '{"id":7,"rawId":7}',
                                      '{"id":"%s","rawId":"%s","type":"public-key","response":{}}', "[" * 5000])
def test_nonsense_is_refused_in_words(as_: As, device: Authenticator, nonsense: str) -> None:
    client = as_(None)
    page = ask(client)
    said = nonsense.replace("%s", json.loads(device.get(options_in(page)))["id"])
    assert client.submit(page, {"credential": said}, action=DONE).status_code == 422
    prover = as_("member")
    prove_all()
    page = prover.submit(prover.get(KEYS), action="/them")
    answer = prover.submit(page, {"credential": said}, action="/luu")
    assert (answer.status_code, "Không thêm được khóa" in answer.text) == (422, True)


def test_a_locked_account_and_a_removed_key_open_nothing(as_: As, device: Authenticator) -> None:
    account = db.session.get_one(Account, person("member").account_id)
    account.state = LOCKED
    db.session.commit()
    client = as_(None)
    page = ask(client)
    assert client.submit(page, {"credential": device.get(options_in(page))}, action=DONE).status_code == 422
    db.session.get_one(Account, person("member").account_id).state = "active"
    db.session.execute(db.delete(Passkey))
    db.session.commit()
    page = ask(client)
    assert client.submit(page, {"credential": device.get(options_in(page))}, action=DONE).status_code == 422


def test_a_removed_key_is_told_so_and_no_more_than_one_never_seen(as_: As, device: Authenticator) -> None:
    """The sentence says what to do; whether there ever was such a key, and whose, it does not."""
    owner = as_("member")
    prove_all()
    owner.submit(owner.get(KEYS), action="/go")
    said = set()
    for key in (device, Authenticator()):
        client = as_(None)
        page = ask(client)
        answer = client.submit(page, {"credential": key.get(options_in(page))}, action=DONE)
        assert answer.status_code == 422
        assert "Khóa này đã bị gỡ khỏi tài khoản; đăng nhập bằng mật khẩu rồi thêm lại." in answer.text
        assert "Kiểm tra lại số định danh" not in answer.text
        said.add(re.sub(r'value="[^"]*"|data-[a-z-]+="[^"]*"', "", answer.text))
    assert len(said) == 1
    assert db.session.execute(db.select(SignInEvent)).all() == []


def test_a_key_of_a_locked_account_is_refused_as_a_password_is(as_: As, device: Authenticator) -> None:
    db.session.get_one(Account, person("member").account_id).state = LOCKED
    db.session.commit()
    client = as_(None)
    page = ask(client)
    answer = client.submit(page, {"credential": device.get(options_in(page))}, action=DONE)
    assert "Không đăng nhập được." in answer.text
    assert "đã bị gỡ" not in answer.text


def test_a_key_is_added_only_with_one_s_own_challenge(as_: As) -> None:
    other = as_("secretary")
    prove_all()
    foreign = other.submit(other.get(KEYS), action="/them")
    with other.session_transaction() as session:
        step = session["step"]
    client = as_("member")
    prove_all()
    page = client.submit(client.get(KEYS), action="/them")
    with client.session_transaction() as session:
        session["step"] = step
    answer = client.submit(page, {"credential": Authenticator().create(options_in(foreign))}, action="/luu")
    assert answer.status_code == 422
    assert db.session.execute(db.select(Passkey)).all() == []


def test_the_same_key_is_not_added_twice(as_: As, device: Authenticator) -> None:
    client = as_("secretary")
    again = added(client, device)
    assert (again.status_code, "đã được thêm" in again.text) == (422, True)


def test_without_a_name_of_the_site_passkeys_are_not_offered(as_: As) -> None:
    """Browsers give keys to names over HTTPS (and localhost) only."""
    for base, offered in (("http://localhost", True), ("http://127.0.0.1", False), ("http://so-tay.lan", False),
                          ("https://so-tay.lan", True), ("https://10.0.0.1", False)):
        page = as_(None).get("/dang-nhap", base_url=base)
        assert ("Dùng khóa truy cập" in page.text) is offered, base


def test_asking_leaves_nothing_that_stays(as_: As) -> None:
    from portal.accounts.services import forget_old

    ask(as_(None))
    assert len(db.session.execute(db.select(SignInStep)).all()) == 1
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        forget_old()
    assert db.session.execute(db.select(SignInStep)).all() == []
    db.session.rollback()


def test_asking_is_counted_per_address(as_: As) -> None:
    client = as_(None)
    data = token(client)
    statuses = {client.post("/dang-nhap/khoa-truy-cap", data=data).status_code for _ in range(61)}
    assert statuses == {200, 429}


def test_a_key_speaks_only_for_the_sessions_it_opened(as_: As, device: Authenticator, settled: None) -> None:
    """Who is given a role that asks for two steps keeps the session of the key, and loses that of the password."""
    require("inspection_member")
    by_password, by_key = as_(None), as_(None)
    assert sign_in(by_password, person("member").citizen_id).status_code == 303
    page = ask(by_key)
    assert by_key.submit(page, {"credential": device.get(options_in(page))}, action=DONE).status_code == 303
    assert (by_password.get("/").status_code, by_key.get("/").status_code) == (200, 200)
    one = db.session.execute(db.select(Member).where(Member.account_id == person("member").account_id)).scalar_one()
    appoint(SYSTEM, one, unit=unit("hanoi"), role=Role.INSPECTION_MEMBER, since=clock.today())
    db.session.commit()
    assert (by_password.get("/").status_code, by_key.get("/").status_code) == (401, 200)
    by_key.submit(by_key.get("/tai-khoan-cua-toi/khoa-truy-cap"), action="/go")
    assert by_key.get("/").status_code == 401
