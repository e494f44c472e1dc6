"""Slips: who gets one, shown once, what a second press meets, what ends the first."""

import re
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from portal.accounts.api import Account, AccountKeeping
from portal.accounts.services import throttle
from portal.accounts.services.passwords import verify
from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.db import db, transaction
from portal.core.errors import DomainError
from portal.core.notices import Notice
from portal.core.once import FormKey
from portal.keeping import queries, services
from portal.keeping.models import Slip, SlipBatch
from portal.keeping.services.opening import allowance_of_windows
from tests.client import PortalClient
from tests.factories import keeping
from tests.people import person, unit

As = Callable[[str | None], PortalClient]
CODE = re.compile(r'<p class="code">([A-HJ-NP-Z2-9]{8})</p>')
NEW = "hoa phuong no do san ga"


def sign_in(client: PortalClient, citizen_id: str, password: str):
    return client.submit(client.get("/dang-nhap"), {"citizen_id": citizen_id, "password": password},
                         action="/dang-nhap")


def make(client: PortalClient, key: str = "newcomer", **fields: str):
    page = client.get(f"/tai-khoan/mo?nguoi={keeping.member(key).id}")
    return page, client.submit(page, fields, action="/tai-khoan/phieu")


def test_a_slip_is_made_printed_and_opens_the_first_sign_in(as_: As) -> None:
    page, slips = make(as_("secretary"))
    assert "Võ Thị Quỳnh" in page.text
    assert slips.status_code == 201
    assert slips.headers["Cache-Control"] == "no-store"
    codes = CODE.findall(slips.text)
    assert len(codes) == 1
    newcomer = person("newcomer")
    assert newcomer.citizen_id not in slips.text
    assert f"…{newcomer.citizen_id[-3:]}" in slips.text
    assert "<svg" in slips.text
    client = as_(None)
    assert sign_in(client, newcomer.citizen_id, codes[0]).status_code == 303
    assert client.get("/van-ban").location == "/doi-mat-khau"
    told = db.session.execute(db.select(Notice).where(Notice.account_id == newcomer.account_id)).scalars().all()
    assert [one.values["name"] for one in told] == ["Trần Văn Bình"]
    acts = db.session.execute(db.select(AuditEntry.verb, AuditEntry.unit_id).where(
        AuditEntry.object_id == newcomer.account_id, AuditEntry.verb == "accounts.open")).all()
    assert acts == [("accounts.open", unit("ga_hanoi").id)]


def test_an_open_window_lets_a_whole_branch_in_from_one_address(as_: As) -> None:
    assert throttle.address_limit("10.0.0.1") == throttle.PER_ADDRESS
    make(as_("secretary"))
    assert allowance_of_windows("10.0.0.1") == 2
    batch = db.session.execute(db.select(SlipBatch)).scalar_one()
    batch.until = clock.now() - timedelta(seconds=1)
    db.session.commit()
    assert allowance_of_windows("10.0.0.1") == 0


def test_the_first_password_leads_to_the_notice_on_personal_data(as_: As) -> None:
    _, slips = make(as_("secretary"))
    client = as_(None)
    sign_in(client, person("newcomer").citizen_id, CODE.findall(slips.text)[0])
    done = client.submit(client.get("/doi-mat-khau"), {"new_password": NEW, "repeat_password": NEW},
                         action="/doi-mat-khau")
    assert done.location == "/quyen-rieng-tu"
    page = client.get(done.location)
    assert client.submit(page, action="/quyen-rieng-tu/da-doc").location == "/"
    assert "Bạn đã đọc thông báo này" in client.get("/quyen-rieng-tu").text


def test_a_second_press_finds_the_batch_and_makes_no_second_code(as_: As) -> None:
    client = as_("secretary")
    page, first = make(client)
    before = keeping.account("newcomer").code_hash
    again = client.submit(page, action="/tai-khoan/phieu")
    assert again.status_code == 303
    shown = client.get(again.location)
    assert shown.status_code == 200
    assert "chỉ hiện một lần" in shown.text
    assert CODE.findall(first.text)[0] not in shown.text
    assert keeping.account("newcomer").code_hash == before
    assert db.session.execute(db.select(db.func.count(SlipBatch.id))).scalar_one() == 1


def test_the_code_stands_nowhere_in_clear(as_: As, app: Flask) -> None:
    _, slips = make(as_("secretary"))
    code = CODE.findall(slips.text)[0]
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(db.select(table)):
            assert code not in repr(tuple(row)), table.name
    assert db.session.execute(db.select(FormKey.location).where(FormKey.location.contains("/phieu/"))).scalars().all()


def test_new_slips_spend_the_old(as_: As) -> None:
    client = as_("secretary")
    _, first = make(client)
    batch = client.get(first.location)
    link = re.search(r'href="(/tai-khoan/mo\?nguoi=\d+)"', batch.text)
    assert link
    second = client.submit(client.get(link[1]), action="/tai-khoan/phieu")
    newcomer = person("newcomer").citizen_id
    assert sign_in(as_(None), newcomer, CODE.findall(first.text)[0]).status_code == 422
    assert sign_in(as_(None), newcomer, CODE.findall(second.text)[0]).status_code == 303
    assert "đã thay bằng phiếu khác" in client.get(first.location).text


def test_an_expired_slip_gets_the_usual_refusal_and_shows_as_lapsed(as_: As) -> None:
    client = as_("secretary")
    _, slips = make(client)
    code, newcomer = CODE.findall(slips.text)[0], person("newcomer").citizen_id
    wrong = sign_in(as_(None), newcomer, "ABCDEFGH")
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=False):
        late = sign_in(as_(None), newcomer, code)
        assert late.status_code == 422
        usual = "Mã trên phiếu dùng một lần và có hạn: hết hạn thì nhờ bí thư chi bộ cấp phiếu mới."
        assert usual in late.text and usual in wrong.text
        assert late.text.count("hết hạn") == wrong.text.count("hết hạn")
        assert queries.get(keeping.acting("secretary"), keeping.member("newcomer").id).status == "het-han"


@pytest.mark.parametrize(("choice", "longest"), [("24", 24), ("48", 48), ("72", 72), ("toi-nay", 24)])
def test_the_window_ends_when_it_was_said(as_: As, choice: str, longest: int) -> None:
    make(as_("secretary"), han=choice)
    until = keeping.account("newcomer").code_until
    assert until is not None
    assert until <= clock.now() + timedelta(hours=longest)
    if choice == "toi-nay":
        assert clock.local(until).date() == clock.today()


def test_never_beyond_72_hours(app: Flask) -> None:
    services.issue(keeping.acting("secretary"), [keeping.member("newcomer").id],
                   until=clock.now() + timedelta(days=30))
    db.session.commit()
    assert keeping.account("newcomer").code_until <= clock.now() + timedelta(hours=72)


def test_people_of_other_units_can_not_be_opened_by_guessing(as_: As) -> None:
    client = as_("secretary_elsewhere")
    page = client.get(f"/tai-khoan/mo?nguoi={keeping.member('newcomer').id}")
    assert "Võ Thị Quỳnh" not in page.text
    forged = {"nguoi": str(keeping.member("newcomer").id), "cach": "phieu", "han": "24",
              "form_key": "0123456789abcdef"}
    with client.session_transaction() as session:
        assert session
    own = client.get(f"/tai-khoan/mo?nguoi={keeping.member('member_elsewhere').id}")
    keeping.change("member_elsewhere", state="closed", password_hash="")
    own = client.get(f"/tai-khoan/mo?nguoi={keeping.member('member_elsewhere').id}")
    answer = client.submit(own, {"nguoi": forged["nguoi"]}, action="/tai-khoan/phieu")
    assert answer.status_code == 422
    assert keeping.account("newcomer").state == "closed"


def test_those_who_can_not_be_opened_are_named_with_the_reason(as_: As) -> None:
    ids = "&".join(f"nguoi={keeping.member(key).id}" for key in ("newcomer", "member", "secretary", "delegate"))
    page = as_("secretary").get(f"/tai-khoan/mo?{ids}")
    assert "Tạo phiếu cho 1 người" in page.text
    assert "cấp lại mã" in page.text
    assert "Tài khoản của chính bạn" in page.text
    assert "giữ chức vụ hoặc vai trò" in page.text


def test_the_whole_filtered_set_takes_only_those_nobody_opened_yet(as_: As) -> None:
    page = as_("secretary").get("/tai-khoan/mo?tat_ca=1")
    assert "Tạo phiếu cho 1 người" in page.text
    assert "Nguyễn Văn An" not in page.text


def test_accounts_are_made_for_those_who_have_none(as_: As) -> None:
    newcomer = keeping.member("newcomer")
    account = db.session.get_one(Account, newcomer.account_id)
    newcomer.account_id = None
    db.session.flush()
    db.session.delete(account)
    db.session.commit()
    client = as_("secretary")
    page = client.get("/tai-khoan")
    assert "chưa có tài khoản: 1" in page.text
    assert client.submit(page, action="/tai-khoan/tao").status_code == 303
    made = keeping.member("newcomer")
    assert made.account_id is not None
    assert db.session.get_one(Account, made.account_id).state == "closed"
    assert sign_in(as_(None), made.citizen_id, made.citizen_id).status_code == 422


def test_two_keepers_at_once_leave_one_code_that_works(app: Flask) -> None:
    until = clock.now() + timedelta(hours=1)
    codes: list[str] = []
    member_id = keeping.member("newcomer").id

    def press(key: str) -> None:
        with app.app_context(), transaction():
            codes.append(services.issue(keeping.acting(key), [member_id], until=until).slips[0].code)

    threads = [threading.Thread(target=press, args=(key,)) for key in ("secretary", "delegate")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    db.session.rollback()
    stored = keeping.account("newcomer").code_hash
    assert sorted(verify(stored, code) for code in codes) == [False, True]


def test_bad_choices_are_answered_in_words(as_: As) -> None:
    client = as_("secretary")
    page = client.get(f"/tai-khoan/mo?nguoi={keeping.member('newcomer').id}")
    wrong = client.submit(page, {"han": "999"}, action="/tai-khoan/phieu")
    assert (wrong.status_code, "Chọn một mục" in wrong.text) == (422, True)
    nobody = client.submit(client.get(f"/tai-khoan/mo?nguoi={keeping.member('newcomer').id}"), {"nguoi": "99999"},
                           action="/tai-khoan/phieu")
    assert (nobody.status_code, "Chưa có ai" in nobody.text) == (422, True)
    assert client.get("/tai-khoan/mo?nguoi=abc").status_code == 200
    assert client.get("/tai-khoan/mo").status_code == 200
    with pytest.raises(DomainError):
        services.issue(keeping.acting("secretary"), range(1, 102), until=clock.now())


def test_batches_are_listed_for_who_made_them(as_: As) -> None:
    client = as_("secretary")
    assert "chưa tạo phiếu nào" in client.get("/tai-khoan/phieu").text
    _, slips = make(client)
    assert slips.location in client.get("/tai-khoan/phieu").text
    assert as_("delegate").get(slips.location).status_code == 404
    assert client.get("/tai-khoan/phieu/999999").status_code == 404
    assert client.post(slips.location).status_code == 405


def test_reset_ends_the_password_and_the_sessions_and_tells(as_: As) -> None:
    from tests.people import PASSWORD

    owner, client = as_("member"), as_("secretary")
    member = keeping.member("member")
    page = client.get(f"/tai-khoan/{member.id}/cap-lai")
    slips = client.submit(page, action="/cap-lai")
    assert slips.status_code == 201
    assert owner.get("/").status_code == 401
    assert sign_in(as_(None), member.citizen_id, PASSWORD).status_code == 422
    back = as_(None)
    assert sign_in(back, member.citizen_id, CODE.findall(slips.text)[0]).status_code == 303
    done = back.submit(back.get("/doi-mat-khau"), {"old_password": CODE.findall(slips.text)[0], "new_password": NEW,
                                                   "repeat_password": NEW}, action="/doi-mat-khau")
    assert done.location == "/quyen-rieng-tu"
    notice = db.session.execute(db.select(Notice).where(Notice.account_id == member.account_id)).scalars().one()
    assert "cấp mã đăng nhập mới" in notice.text
    assert notice.values["name"] == "Trần Văn Bình"
    assert "đã dùng" in client.get(slips.location).text
    verbs = db.session.execute(db.select(AuditEntry.verb).where(AuditEntry.object_id == member.account_id)).scalars()
    assert "accounts.reset" in set(verbs)


def test_reset_is_refused_where_nothing_was_used_yet(as_: As) -> None:
    client = as_("secretary")
    answer = client.submit(client.get(f"/tai-khoan/{keeping.member('newcomer').id}/cap-lai"), action="/cap-lai")
    assert (answer.status_code, "tạo phiếu mới ở trang tài khoản" in answer.text) == (422, True)


def test_slips_and_notes_follow_the_account(as_: As) -> None:
    make(as_("secretary"))
    rows = db.session.execute(db.select(Slip.account_id)).scalars().all()
    assert rows == [person("newcomer").account_id]
    assert db.session.get_one(AccountKeeping, rows[0]).cause == ""
