"""Notices reach only the one they are for, once, and go when they are read."""

from collections.abc import Callable
from datetime import timedelta

from portal.core import clock, notices
from portal.core.db import db
from portal.core.notices import Notice
from portal.notifications import services
from tests.client import PortalClient
from tests.people import person

As = Callable[[str | None], PortalClient]
TEXT = "Có thông báo mới."


def told(key: str, text: str = TEXT, url: str = "/van-ban") -> None:
    notices.tell([person(key).account_id, None], text, url)
    db.session.commit()


def count() -> int:
    return db.session.execute(db.select(db.func.count()).select_from(Notice)).scalar_one()


def test_a_notice_shows_to_its_person_only(as_: As) -> None:
    told("member")
    assert TEXT in as_("member").get("/thong-bao").text
    assert TEXT in as_("member").get("/").text
    assert TEXT not in as_("secretary").get("/thong-bao").text
    assert TEXT not in as_("secretary").get("/").text


def test_the_same_is_not_said_twice_until_it_was_read(as_: As) -> None:
    told("member")
    told("member")
    assert count() == 1
    client = as_("member")
    answer = client.submit(client.get("/thong-bao"), action="/mo")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/van-ban"
    assert TEXT not in client.get("/").text
    told("member")
    assert count() == 2


def test_marking_all_leaves_none_unread_and_touches_nobody_else(as_: As) -> None:
    for number in range(25):
        told("member", url=f"/van-ban/{number}")
    told("secretary")
    client = as_("member")
    page = client.get("/thong-bao?xem=chua-doc")
    assert "Chưa đọc (25)" in page.text
    client.submit(page, action="/da-doc")
    assert "Không có thông báo nào chưa đọc" in client.get("/thong-bao?xem=chua-doc").text
    assert TEXT in as_("secretary").get("/").text


def test_old_ones_are_forgotten_unread_ones_later(as_: As) -> None:
    told("member")
    told("secretary")
    for notice, read in zip(db.session.execute(db.select(Notice)).scalars(), (True, False), strict=True):
        notice.at = clock.now() - timedelta(days=100)
        notice.read_at = notice.at if read else None
    db.session.commit()
    assert services.forget_old() == 1
    db.session.commit()


def test_an_empty_list_says_what_will_stand_there(as_: As) -> None:
    assert "Chưa có thông báo nào" in as_("member").get("/thong-bao").text


def test_values_are_shown_as_text(as_: As) -> None:
    notices.tell([person("member").account_id], "Xin chào %(name)s", "/", name="<b>An</b>")
    db.session.commit()
    assert "&lt;b&gt;An&lt;/b&gt;" in as_("member").get("/thong-bao").text
