"""Which passwords are good: long, uncommon, free of what others know; and the four words that are proposed."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date

import pytest
from argon2 import PasswordHasher, Type, extract_parameters
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.models import Account
from portal.accounts.services import check_password, guessable, passwords, told
from portal.accounts.services.passwords import HASHER, SHORTEST, normal, verify
from portal.core.db import db
from portal.core.errors import DomainError
from portal.members.api import Member
from tests.accounts.entering import sign_in
from tests.client import PortalClient
from tests.people import PASSWORD, person

As = Callable[[str | None], PortalClient]
CITIZEN_ID = "001080123456"
KNOWN = [*guessable.words_of_name("Nguyễn Thị Phương"), "Chi bộ Ga Hà Nội", *guessable.forms_of_date(date(1980, 3, 7)),
         *guessable.forms_of_phone("0912 345 678")]


def good(password: str, shortest: int = SHORTEST) -> bool:
    try:
        check_password(password, CITIZEN_ID, KNOWN, shortest)
    except DomainError:
        return False
    return True


@pytest.mark.parametrize("password", ["con tau ve ga luc sang som", "Tàu đêm qua đèo Hải Vân", "x7!kQz9#pW2&mLr5",
                                      "mua he nam ay bon minh di xa", "correct horse battery staple",
                                      "bốn   dấu   cách"])
def test_long_and_own_is_good(password: str) -> None:
    assert good(password)


@pytest.mark.parametrize("password", [
    "matkhaumatkhaumatkhau", "Mật khẩu mật khẩu mật khẩu 123", "passwordpassword1", "P@ssw0rdP@ssw0rd",
    "123456123456123456", "qwertyuiopasdfghjkl", "abcdefghijklmnopq", "aaaaaaaaaaaaaaaaaaa", "98765432109876543",
    "anhyeuemnhieu2026anhyeuem", "dangcongsanvietnam", "Đảng Cộng sản Việt Nam 1930", "vietnamvietnamvietnam",
    "iloveyouiloveyou", "hochiminh19051890", "conghoaxahoichunghiavietnam"])
def test_what_is_tried_first_is_refused(password: str) -> None:
    assert not good(password)


@pytest.mark.parametrize("password", [
    f"con tau {CITIZEN_ID} ve ga", "con tau 123456 ve ga", "con tau 080.123 ve ga xa", "con tau 07031980 ve ga",
    "con tau 070380 ve ga xa", "con tau 1980-03-07 ve ga", "con tau nam 1980 ve ga", "con tau 7/3/1980 ve ga",
    "0912345678 con tau ve", "dien 345678 thoai la", "con tau Nguyen thi phuong", "con tau cua PHƯƠNG ve ga",
    "nguyen phuong len tau", "con tau Ga Hà Nội ve", "chi bo ga ha noi cua toi", "ｃｏｎ ｔａｕ １２３４５６ ve"])
def test_what_others_know_is_refused(password: str) -> None:
    assert not good(password)


def test_lengths() -> None:
    assert not good("kho doan lam 7")
    assert good("kho doan lam 74")
    assert good("gio-muoi9", shortest=8)
    assert not good("gio-m9x", shortest=8)
    assert not good("Dragon12", shortest=8)
    longest = ("mua he nam ay bon minh di xa, " * 5)[:128]
    assert good(longest)
    assert not good(longest + "!")


def test_no_kinds_of_signs_are_asked_for() -> None:
    assert good("toan chu thuong khong dau")


def test_the_list_is_large_and_read_once() -> None:
    assert len(guessable.common()) > 5000
    assert {"matkhau", "anhyeuem", "123456", "dangvien", "sotay"} <= guessable.common()
    assert all(word == guessable.plain(word) for word in guessable.common())


@given(st.text(max_size=128))
def test_any_text_gets_an_answer(password: str) -> None:
    assert guessable.is_common(password) in (True, False)
    assert guessable.holds_known(password, CITIZEN_ID, KNOWN) in (True, False)


def test_odd_texts_cost_no_time() -> None:
    """Repeated pieces that can be cut in many ways are looked at once each."""
    assert guessable.is_common("love" * 31)
    assert not guessable.is_common("love" * 31 + "zq")


def test_proposals_are_good_and_differ() -> None:
    proposals = {guessable.propose(SHORTEST, KNOWN) for _ in range(300)}
    assert len(proposals) == 300
    for phrase in proposals:
        assert len(phrase.split()) == 4
        assert phrase.isascii()
        assert good(phrase)


def test_words_to_propose_from() -> None:
    words = guessable._list("passphrase_words.txt")
    assert len(set(words)) == len(words) > 700
    assert all(word.isalpha() and word.islower() and word.isascii() for word in words)


def test_the_page_proposes_and_takes_the_proposal(as_: As) -> None:
    client = as_("member")
    page = client.get("/doi-mat-khau")
    proposed = page.text.split("Gợi ý: “")[1].split("”")[0]
    assert len(proposed.split()) == 4
    assert proposed not in client.get("/doi-mat-khau").text
    fields = {"old_password": PASSWORD, "new_password": proposed, "repeat_password": proposed}
    assert client.submit(page, fields, action="/doi-mat-khau").status_code == 303
    assert sign_in(as_(None), person("member").citizen_id, proposed).status_code == 303


def test_accounts_are_told_what_the_register_knows(app: Flask) -> None:
    one = person("member")
    member = db.session.execute(db.select(Member).where(Member.account_id == one.account_id)).scalar_one()
    member.phone = "0987 654 321"
    db.session.flush()
    known = told().known(one.account_id)
    for word in ("Nguyễn Văn An", "Chi bộ Ga Hà Nội", "01011980", "654321"):
        assert word in known
    assert told().known(10 ** 6) == []
    assert list(told().administrators()) == [person("administrator").account_id]
    assert told().roles(person("secretary").account_id) == {"secretary"}
    db.session.rollback()


def test_blanks_and_forms_of_letters(as_: As) -> None:
    """Every sign counts, also two blanks; ways to write the same letter do not matter, nor blanks at the ends, which
    keyboards of phones put there."""
    client = as_("member")
    new = "hoa  phượng nở đỏ sân  ga"
    fields = {"old_password": f"{PASSWORD} ", "new_password": new, "repeat_password": f"{new} "}
    assert client.submit(client.get("/doi-mat-khau"), fields, action="/doi-mat-khau").status_code == 303
    import unicodedata

    citizen_id = person("member").citizen_id
    assert sign_in(as_(None), citizen_id, " ".join(new.split())).status_code == 422
    assert sign_in(as_(None), citizen_id, new.upper()).status_code == 422
    assert sign_in(as_(None), citizen_id, unicodedata.normalize("NFD", new)).status_code == 303
    assert sign_in(as_(None), citizen_id, new).status_code == 303
    assert sign_in(as_(None), citizen_id, f" {new}  ").status_code == 303


def test_digests_are_dear_and_a_wrong_name_costs_the_same() -> None:
    dear = "from portal.accounts.services import passwords; print(passwords.HASHER.hash('x'), passwords.NOBODY)"
    told = subprocess.run([sys.executable, "-c", dear], capture_output=True, text=True, check=True).stdout.split()
    made, nobody = map(extract_parameters, told)
    assert (made.type, made.memory_cost, made.time_cost, made.parallelism) == (Type.ID, 19456, 2, 1)
    assert nobody == made


def test_where_there_is_nobody_nothing_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "NOBODY", HASHER.hash(PASSWORD))
    assert verify(HASHER.hash(PASSWORD), PASSWORD) and not verify("", PASSWORD)


def test_an_old_digest_is_made_anew_at_the_next_sign_in(as_: As) -> None:
    account = db.session.get_one(Account, person("member").account_id)
    account.password_hash = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    db.session.commit()
    assert sign_in(as_(None), person("member").citizen_id, PASSWORD).status_code == 303
    fresh = db.session.get_one(Account, person("member").account_id).password_hash
    assert not HASHER.check_needs_rehash(fresh)
    assert verify(fresh, PASSWORD)


@given(st.text(max_size=60))
def test_the_normal_form_is_stable(password: str) -> None:
    assert normal(normal(password)) == normal(password)
