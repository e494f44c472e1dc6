"""The letter's rule (98-CV/ĐU): off, it opens nothing; on, only as SECURITY 3.3 says."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.services import letter_rule_open, within
from portal.core import clock
from portal.core.db import db
from portal.keeping import services
from tests.client import PortalClient
from tests.factories import keeping
from tests.people import PEOPLE, person

As = Callable[[str | None], PortalClient]
NEW = "hoa phuong no do san ga"
HERE = "127.0.0.0/8"


def try_id(client: PortalClient, key: str):
    citizen_id = person(key).citizen_id
    return client.submit(client.get("/dang-nhap"), {"citizen_id": citizen_id, "password": citizen_id},
                         action="/dang-nhap")


def open_window(as_: As, key: str = "newcomer"):
    client = as_("secretary")
    page = client.get(f"/tai-khoan/mo?nguoi={keeping.member(key).id}")
    return client.submit(page, {"cach": "98"}, action="/tai-khoan/phieu")


def enter_by_letter(as_: As) -> PortalClient:
    """A person who signed in by the citizen id and set a password."""
    client = as_(None)
    assert try_id(client, "newcomer").status_code == 303
    page = client.get("/doi-mat-khau")
    client.submit(page, {"new_password": NEW, "repeat_password": NEW}, action="/doi-mat-khau")
    return client


def test_id_by_id_opens_no_account_outside_a_window(as_: As) -> None:
    """Also with the rule on, from the right network, for every person, closed, open by slip, active or locked."""
    keeping.rules(letter_on=True, networks=HERE)
    services.issue(keeping.acting("secretary"), [keeping.member("newcomer").id],
                   until=clock.now() + timedelta(hours=1))
    db.session.commit()
    for key in PEOPLE:
        assert try_id(as_(None), key).status_code == 422, key
        assert not letter_rule_open(keeping.account(key), "127.0.0.1")
    assert not letter_rule_open(None, "127.0.0.1")


def test_off_the_choice_is_not_even_shown_and_a_forged_one_refused(as_: As) -> None:
    client = as_("secretary")
    page = client.get(f"/tai-khoan/mo?nguoi={keeping.member('newcomer').id}")
    assert "98-CV/ĐU" not in page.text
    refused = client.submit(page, {"cach": "98"}, action="/tai-khoan/phieu")
    assert (refused.status_code, "đang tắt" in refused.text) == (422, True)
    assert keeping.account("newcomer").state == "closed"


def test_inside_the_window_the_account_stays_unconfirmed_until_its_keeper_met_the_person(as_: As) -> None:
    keeping.rules(letter_on=True, networks=HERE, letter_minutes=30)
    opened = open_window(as_)
    assert opened.status_code == 303
    assert keeping.account("newcomer").code_until <= clock.now() + timedelta(minutes=30)
    client = enter_by_letter(as_)
    for path in ("/", "/van-ban", "/tai-khoan-cua-toi", "/dang-vien/toi", "/tim-kiem?q=a", "/sinh-hoat"):
        assert client.get(path).location == "/cho-xac-nhan", path
    waiting = client.get("/cho-xac-nhan")
    assert "gặp bí thư" in waiting.text
    actor = keeping.acting("newcomer")
    assert (actor.unit_id, actor.holdings, actor.readers) == (None, (), frozenset())
    keeper, member_id = as_("secretary"), keeping.member("newcomer").id
    page = keeper.get(f"/tai-khoan/{member_id}")
    assert "chờ xác nhận" in page.text
    assert keeper.submit(page, action="/xac-nhan").status_code == 303
    assert client.get("/cho-xac-nhan").location == "/"
    assert client.get("/").status_code == 200
    again = keeper.get(f"/tai-khoan/{member_id}")
    assert "/xac-nhan" not in again.text


def test_the_id_is_refused_as_the_new_password(as_: As) -> None:
    keeping.rules(letter_on=True, networks=HERE)
    open_window(as_)
    client, citizen_id = as_(None), person("newcomer").citizen_id
    try_id(client, "newcomer")
    for new in (citizen_id, f"{citizen_id} cua toi day", f"so cuoi la {citizen_id[-6:]} nhe"):
        page = client.get("/doi-mat-khau")
        answer = client.submit(page, {"new_password": new, "repeat_password": new}, action="/doi-mat-khau")
        assert answer.status_code == 422, new
    assert keeping.account("newcomer").state == "open"


def test_after_the_window_the_id_opens_nothing_and_the_account_closes(as_: As) -> None:
    from portal.accounts.api import close_lapsed_windows

    keeping.rules(letter_on=True, networks=HERE)
    open_window(as_)
    half_way = as_(None)
    try_id(half_way, "newcomer")
    with time_machine.travel(clock.now() + timedelta(minutes=61), tick=False):
        assert try_id(as_(None), "newcomer").status_code == 422
        assert close_lapsed_windows() == 1
        db.session.commit()
        assert half_way.get("/doi-mat-khau").status_code == 401
    account = keeping.account("newcomer")
    assert (account.state, account.unconfirmed) == ("closed", False)


def test_a_second_sign_in_needs_the_password_that_was_set(as_: As) -> None:
    keeping.rules(letter_on=True, networks=HERE)
    open_window(as_)
    enter_by_letter(as_)
    assert try_id(as_(None), "newcomer").status_code == 422


def test_only_from_the_networks_of_the_organisation(as_: As) -> None:
    keeping.rules(letter_on=True, networks="10.0.0.0/8")
    open_window(as_)
    assert try_id(as_(None), "newcomer").status_code == 422
    assert letter_rule_open(keeping.account("newcomer"), "10.1.2.3")
    assert not letter_rule_open(keeping.account("newcomer"), "192.168.1.1")


def test_switching_the_rule_off_shuts_open_windows(as_: As) -> None:
    keeping.rules(letter_on=True, networks=HERE)
    open_window(as_)
    keeping.rules(letter_on=False, networks=HERE)
    assert try_id(as_(None), "newcomer").status_code == 422


def test_never_for_one_who_holds_a_post_nor_for_one_who_had_a_password(as_: As) -> None:
    keeping.rules(letter_on=True, networks=HERE)
    keeping.change("delegate", state="closed", password_hash="", password_set_at=None)
    client = as_("administrator")
    page = client.get(f"/tai-khoan/mo?nguoi={keeping.member('delegate').id}")
    refused = client.submit(page, {"cach": "98"}, action="/tai-khoan/phieu")
    assert (refused.status_code, "chỉ mở bằng phiếu" in refused.text) == (422, True)
    keeping.change("member", state="closed")
    refused = open_window(as_, "member")
    assert (refused.status_code, "đã từng đặt mật khẩu" in refused.text) == (422, True)


def test_a_slip_afterwards_makes_it_an_ordinary_opening(as_: As) -> None:
    keeping.rules(letter_on=True, networks=HERE)
    open_window(as_)
    services.issue(keeping.acting("secretary"), [keeping.member("newcomer").id],
                   until=clock.now() + timedelta(hours=1))
    db.session.commit()
    assert not keeping.account("newcomer").unconfirmed
    assert try_id(as_(None), "newcomer").status_code == 422


@pytest.mark.parametrize(("address", "networks", "inside"), [
    ("10.1.2.3", "10.0.0.0/8", True), ("10.1.2.3", "10.2.0.0/16\n10.1.0.0/16", True), ("11.0.0.1", "10.0.0.0/8", False),
    ("::1", "10.0.0.0/8", False), ("2001:db8::5", "2001:db8::/32", True), ("", "10.0.0.0/8", False),
    ("nonsense", "10.0.0.0/8", False), ("10.1.2.3", "", False), ("10.1.2.3", "broken 10.0.0.0/8", False)])
def test_addresses(address: str, networks: str, inside: bool) -> None:
    assert within(address, networks) is inside


@given(st.ip_addresses(v=4), st.integers(8, 32))
def test_an_address_lies_in_its_own_network_and_not_in_another(address, prefix: int) -> None:
    from ipaddress import ip_address, ip_network

    own = ip_network((int(address) >> (32 - prefix) << (32 - prefix), prefix))
    assert within(str(address), str(own))
    flipped = ip_address(int(address) ^ (1 << (32 - prefix)))
    assert not within(str(flipped), str(own))
