"""Accounts that stand in no keeper's list: found, locked, closed by the administrator."""

from collections.abc import Callable
from datetime import timedelta

from portal.accounts.api import Account, UserSession
from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.members.api import Membership
from tests.client import PortalClient
from tests.factories import keeping
from tests.people import PEOPLE

As = Callable[[str | None], PortalClient]
URL = "/tai-khoan/khong-ho-so"


def state(account_id: int) -> str:
    db.session.expire_all()
    return db.session.get_one(Account, account_id).state


def test_who_is_on_a_roll_is_not_there(as_: As) -> None:
    page = as_("administrator").get(URL).text
    assert "Tài khoản nào cũng có người phụ trách" in page
    assert all(name not in page for name, *_ in PEOPLE.values() if name != PEOPLE["administrator"][0])
    assert URL in as_("administrator").get("/tai-khoan").text and URL not in as_("secretary").get("/tai-khoan").text


def test_an_account_without_a_record_is_locked_reopened_and_closed(as_: As) -> None:
    made_id, number = (one := keeping.stray()).id, one.citizen_id
    db.session.add(UserSession(token_digest="x" * 64, account_id=made_id, created_at=clock.now(), seen_at=clock.now()))
    db.session.commit()
    client = as_("administrator")
    page = client.get(URL)
    assert "không gắn hồ sơ đảng viên" in page.text and number not in page.text
    form = client.get(f"{URL}/{made_id}/dung")
    for wrong in ({"act": "khoa", "reason": ""}, {"reason": "Không rõ của ai"}, {"act": "x", "reason": "Không rõ"}):
        assert client.submit(form, wrong).status_code == 422
        form = client.get(f"{URL}/{made_id}/dung")
    assert client.submit(form, {"act": "khoa", "reason": "Không rõ của ai"}).status_code == 303
    assert state(made_id) == "locked"
    assert db.session.execute(db.select(UserSession.ended_at).where(UserSession.account_id == made_id)).scalar_one()
    page = client.get(URL)
    assert "bị khóa" in page.text and "Không rõ của ai" in page.text
    assert client.submit(page, action="/mo-khoa").status_code == 303 and state(made_id) == "active"
    answer = client.submit(client.get(f"{URL}/{made_id}/dung"), {"act": "dong", "reason": "Tài khoản thử cũ"})
    assert answer.status_code == 303 and state(made_id) == "closed"
    assert number[-3:] not in client.get(URL).text
    found = db.select(AuditEntry.verb).where(AuditEntry.object_kind == "account", AuditEntry.object_id == made_id)
    verbs = db.session.execute(found.order_by(AuditEntry.id)).scalars().all()
    assert verbs == ["accounts.lock", "accounts.reopen", "accounts.close"]


def test_who_is_in_no_cell_today_is_there_with_the_name(as_: As) -> None:
    member_id = keeping.member("neighbour").id
    db.session.execute(db.update(Membership).where(Membership.member_id == member_id)
                       .values(valid_to=clock.today() - timedelta(days=1)))
    db.session.commit()
    page = as_("administrator").get(URL).text
    assert PEOPLE["neighbour"][0] in page and "không sinh hoạt ở chi bộ nào" in page


def test_nobody_stops_the_own_account(as_: As) -> None:
    member_id = keeping.member("administrator").id
    account_id = keeping.member("administrator").account_id
    db.session.execute(db.update(Membership).where(Membership.member_id == member_id)
                       .values(valid_to=clock.today() - timedelta(days=1)))
    db.session.commit()
    client = as_("administrator")
    page = client.get(URL)
    if page.status_code == 200:
        assert "tài khoản của bạn" in page.text
        answer = client.get(f"{URL}/{account_id}/dung")
        assert answer.status_code == 403 and "quản trị viên khác" in answer.text


def test_an_account_with_a_keeper_is_not_reached_this_way(as_: As) -> None:
    account_id = keeping.member("member").account_id
    assert as_("administrator").get(f"{URL}/{account_id}/dung").status_code == 404
