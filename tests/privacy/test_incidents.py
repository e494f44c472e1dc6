"""Incidents: a clock of 72 hours, and the persons touched, taken from the log."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.test import TestResponse

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.members.api import Member
from portal.privacy import services
from portal.privacy.models import Incident
from tests.client import PortalClient
from tests.people import PEOPLE, person, unit

As = Callable[[str | None], PortalClient]
Act = Callable[[str], Actor]


def after(client: PortalClient, answer: TestResponse) -> TestResponse:
    """The page an act leads to."""
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["Location"])



def fields(**more: str) -> dict[str, str]:
    return {"title": "Mất máy", "text": "Mất máy tính ở ga.", "suspect": person("secretary").citizen_id,
            "since": "01/11/2020 08:00", "until": "01/11/2099 08:00", "found_at": "01/11/2020 09:30", **more}


def test_opened_touched_reported_and_closed(as_: As, actor: Act) -> None:
    member = db.session.execute(db.select(Member).where(Member.full_name == PEOPLE["member"][0])).scalar_one()
    audit.record(actor("secretary"), "members.amend", "member", member.id, unit_id=unit("ga_hanoi").id)
    db.session.commit()
    client = as_("administrator")
    page = after(client, client.submit(client.get("/su-co-du-lieu/mo"), fields(), action="/mo"))
    assert "Nguyễn Văn An" in page.text
    assert "quá hạn báo cáo" in page.text
    page = after(client, client.submit(page, action="/da-bao-cao"))
    assert "đã báo cáo" in page.text
    page = after(client, client.submit(page, {"done": "Đã đổi mật khẩu."}, action="/khep-lai"))
    assert "Đã đổi mật khẩu." in page.text
    assert "đã khép lại" in client.get("/su-co-du-lieu").text
    table = client.get(page.request.path + "/danh-sach")
    assert table.headers["Content-Disposition"].endswith('.xlsx"')


def test_whoever_stood_in_a_list_that_was_taken_is_touched(as_: As) -> None:
    keeper, client = as_("secretary"), as_("administrator")
    chosen = keeper.submit(keeper.get("/dang-vien"), {"viec": "export", "tat_ca": "1"}, action="/chon")
    keeper.submit(keeper.get(chosen.location), {}, action="/chon/")
    page = after(client, client.submit(client.get("/su-co-du-lieu/mo"), fields(), action="/mo"))
    assert "Nguyễn Văn An" in page.text
    assert "Lê Thị Ánh" in page.text
    assert "Phạm Văn Cường" not in page.text


@pytest.mark.parametrize(("wrong", "words"), [
    ({"until": "01/10/2020 08:00"}, "Lúc kết thúc phải sau"),
    ({"since": "hôm qua"}, "Ngày giờ không đúng"),
    ({"since": "01/01/0001 00:30"}, "Năm không đúng"),
    ({"suspect": "999"}, "Không có tài khoản nào"),
    ({"found_at": "01/01/2099 08:00"}, "tương lai"),
])
def test_what_is_wrong_is_told(as_: As, wrong: dict[str, str], words: str) -> None:
    client = as_("administrator")
    page = client.submit(client.get("/su-co-du-lieu/mo"), fields(**wrong), action="/mo")
    assert page.status_code == 422
    assert words in page.text
    assert "Mất máy tính ở ga." in page.text


def test_the_clock_runs_from_when_it_was_found(actor: Act) -> None:
    one = Incident(found_at=datetime(2026, 11, 1, tzinfo=UTC), reported_at=datetime(2026, 11, 2, 1, tzinfo=UTC))
    assert one.hours_left == 72 - 25


def test_closing_needs_what_was_done(actor: Act) -> None:
    now = clock.now()
    made = services.open_incident(actor("administrator"), title="a", text="b", suspect_id=None,
                                  since=now - timedelta(days=1), until=now, found_at=now)
    with pytest.raises(DomainError):
        services.close_incident(actor("administrator"), made, " ")
    db.session.rollback()
