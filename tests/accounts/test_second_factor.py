"""The second step: codes of an app, codes on paper, required for some roles, taken away by who may."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from portal.accounts.models import Account, Passkey, RecoveryCode, SignInEvent, Totp, UserSession
from portal.accounts.services import forget_second_factor, second_steps, tell_accounts, told
from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.core.notices import Notice
from portal.members.api import Member, appoint
from portal.organizations.api import Role
from tests.accounts.entering import app_of, code_now, prove_all, require, sign_in, turn_on
from tests.client import PortalClient
from tests.people import PASSWORD, person, unit

As = Callable[[str | None], PortalClient]
HOME = "/tai-khoan-cua-toi/hai-buoc"
STEP = "/dang-nhap/ma-xac-nhan"


@pytest.fixture(autouse=True)
def at_the_start_of_a_half_minute() -> Iterator[None]:
    """So that no code grows old between two lines of a test."""
    before = told()
    now = clock.now()
    with time_machine.travel(now - timedelta(seconds=now.timestamp() % 30 - 1), tick=False):
        yield
    tell_accounts(before)


def to_code(client: PortalClient, key: str = "member", **more):
    page = sign_in(client, person(key).citizen_id, **more)
    assert (page.status_code, "Mã xác nhận" in page.text) == (200, True)
    return page


def test_turning_it_on_shows_codes_for_paper_once(as_: As) -> None:
    client = as_("member")
    prove_all()
    page = client.get(HOME)
    assert "<svg" not in page.text
    client.submit(page, action="/bat-dau")
    page = client.get(HOME)
    assert "<svg" in page.text
    assert person("member").citizen_id not in page.text
    wrong = client.submit(page, {"code": "000000"}, action="/bat")
    assert wrong.status_code == 422
    done = client.submit(wrong, {"code": code_now(app_of("member"))}, action="/hai-buoc/bat")
    assert done.status_code == 200
    assert done.text.count("<code>") == 10
    assert "<svg" not in client.get(HOME).text
    assert "<code>" not in client.get(HOME).text


def test_the_secret_and_the_codes_are_not_in_the_database(app: Flask) -> None:
    seen, codes = turn_on("member")
    stored = str(db.session.execute(db.select(Totp.secret)).all() +
                 db.session.execute(db.select(RecoveryCode.digest, RecoveryCode.salt)).all())
    assert seen.secret not in stored
    assert not [code for code in codes if code.replace("-", "") in stored]


def test_after_the_password_comes_the_code_and_before_it_nothing(as_: As) -> None:
    seen, _ = turn_on("member")
    client = as_(None)
    page = to_code(client)
    assert client.get("/").status_code == 401
    assert db.session.execute(db.select(UserSession)).all() == []
    answer = client.submit(page, {"code": code_now(seen)}, action=STEP)
    assert answer.location == "/"
    assert client.get("/").status_code == 200
    assert db.session.execute(db.select(SignInEvent.way)).scalar_one() == "second"


def test_way_back_own_device_and_typed_text_come_along(as_: As) -> None:
    seen, _ = turn_on("member")
    client = as_(None)
    page = client.submit(client.get("/tim-kiem?q=ga"), {
        "citizen_id": person("member").citizen_id, "password": PASSWORD, "own_device": "y"}, action="/dang-nhap")
    assert client.submit(page, {"code": code_now(seen)}, action=STEP).location == "/tim-kiem?q=ga"
    assert db.session.execute(db.select(UserSession.own_device)).scalar_one()


def test_a_code_works_once_and_not_beside_its_time(as_: As) -> None:
    seen, _ = turn_on("member")
    code = code_now(seen)
    client = as_(None)
    assert client.submit(to_code(client), {"code": code[:3] + " " + code[3:]}, action=STEP).status_code == 303
    for stale in (code, code_now(seen, later=-2), code_now(seen, later=3), "", "abc"):
        client = as_(None)
        assert client.submit(to_code(client), {"code": stale}, action=STEP).status_code == 422
    client = as_(None)
    assert client.submit(to_code(client), {"code": code_now(seen, later=1)}, action=STEP).status_code == 303


def test_a_step_is_answered_once_and_within_ten_minutes(as_: As) -> None:
    seen, _ = turn_on("member")
    client = as_(None)
    page = to_code(client)
    with client.session_transaction() as session:
        kept = dict(session)
    assert client.submit(page, {"code": code_now(seen)}, action=STEP).status_code == 303
    with client.session_transaction() as session:
        session.clear()
        session.update(kept)
    assert client.submit(page, {"code": code_now(seen, later=1)}, action=STEP).location == "/dang-nhap"
    client = as_(None)
    page = to_code(client)
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        assert client.submit(page, {"code": code_now(seen)}, action=STEP).location == "/dang-nhap"


def test_guessing_codes_is_slowed_but_not_for_the_owner(as_: As) -> None:
    seen, _ = turn_on("member")
    owner = as_(None)
    assert owner.submit(to_code(owner), {"code": code_now(seen)}, action=STEP).status_code == 303
    owner.submit(owner.get("/"), action="/dang-xuat")
    thief = as_(None)
    page = to_code(thief)
    for _ in range(5):
        assert thief.submit(page, {"code": "123123"}, action=STEP).status_code == 422
    answer = thief.submit(page, {"code": code_now(seen, later=1)}, action=STEP)
    assert (answer.status_code, "nhập sai nhiều lần" in answer.text) == (422, True)
    assert owner.submit(to_code(owner), {"code": code_now(seen, later=1)}, action=STEP).status_code == 303


def test_a_code_on_paper_works_once(as_: As) -> None:
    _, codes = turn_on("member")
    client = as_(None)
    assert client.submit(to_code(client), {"paper": codes[3].lower()}, action=STEP).status_code == 303
    client = as_(None)
    page = client.submit(to_code(client), {"paper": codes[3]}, action=STEP)
    assert page.status_code == 422
    assert "Mỗi mã trên giấy dùng một lần" in page.text and "Chờ mã tiếp theo" not in page.text
    assert client.submit(page, {"paper": codes[4]}, action=STEP).status_code == 303
    assert "còn 8 mã" in client.get(HOME).text


def test_new_codes_end_the_old_ones(as_: As) -> None:
    _, codes = turn_on("member")
    client = as_("member")
    prove_all()
    assert client.submit(client.get(HOME), action="/ma-du-phong").text.count("<code>") == 10
    assert not second_steps.fits(person("member").account_id, codes[0])
    db.session.rollback()


def test_turning_it_off_asks_the_password(as_: As) -> None:
    turn_on("member")
    client = as_("member")
    page = client.submit(client.get(HOME + "/tat"), {"password": "khong dung mat khau"}, action="/tat")
    assert page.status_code == 422
    assert client.submit(page, {"password": PASSWORD}, action="/tat").location == HOME
    assert sign_in(as_(None), person("member").citizen_id).location == "/"
    assert db.session.execute(db.select(RecoveryCode)).all() == []


def test_beside_it_eight_signs_are_enough_and_then_it_stays(as_: As) -> None:
    client = as_("member")
    new = {"old_password": PASSWORD, "new_password": "gio-muoi9", "repeat_password": "gio-muoi9"}
    assert client.submit(client.get("/doi-mat-khau"), new, action="/doi-mat-khau").status_code == 422
    turn_on("member")
    page = client.get("/doi-mat-khau")
    assert "Ít nhất 8 ký tự" in page.text
    assert client.submit(page, new, action="/doi-mat-khau").status_code == 303
    kept = client.submit(client.get(HOME + "/tat"), {"password": "gio-muoi9"}, action="/tat")
    assert (kept.status_code, "15" in kept.text) == (422, True)


def test_a_role_that_needs_it_sets_it_up_on_the_way_in(as_: As) -> None:
    require("administrator")
    assert sign_in(as_(None), person("secretary").citizen_id).location == "/"
    client = as_(None)
    page = sign_in(client, person("administrator").citizen_id)
    assert (page.status_code, "<svg" in page.text) == (200, True)
    assert client.get("/").status_code == 401
    wrong = client.submit(page, {"code": "111222"}, action="/lap-xac-thuc")
    assert (wrong.status_code, "<svg" in wrong.text) == (422, True)
    done = client.submit(wrong, {"code": code_now(app_of("administrator"))}, action="/lap-xac-thuc")
    assert done.text.count("<code>") == 10
    assert client.get("/").status_code == 200
    assert client.get_cookie("may") is not None
    off = client.submit(client.get(HOME + "/tat"), {"password": PASSWORD}, action="/tat")
    assert (off.status_code, "bắt buộc" in off.text) == (422, True)


def test_a_role_given_while_signed_in_asks_for_it_at_the_next_request(as_: As) -> None:
    require("inspection_member")
    client, app = as_("member"), as_("neighbour")
    turn_on("neighbour")
    assert client.get("/").status_code == 200
    for key in ("member", "neighbour"):
        one = db.session.execute(db.select(Member).where(Member.account_id == person(key).account_id)).scalar_one()
        appoint(SYSTEM, one, unit=unit("hanoi"), role=Role.INSPECTION_MEMBER, since=clock.today())
    db.session.commit()
    assert client.get("/").status_code == 401
    assert app.get("/").status_code == 200
    page = sign_in(as_(None), person("member").citizen_id)
    assert (page.status_code, "<svg" in page.text) == (200, True)


def test_somebody_who_saw_an_unfinished_secret_gains_nothing(as_: As) -> None:
    require("administrator")
    sign_in(as_(None), person("administrator").citizen_id)
    seen_before = app_of("administrator").secret
    sign_in(as_(None), person("administrator").citizen_id)
    db.session.expire_all()
    assert app_of("administrator").secret != seen_before


def test_keepers_take_it_away_and_the_owner_is_told(as_: As) -> None:
    turn_on("member")
    client = as_("member")
    me = person("member").account_id
    db.session.add(Passkey(account_id=me, credential_id="x", public_key="", name="x", created_at=clock.now()))
    from tests.factories.meetings import acting

    forget_second_factor(acting("secretary"), db.session.get_one(Account, me))
    db.session.commit()
    assert client.get("/").status_code == 401
    for table in (Totp, RecoveryCode, Passkey):
        assert db.session.execute(db.select(table)).all() == []
    again = as_(None)
    assert sign_in(again, person("member").citizen_id).status_code == 303
    assert again.get("/").location == "/doi-mat-khau", "the password may be too short to stand alone"
    assert db.session.execute(db.select(Notice.text).where(Notice.account_id == me)).scalars().all()
    verbs = db.session.execute(db.select(AuditEntry.verb)).scalars().all()
    assert "accounts.forget_second_factor" in verbs


def test_what_signs_in_is_changed_only_after_proving_oneself(as_: As) -> None:
    client = as_("member")
    asked = client.submit(client.get(HOME), action="/bat-dau", headers={"Referer": "http://localhost" + HOME})
    assert asked.location == "/tai-khoan-cua-toi/xac-nhan-lai?tiep=" + HOME
    page = client.get(asked.location)
    wrong = client.submit(page, {"password": "khong phai"}, action="/xac-nhan-lai")
    assert wrong.status_code == 422
    assert client.submit(wrong, {"password": PASSWORD}, action="/xac-nhan-lai").location == HOME
    assert client.submit(client.get(HOME), action="/bat-dau").location == HOME
    assert "<svg" in client.get(HOME).text
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        assert "<svg" not in client.get(HOME).text
        assert "xac-nhan-lai" in client.submit(client.get(HOME), action="/bat-dau").location


def test_proving_oneself_is_counted_too(as_: As) -> None:
    client = as_("member")
    page = client.get("/tai-khoan-cua-toi/xac-nhan-lai?tiep=" + HOME)
    for _ in range(5):
        page = client.submit(page, {"password": "doan mo"}, action="/xac-nhan-lai")
    assert client.submit(page, {"password": PASSWORD}, action="/xac-nhan-lai").status_code == 422
    with time_machine.travel(clock.now() + timedelta(seconds=31)):
        assert client.submit(page, {"password": PASSWORD}, action="/xac-nhan-lai").status_code == 303


def test_no_sentence_leads_to_another_site(as_: As) -> None:
    client = as_("member")
    page = client.get("/tai-khoan-cua-toi/xac-nhan-lai?tiep=https://evil.example")
    assert "evil" not in page.text
    assert client.submit(page, {"password": PASSWORD}, action="/xac-nhan-lai").location == "/"


def test_a_code_after_a_one_time_code_from_the_secretary(as_: As) -> None:
    """A new slip replaces the password, not the phone."""
    from portal.accounts.services import open_for_activation
    from portal.core.actor import SYSTEM

    seen, _ = turn_on("member")
    account = db.session.get_one(Account, person("member").account_id)
    code = open_for_activation(SYSTEM, account)
    db.session.commit()
    client = as_(None)
    page = to_code(client, password=code)
    assert client.submit(page, {"code": code_now(seen)}, action=STEP).location == "/"
    assert client.get("/").location == "/doi-mat-khau"
