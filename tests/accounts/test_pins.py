"""PINs on a machine that a station shares: after a full sign-in, there only, for a shift, three tries (N34)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from portal.accounts.models import LOCKED, Account, DevicePin, SharedDevice, SignInEvent, UserSession
from portal.accounts.services import Told, forget_old, lock, persons, tell_accounts
from portal.accounts.services.pins import check_pin
from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.core.errors import DomainError
from tests.accounts.entering import prove_all, sign_in, turn_on
from tests.client import PortalClient
from tests.people import PASSWORD, person

As = Callable[[str | None], PortalClient]
HOME = "/tai-khoan-cua-toi/ma-pin"
PIN = "374862"


def with_pin(client: PortalClient, key: str = "member", pin: str = PIN, **more: str):
    """Sign in fully on this machine, mark it where nobody has, set a PIN."""
    assert sign_in(client, person(key).citizen_id).status_code == 303
    page = client.get(HOME)
    if "Đây là máy dùng chung của ga" in page.text:
        assert client.submit(page, action="/may-dung-chung").location == HOME
        page = client.get(HOME)
    return client.submit(page, {"pin": pin, "repeat_pin": pin, **more}, action="/ma-pin/dat")


def leave(client: PortalClient):
    return client.submit(client.get("/"), action="/dang-xuat")


def enter(client: PortalClient, pin: str = PIN, key: str = "member"):
    page = client.get("/dang-nhap")
    number = db.session.execute(db.select(DevicePin.id).where(DevicePin.account_id == person(key).account_id)).scalar()
    return client.submit(page, {"pin_id": str(number or 1), "pin": pin}, action="/vao-bang")


@pytest.fixture
def station(as_: As) -> PortalClient:
    """A shared machine on which the member has a PIN and has signed out."""
    client = as_(None)
    assert with_pin(client).location == HOME
    assert leave(client).headers["Clear-Site-Data"] == '"cache", "storage"'
    return client


def test_the_next_comes_in_by_name_and_pin(station: PortalClient) -> None:
    page = station.get("/dang-nhap")
    assert "Nguyễn Văn An" in page.text
    assert "Đây là máy riêng của tôi" not in page.text
    done = enter(station)
    assert (done.status_code, done.headers["Clear-Site-Data"]) == (303, '"cache", "storage"')
    home = station.get("/")
    assert "Đang dùng: <strong>Nguyễn Văn An</strong>" in home.text
    assert "Đổi người" in home.text
    assert home.headers["Cache-Control"] == "no-store"
    assert db.session.execute(db.select(SignInEvent.way).order_by(SignInEvent.id.desc())).scalars().first() == "pin"


def test_who_comes_next_ends_the_session_before_also_where_its_cookie_is_lost(station: PortalClient) -> None:
    enter(station)
    first = db.session.execute(db.select(UserSession).order_by(UserSession.id.desc())).scalars().first()
    assert first is not None
    assert first.ended_at is None
    number = first.id
    station.delete_cookie("sotay")
    assert sign_in(station, person("secretary").citizen_id).status_code == 303
    assert db.session.get_one(UserSession, number).ended_at is not None
    assert "Đang dùng: <strong>Trần Văn Bình</strong>" in station.get("/").text


def test_a_pin_proves_nobody(station: PortalClient) -> None:
    """What changes how one signs in asks for the password still, a new PIN too."""
    enter(station)
    answer = station.submit(station.get(HOME), {"pin": "918273", "repeat_pin": "918273"}, action="/ma-pin/dat")
    assert "/xac-nhan-lai" in answer.location
    assert "/xac-nhan-lai" in station.submit(station.get("/tai-khoan-cua-toi/hai-buoc"), action="/bat-dau").location


def test_three_wrong_ones_end_it(station: PortalClient) -> None:
    for _ in range(2):
        assert enter(station, "111222").status_code == 422
    assert enter(station).status_code == 303, "a right one in between begins anew"
    leave(station)
    for _ in range(3):
        answer = enter(station, "111222")
        assert (answer.status_code, "Không vào được bằng mã PIN" in answer.text) == (422, True)
    assert db.session.execute(db.select(DevicePin)).first() is None
    assert "Mã PIN" not in station.get("/dang-nhap").text
    assert sign_in(station, person("member").citizen_id).status_code == 303
    assert "sai từ đó" in station.get("/").text, "the owner is told of wrong tries"


def test_tries_are_counted_before_they_are_checked(station: PortalClient) -> None:
    db.session.execute(db.update(DevicePin).values(tries=2))
    db.session.commit()
    page = station.get("/dang-nhap")
    db.session.execute(db.update(DevicePin).values(tries=3))
    db.session.commit()
    number = db.session.execute(db.select(DevicePin.id)).scalar_one()
    answer = station.submit(page, {"pin_id": str(number), "pin": PIN}, action="/vao-bang")
    assert answer.status_code == 422, "the right one too, once the tries are used up"


def test_good_on_this_machine_only(as_: As, station: PortalClient) -> None:
    page = station.get("/dang-nhap")
    number = str(db.session.execute(db.select(DevicePin.id)).scalar_one())
    elsewhere = as_(None)
    with_pin(elsewhere, "secretary")
    leave(elsewhere)
    assert "Nguyễn Văn An" not in elsewhere.get("/dang-nhap").text
    refused = elsewhere.submit(elsewhere.get("/dang-nhap"), {"pin_id": number, "pin": PIN}, action="/vao-bang")
    assert refused.status_code == 422
    nowhere = as_(None)
    data = {"pin_id": number, "pin": PIN}
    from tests.client import find_form, form_values
    token = form_values(find_form(nowhere.get("/dang-nhap"), "/dang-nhap"))
    assert nowhere.post("/vao-bang-ma-pin", data={**token, **data}).status_code == 422
    assert station.submit(page, data, action="/vao-bang").status_code == 303


def test_a_shift_later_it_is_over(station: PortalClient) -> None:
    with time_machine.travel(clock.now() + timedelta(hours=11)):
        assert "Nguyễn Văn An" in station.get("/dang-nhap").text
    with time_machine.travel(clock.now() + timedelta(hours=13)):
        page = station.get("/dang-nhap")
        assert "Nguyễn Văn An" not in page.text
        forget_old()
        assert db.session.execute(db.select(DevicePin)).first() is None
        db.session.rollback()


def test_longest_a_day(as_: As) -> None:
    assert with_pin(as_(None), hours="48").status_code == 422


@pytest.mark.parametrize("how", ["password", "everywhere", "lock", "state", "forget"])
def test_what_ends_it(as_: As, station: PortalClient, how: str) -> None:
    client, _ = as_("member"), as_("member")
    if how == "password":
        new = "hoa phuong no do san ga"
        client.submit(client.get("/doi-mat-khau"), {"old_password": PASSWORD, "new_password": new,
                                                    "repeat_password": new}, action="/doi-mat-khau")
    elif how == "everywhere":
        client.submit(client.get("/tai-khoan-cua-toi"), action="/thoat-noi-khac")
    elif how == "forget":
        sign_in(station, person("secretary").citizen_id)
        station.submit(station.get(HOME), action="/quen")
        assert "Đang dùng" not in station.get("/").text
        leave(station)
        assert db.session.execute(db.select(SharedDevice)).first() is None
    else:
        account = db.session.get_one(Account, person("member").account_id)
        if how == "lock":
            lock(SYSTEM, account, reason="thử")
        else:
            account.state = LOCKED
        db.session.commit()
    assert db.session.execute(db.select(DevicePin)).first() is None
    assert "Nguyễn Văn An" not in station.get("/dang-nhap").text


def test_removed_by_its_owner(station: PortalClient) -> None:
    enter(station)
    assert station.submit(station.get(HOME), action="/xoa").location == HOME
    assert db.session.execute(db.select(DevicePin)).first() is None


@pytest.mark.parametrize("pin", ["111111", "112211", "123456", "987654", "890123", "121212", "374374", "12345",
                                 "37486a", "000000", "990000", "010180", "198011", "011980", "374 86", "³74862"])
def test_guessable_ones_are_refused(pin: str) -> None:
    """Citizen id 999000000001, born 01/01/1980."""
    with pytest.raises(DomainError):
        check_pin(pin, "999000000001", ["Nguyễn Văn An", "01011980", "010180", "19800101", "1980"])


def test_others_are_taken() -> None:
    for pin in (PIN, "918273", "502846"):
        check_pin(pin, "999000000001", ["Nguyễn Văn An", "01011980", "1980"])


def test_refused_at_the_field(as_: As) -> None:
    answer = with_pin(as_(None), pin="123456")
    assert (answer.status_code, "dễ đoán" in answer.text) == (422, True)
    assert with_pin(as_(None), repeat_pin="918273").status_code == 422


def test_stored_as_a_digest_under_a_key(station: PortalClient) -> None:
    row = db.session.execute(db.select(DevicePin)).scalar_one()
    assert row.hash.startswith("$argon2id$")
    from argon2 import PasswordHasher
    from argon2.exceptions import VerifyMismatchError
    with pytest.raises(VerifyMismatchError):
        PasswordHasher().verify(row.hash, PIN)
    cookie = station.get_cookie("chung")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.value not in str(db.session.execute(db.select(SharedDevice.digest)).all())


def test_not_beside_two_steps(as_: As) -> None:
    client = as_("member")
    client.submit(client.get(HOME), action="/may-dung-chung")
    turn_on("member")
    prove_all()
    page = client.get(HOME)
    assert "không dùng mã PIN" in page.text
    assert 'name="repeat_pin"' not in page.text


def test_a_role_that_needs_two_steps_ends_it(station: PortalClient) -> None:
    before = persons.told()
    tell_accounts(Told(roles=lambda account: {"secretary"}, second_step_roles=frozenset({"secretary"})))
    try:
        assert enter(station).status_code == 422
        assert db.session.execute(db.select(DevicePin)).first() is None
    finally:
        tell_accounts(before)


def test_a_shared_machine_is_nobodys_own(as_: As) -> None:
    client = as_(None)
    assert sign_in(client, person("member").citizen_id, own_device="y").status_code == 303
    assert client.get("/").headers["Cache-Control"] == "private, no-cache"
    client.submit(client.get(HOME), action="/may-dung-chung")
    assert client.get("/").headers["Cache-Control"] == "no-store"
    leave(client)
    data = {"citizen_id": person("member").citizen_id, "password": PASSWORD, "own_device": "y"}
    client.submit(client.get("/dang-nhap"), data, action="/dang-nhap")
    assert client.get("/").headers["Cache-Control"] == "no-store"


def test_twelve_names_at_most(station: PortalClient) -> None:
    device = db.session.execute(db.select(SharedDevice.id)).scalar_one()
    others = db.session.execute(db.select(Account.id).where(Account.id != person("member").account_id,
                                                            Account.id != person("secretary").account_id).limit(11))
    now = clock.now()
    db.session.add_all(DevicePin(device_id=device, account_id=account, name=f"Người {account}", hash="-", tries=0,
                                 set_at=now, until=now + timedelta(hours=1)) for account in others.scalars())
    db.session.commit()
    answer = with_pin(station, "secretary")
    assert (answer.status_code, "12 người" in answer.text) == (422, True)


def test_the_name_shown_is_the_owners_choice(as_: As) -> None:
    client = as_(None)
    with_pin(client, name="An, tổ chạy tàu")
    leave(client)
    page = client.get("/dang-nhap").text
    assert "An, tổ chạy tàu" in page
    assert "Nguyễn Văn An" not in page
