"""Merging two records that both have lived: transfers, residence, invitations, accounts, what they did to others."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.accounts.api import ACTIVE, Account, AccountKeeping, AccountRules
from portal.core import audit, clock, notices
from portal.core.actor import SYSTEM, Actor
from portal.core.db import db
from portal.core.errors import Conflict, DomainError
from portal.delegation.api import actor_of_account, is_last_administrator
from portal.members.api import Member, State, admit, appoint, enter_state
from portal.organizations.api import Role
from portal.privacy import queries as privacy
from portal.quality import services
from portal.quality.models import Merge, Pair, PairState
from portal.transfers.models import ResidenceContact, ResidenceRemark, Transfer, TransferStep
from tests.client import PortalClient
from tests.factories import meetings, transfers
from tests.people import PEOPLE, SINCE, person, unit
from tests.quality.test_doubles import member, twin

As = Callable[[str | None], PortalClient]
Act = Callable[[str], Actor]
pytestmark = pytest.mark.usefixtures("app")


def pair_of(one: Member, other: Member) -> Pair:
    made = Pair(a_id=min(one.id, other.id), b_id=max(one.id, other.id), reasons=["name_birth"], state=PairState.OPEN,
                found_at=clock.now())
    db.session.add(made)
    db.session.commit()
    return made


def merge(one: Member, other: Member, *, by: str = "administrator") -> int:
    """The id of the record that stays."""
    keep = one.id
    services.merge(actor_of_account(person(by).account_id), pair_of(one, other), keep=keep, take=set())
    db.session.commit()
    return keep


def an() -> Member:
    return member(PEOPLE["member"][0])


def asked(who: Member) -> Transfer:
    made = transfers.services.ask(transfers.acting("delegate"), who, transfers.wish("ga_vinh"))
    db.session.commit()
    return made


def test_transfers_of_both_and_their_steps_go_to_the_one() -> None:
    other = twin()
    first = asked(an())
    transfers.services.decline(transfers.acting("delegate"), first, "Chưa đủ hồ sơ")
    second = asked(other).id
    db.session.commit()
    keep = merge(an(), other)
    assert set(db.session.execute(db.select(Transfer.member_id)).scalars()) == {keep}
    assert transfers.row(second).state == "asked"


def test_of_two_that_run_one_stays_with_the_steps_of_both() -> None:
    other = twin()
    first, second = asked(an()).id, asked(other).id
    merge(an(), other)
    assert list(db.session.execute(db.select(Transfer.id)).scalars()) == [first]
    assert set(db.session.execute(db.select(TransferStep.transfer_id)).scalars()) == {first}
    row = db.session.execute(db.select(Merge)).scalar_one()
    assert [one["id"] for one in row.moved["transfer.member_id"]] == [second]


def test_residences_of_both_become_one_and_remarks_stay() -> None:
    other = twin()
    for number, who in enumerate((an(), other)):
        contact = ResidenceContact(member_id=who.id, cell="Tổ 3", valid_from=SINCE)
        db.session.add(contact)
        db.session.flush()
        db.session.add(ResidenceRemark(contact_id=contact.id, member_id=who.id, year=2024 + number, period="year",
                                       text="Tốt", way="paper", at=clock.now()))
    db.session.commit()
    keep = merge(an(), other)
    contact = db.session.execute(db.select(ResidenceContact)).scalar_one()
    found = db.session.execute(db.select(ResidenceRemark.year, ResidenceRemark.contact_id, ResidenceRemark.member_id))
    assert {tuple(one) for one in found} == {(2024, contact.id, keep), (2025, contact.id, keep)}


def test_invited_twice_is_invited_once() -> None:
    meetings.settle_rules()
    other = twin()
    other_id = other.id
    made = meetings.meeting("open")
    keep = merge(an(), db.session.get_one(Member, other_id))
    invited = [one.member_id for one in meetings.row(made).invitations]
    assert invited.count(keep) == 1
    assert other_id not in invited


def test_what_the_account_did_to_others_stays_theirs(as_: As) -> None:
    """Rules it wrote and accounts it locked are no proofs of its own."""
    other = twin()
    db.session.add_all([AccountRules(at=clock.now(), account_id=other.account_id),
                        AccountKeeping(account_id=person("probationary").account_id, cause="keeper",
                                       reason="Mất điện thoại", changed_by=other.account_id)])
    db.session.commit()
    merge(an(), other)
    assert db.session.execute(db.select(AccountRules.account_id)).scalar_one() == person("member").account_id
    kept = db.session.execute(db.select(AccountKeeping)).scalar_one()
    assert (kept.reason, kept.changed_by) == ("Mất điện thoại", person("member").account_id)


def test_the_account_in_use_stays_whichever_record_does() -> None:
    """An was entered anew; the new record stays, and with it the account he signs in with."""
    other = twin()
    other_id, unused = other.id, other.account_id
    used = person("member").account_id
    notices.tell([unused], "Có thông báo mới.", "/")
    db.session.commit()
    keep = merge(db.session.get_one(Member, other_id), an())
    assert keep == other_id
    kept = db.session.get_one(Member, keep)
    account = db.session.get_one(Account, used)
    assert (kept.account_id, account.state, account.citizen_id) == (used, ACTIVE, kept.citizen_id)
    assert db.session.get(Account, unused) is None
    told = set(db.session.execute(db.select(notices.Notice.text).where(notices.Notice.account_id == used)).scalars())
    assert "Có thông báo mới." in told
    assert any("gộp" in text for text in told)


def test_the_last_administrator_stays_one() -> None:
    """His double without an account may stay; one who takes no part may not."""
    chief = member(PEOPLE["administrator"][0])
    chief_id, account = chief.id, chief.account_id or 0
    assert is_last_administrator(account)
    double = admit(SYSTEM, full_name="Ngô Thị Lan", citizen_id="999000000772", cell=unit("dau_may"),
                   state=State.OFFICIAL, since=SINCE)
    db.session.commit()
    double_id = double.id
    merge(double, db.session.get_one(Member, chief_id))
    assert is_last_administrator(account)
    away = admit(SYSTEM, full_name="Ngô Thị Lan", citizen_id="999000000773", cell=unit("dau_may"),
                 state=State.EXEMPT, since=SINCE)
    db.session.commit()
    with pytest.raises(DomainError) as refused:
        merge(away, db.session.get_one(Member, double_id))
    assert "quản trị hệ thống cuối cùng" in str(refused.value.message)
    db.session.rollback()


def test_not_the_same_is_remembered_of_the_one_that_stays() -> None:
    first, third = twin(), twin(citizen_id="999000000774")
    services.differ(actor_of_account(person("administrator").account_id), pair_of(first, third))
    db.session.commit()
    merge(an(), first)
    services.find_pairs()
    db.session.commit()
    left = db.session.execute(db.select(Pair)).scalars().all()
    assert [(one.state, one.decided_by) for one in left] == [(PairState.DIFFERENT, person("administrator").account_id)]


def test_who_looked_at_the_record_that_is_gone_is_still_told(as_: As, actor: Act) -> None:
    other = twin()
    other_id = other.id
    client = as_("delegate")
    client.submit(client.get(f"/dang-vien/{other_id}"), {}, action="/hien-so")
    chosen = client.submit(client.get("/dang-vien"), {"viec": "export", "chon": str(other_id)}, action="/chon")
    assert client.submit(client.get(chosen.location), {"kind": "xlsx"}, action="/chon/").status_code == 200
    before = len(privacy.looks(actor("member")))
    keep = merge(an(), db.session.get_one(Member, other_id))
    said = [str(look.what) for look in privacy.looks(actor("member"))]
    assert len(said) >= before + 2
    assert any("mở số" in one for one in said) and any("xuất danh sách" in one for one in said)
    client = as_("secretary")
    assert "mở số" in client.get(client.get(f"/dang-vien/{keep}/nhat-ky").location).text


def test_who_acted_by_the_account_that_is_gone_is_still_named(as_: As) -> None:
    other = twin()
    audit.record(Actor(account_id=other.account_id, name="x"), "members.appoint", "position", 1,
                 unit_id=unit("ga_hanoi").id)
    db.session.commit()
    merge(an(), other)
    page = as_("administrator").get("/nhat-ky", query_string={"nhom": "members"})
    assert PEOPLE["member"][0] in page.text
    page = as_("delegate").get(f"/dang-vien/{an().id}/lich-su")
    assert page.status_code == 200


def test_the_log_calls_the_record_that_is_gone_by_the_name_of_the_one(as_: As, actor: Act) -> None:
    other = twin(name="Nguyễn Văn Gộp", born=None)
    other_id = other.id
    merge(an(), other)
    names = audit.NAMERS["member"](actor("secretary"), [other_id, an().id])
    assert names[other_id] == names[an().id] == (PEOPLE["member"][0], f"/dang-vien/{an().id}")
    assert other_id not in audit.NAMERS["member"](actor("secretary_elsewhere"), [other_id])
    db.session.rollback()


def test_a_notice_about_the_record_that_is_gone_leads_to_the_one(as_: As) -> None:
    other = twin()
    notices.tell([person("secretary").account_id], "Có thông báo mới.", f"/dang-vien/{other.id}")
    notices.tell([person("secretary").account_id], "Có thông báo khác.", f"/dang-vien/{other.id}1")
    db.session.commit()
    other_id = other.id
    keep = merge(an(), other)
    urls = set(db.session.execute(db.select(notices.Notice.url)).scalars())
    assert f"/dang-vien/{keep}" in urls and f"/dang-vien/{other_id}1" in urls


def test_the_page_says_which_account_is_in_use(as_: As) -> None:
    made = pair_of(an(), twin()).id
    page = as_("delegate").get(f"/dang-vien/nghi-trung/{made}")
    assert "Tài khoản" in page.text and "đang dùng" in page.text and "chưa mở" in page.text


def test_both_hold_the_same_post() -> None:
    other = twin()
    for who in (an(), other):
        appoint(SYSTEM, who, unit=unit("ga_hanoi"), role=Role.CELL_COMMITTEE_MEMBER, since=SINCE)
    enter_state(SYSTEM, other, State.SUSPENDED, since=clock.today() - timedelta(days=1))
    db.session.commit()
    keep = merge(an(), other)
    held = actor_of_account(person("member").account_id).holdings
    assert [one.role for one in held] == [Role.CELL_COMMITTEE_MEMBER]
    assert db.session.get_one(Member, keep).state_today.state == State.OFFICIAL  # type: ignore[union-attr]


def test_what_the_other_does_not_say_takes_nothing_away() -> None:
    other, one = twin(), an()
    one.sex, one.card_number = "male", "00123"
    db.session.commit()
    keep = one.id
    services.merge(actor_of_account(person("administrator").account_id), pair_of(one, other), keep=keep,
                   take={"sex", "card_number", "phone"})
    db.session.commit()
    kept = db.session.get_one(Member, keep)
    assert (kept.sex, kept.card_number, kept.phone) == ("male", "00123", "0912345678")


def test_what_somebody_else_decided_meanwhile_is_not_decided_again() -> None:
    pair = pair_of(an(), twin())
    keep = pair.a_id
    table = Pair.__table__
    db.session.execute(db.update(table).where(table.c.id == pair.id).values(state=PairState.DIFFERENT))
    with pytest.raises(Conflict):
        services.merge(actor_of_account(person("administrator").account_id), pair, keep=keep, take=set())
    db.session.rollback()
