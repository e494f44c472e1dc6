"""Guessing is slowed, seen and told; the owner is never kept out by strangers."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.models import Account, SignInCounter, SignInEvent
from portal.accounts.services import Told, alarms, open_for_activation, signing_in, tell_accounts, throttle, told
from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.audit import SENTENCES, AuditEntry
from portal.core.db import db
from portal.core.notices import Notice
from tests.accounts.entering import WRONG, refused, sign_in
from tests.client import PortalClient, find_form, form_values
from tests.people import PASSWORD, PEOPLE, person

As = Callable[[str | None], PortalClient]


@pytest.fixture(autouse=True)
def fresh_memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(alarms, "spraying", alarms.Spraying())
    monkeypatch.setattr(throttle, "_lifts", [])
    before = told()
    yield
    tell_accounts(before)


def in_seconds(seconds: float) -> time_machine.travel:
    return time_machine.travel(clock.now() + timedelta(seconds=seconds), tick=False)


def test_five_are_free_then_waits_double_and_never_last(app: Flask) -> None:
    """Somebody tries every second, then twice in ten: at the end of a wait and the second before."""
    allowed, at = [], clock.now()
    for second in (second for second in range(3700) if second < 500 or second % 10 in (3, 4)):
        with time_machine.travel(at + timedelta(seconds=second), tick=False):
            if throttle.tried("một người"):
                allowed.append(second)
    db.session.rollback()
    waits = [b - a for a, b in pairwise(allowed)]
    assert waits[:10] == [1, 1, 1, 1, 30, 60, 120, 240, 480, 900]
    assert waits[10:] == [900, 900]
    assert sum(second < 60 for second in allowed) <= 10


def test_an_address_hammering_gets_its_share_of_each_minute(app: Flask) -> None:
    allowed, at = [], clock.now()
    for second in range(300):
        with time_machine.travel(at + timedelta(seconds=second), tick=False):
            allowed += [second] * sum(throttle.within("một nơi", 60, timedelta(minutes=1)) for _ in range(3))
    db.session.rollback()
    for start in range(240):
        assert sum(start <= second < start + 60 for second in allowed) <= 61


def test_waiting_lets_the_owner_in_again(as_: As) -> None:
    citizen_id = person("member").citizen_id
    refused(as_(None), 5, citizen_id)
    assert sign_in(as_(None), citizen_id).status_code == 422
    with in_seconds(31):
        assert sign_in(as_(None), citizen_id).status_code == 303
        refused(as_(None), 4, citizen_id)
        assert sign_in(as_(None), citizen_id).status_code == 303, "a right one begins the count anew"


def test_a_browser_the_owner_has_used_is_counted_apart(as_: As) -> None:
    citizen_id, owner = person("member").citizen_id, as_(None)
    assert sign_in(owner, citizen_id).status_code == 303
    owner.submit(owner.get("/"), action="/dang-xuat")
    refused(as_(None), 8, citizen_id)
    for number in range(60):
        sign_in(as_(None), f"{number:012d}", WRONG)
    assert sign_in(as_(None), citizen_id).status_code == 422
    assert sign_in(owner, citizen_id).status_code == 303


def test_the_name_of_a_browser_says_nothing_and_cannot_be_made_up(as_: As) -> None:
    citizen_id, owner = person("member").citizen_id, as_(None)
    answer = sign_in(owner, citizen_id)
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("may="))
    for part in ("HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    name = owner.get_cookie("may").value
    assert citizen_id not in name
    again = as_(None)
    again.set_cookie("may", name)
    other = sign_in(again, person("secretary").citizen_id)
    assert other.status_code == 303
    assert again.get_cookie("may").value == name, "the same on a shared machine, whoever signs in"
    refused(as_(None), 5, citizen_id)
    forged = as_(None)
    forged.set_cookie("may", name[:-3] + "abc")
    assert sign_in(forged, citizen_id).status_code == 422


def test_forty_at_once_are_counted_before_they_are_looked_at(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at, done = [], []
    real = signing_in.verify

    def verify(digest: str, password: str) -> bool:
        done.append(digest)
        if digest:
            looked_at.append(digest)
        return real(digest, password)

    monkeypatch.setattr(signing_in, "verify", verify)
    citizen_id = person("member").citizen_id
    db.session.remove()

    def guess(n: int) -> None:
        client: FlaskClient = FlaskClient(app, app.response_class)
        form = form_values(find_form(client.get("/dang-nhap"), "/dang-nhap"))
        answers.append(client.post("/dang-nhap", data=form | {"citizen_id": citizen_id, "password": f"{WRONG} {n}"},
                                   environ_overrides={"REMOTE_ADDR": f"10.0.0.{n}"}).status_code)

    answers: list[int] = []
    threads = [threading.Thread(target=guess, args=(n,)) for n in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [422] * 40
    assert len(done) == 40
    assert 1 <= len(looked_at) <= 10


def test_every_kind_of_name_costs_one_digest(as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    work: list[str] = []
    real = signing_in.verify
    monkeypatch.setattr(signing_in, "verify", lambda digest, given: work.append(digest) or real(digest, given))
    newcomer = db.session.get_one(Account, person("newcomer").account_id)
    refused(as_(None), 6, person("secretary").citizen_id)
    work.clear()
    shapes = set()
    for citizen_id in (person("member").citizen_id, "9" * 12, "1", person("newcomer").citizen_id,
                       person("suspended_account").citizen_id, person("secretary").citizen_id):
        answer = sign_in(as_(None), citizen_id, WRONG)
        text = answer.text.replace(f'value="{citizen_id}"', "")
        shapes.add((answer.status_code, len(text) // 20, signing_in.REFUSED.split(".")[0] in text))
        assert len(work) == 1
        work.clear()
    assert len(shapes) == 1
    open_for_activation(SYSTEM, newcomer)
    db.session.commit()
    assert sign_in(as_(None), newcomer.citizen_id, WRONG).status_code == 422
    assert len(work) == 1


def test_after_a_hundred_wrong_ones_only_a_code_opens(as_: As) -> None:
    account = db.session.get_one(Account, person("member").account_id)
    citizen_id = account.citizen_id
    db.session.add(SignInCounter(key=throttle.key("name", citizen_id), failures=100, previous=0, since=clock.now()))
    db.session.commit()
    with in_seconds(40 * 24 * 3600):
        assert throttle.forget_old() == 0, "it does not lapse with time"
        assert sign_in(as_(None), citizen_id).status_code == 422
        code = open_for_activation(SYSTEM, db.session.get_one(Account, person("member").account_id))
        db.session.commit()
        assert sign_in(as_(None), citizen_id, code).location == "/"


def test_an_address_has_sixty_a_minute_and_a_window_lifts_it(as_: As) -> None:
    client = as_(None)
    for number in range(60):
        sign_in(client, f"{number:012d}", WRONG)
    assert sign_in(as_(None), person("member").citizen_id).status_code == 422
    assert sign_in(as_(None), person("secretary").citizen_id, address="10.9.8.7").status_code == 303
    throttle.lift_address_limit(lambda address: 90 if address == "127.0.0.1" else 0)
    assert sign_in(as_(None), person("member").citizen_id).status_code == 303
    throttle._lifts.pop()
    with in_seconds(121):
        assert sign_in(as_(None), person("neighbour").citizen_id).status_code == 303


def test_a_forged_forwarding_header_is_no_other_address(as_: As) -> None:
    client = as_(None)
    page = client.get("/dang-nhap")
    for number in range(61):
        client.submit(page, {"citizen_id": f"{number:012d}", "password": WRONG}, action="/dang-nhap",
                      headers={"X-Forwarded-For": f"10.1.1.{number}"})
    answer = client.submit(page, {"citizen_id": person("member").citizen_id, "password": PASSWORD},
                           action="/dang-nhap", headers={"X-Forwarded-For": "10.2.2.2"})
    assert answer.status_code == 422


def alarms_raised() -> list[str]:
    found = db.select(AuditEntry.verb).where(AuditEntry.verb.startswith("accounts.alarm")).order_by(AuditEntry.id)
    return list(db.session.execute(found).scalars())


def told_administrators() -> int:
    db.session.rollback()
    mine = db.select(db.func.count()).select_from(Notice).where(
        Notice.account_id == person("administrator").account_id, Notice.text.startswith("Cảnh báo"))
    return db.session.execute(mine).scalar_one()


def test_the_number_as_password_is_hardly_tried_and_told(as_: As) -> None:
    ids = [person(key).citizen_id for key in list(PEOPLE)[:5]]
    for citizen_id in ids[:3]:
        assert sign_in(as_(None), citizen_id, f"{citizen_id[:3]} {citizen_id[3:]}").status_code == 422
    assert alarms_raised() == []
    for citizen_id in ids[3:]:
        assert sign_in(as_(None), citizen_id, citizen_id).status_code == 422
    assert alarms_raised() == ["accounts.alarm_same"], "once in ten minutes"
    assert told_administrators() == 1


def test_the_number_as_password_from_many_addresses(as_: As) -> None:
    client = as_(None)
    for number in range(31):
        name = f"{number:012d}"
        sign_in(client, name, name, address=f"10.3.{number}.1")
    assert alarms_raised() == ["accounts.alarm_same"]
    refused_unread = db.session.execute(db.select(SignInEvent)).scalars().all()
    assert refused_unread == []


def test_one_password_on_ten_names_is_told(as_: As) -> None:
    client = as_(None)
    for number in range(9):
        sign_in(client, f"{number:012d}", "Duongsat2026!")
    assert alarms_raised() == []
    sign_in(client, person("member").citizen_id, "Duongsat2026!")
    assert alarms_raised() == ["accounts.alarm_spray"]
    assert told_administrators() == 1
    assert "Duongsat2026!" not in str(vars(alarms.spraying))


def test_spraying_forgets_after_an_hour_and_stays_small() -> None:
    seen = alarms.Spraying(most=50)
    for number in range(9):
        assert not seen.note(str(number), "x")
    assert not seen.note("8", "x"), "the same name again is no other name"
    with in_seconds(3601):
        assert not seen.note("9", "x")
    for number in range(200):
        seen.note("1", str(number))
    assert len(seen._seen) == 50


def test_a_honey_id_belongs_to_nobody_and_raises_an_alarm(as_: As) -> None:
    before = told()
    tell_accounts(Told(administrators=before.administrators, honey_ids=frozenset({"001099000001"})))
    sign_in(as_(None), "001099000002", WRONG)
    assert alarms_raised() == []
    answer = sign_in(as_(None), "001099000001", WRONG)
    assert answer.status_code == 422
    assert alarms_raised() == ["accounts.alarm_honey"]
    assert told_administrators() == 1


def test_alarms_have_words() -> None:
    assert {f"accounts.alarm_{kind}" for kind in alarms.WORDS} <= set(SENTENCES)


def test_typing_one_s_number_does_not_spend_the_code(as_: As) -> None:
    """98-CV/ĐU says that the first password is the number: many will try it before they look at the slip."""
    account = db.session.get_one(Account, person("newcomer").account_id)
    code = open_for_activation(SYSTEM, account)
    db.session.commit()
    refused(as_(None), 4, account.citizen_id)
    db.session.expire_all()
    assert account.code_tries == 0
    assert sign_in(as_(None), account.citizen_id, f" {code[:4].lower()}-{code[4:]} ").status_code == 303


def test_counters_that_nobody_touches_are_forgotten(as_: As) -> None:
    refused(as_(None), 2, person("member").citizen_id)
    with in_seconds(31 * 24 * 3600):
        assert throttle.forget_old() == 2
    db.session.rollback()


def test_nothing_in_the_counters_names_a_person_or_a_place(as_: As) -> None:
    refused(as_(None), 2, person("member").citizen_id, address="10.4.4.4")
    kept = str(db.session.execute(db.select(SignInCounter.key)).all())
    assert person("member").citizen_id not in kept
    assert "10.4.4.4" not in kept
