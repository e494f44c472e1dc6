"""Requests about one's data: asked, answered within two working days, by somebody else."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import time_machine
from werkzeug.test import TestResponse

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.members.api import State, admit
from portal.privacy import services
from portal.privacy.models import DataRequest, Stage, Wish
from tests.client import PortalClient
from tests.people import SINCE, person, unit

As = Callable[[str | None], PortalClient]
Act = Callable[[str], Actor]
TEXT = "Ngày chính thức ghi sai, đúng là 05/9/2012."


def after(client: PortalClient, answer: TestResponse) -> TestResponse:
    """The page an act leads to."""
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["Location"])


def test_from_asking_to_the_answer(as_: As) -> None:
    asker = as_("member")
    form = asker.get("/du-lieu-cua-toi/yeu-cau")
    shown = after(asker, asker.submit(form, {"wish": "correct", "text": TEXT}, action="/yeu-cau"))
    assert "chờ trả lời" in shown.text
    keeper = as_("secretary")
    assert "Nguyễn Văn An gửi yêu cầu về dữ liệu cá nhân" in keeper.get("/").text
    assert "Nguyễn Văn An" in keeper.get("/du-lieu-ca-nhan").text
    page = keeper.get(shown.request.path)
    assert TEXT in page.text
    keeper.submit(page, {"stage": "done", "answer": "Đã sửa và báo cấp trên."}, action="/tra-loi")
    assert "Đã sửa và báo cấp trên." in asker.get(shown.request.path).text
    assert "đã có trả lời" in asker.get("/thong-bao").text
    assert "Nguyễn Văn An" not in keeper.get("/du-lieu-ca-nhan").text
    assert "Nguyễn Văn An" in keeper.get("/du-lieu-ca-nhan?xem=done").text


def test_members_without_an_account_are_nobody_who_answered(as_: As, actor: Act) -> None:
    for number in (1, 2):
        admit(actor("administrator"), full_name="Hà Văn Miễn", citizen_id=f"99930000000{number}", cell=unit("ga_hanoi"),
              state=State.EXEMPT, since=SINCE)
    made = services.ask(actor("member"), Wish.SEE, "Cho tôi bản sao.")
    number = made.id
    db.session.commit()
    assert as_("member").get(f"/du-lieu-ca-nhan/{number}").status_code == 200
    assert as_("secretary").get(f"/du-lieu-ca-nhan/{number}").status_code == 200


def test_nobody_answers_their_own(as_: As) -> None:
    keeper = as_("secretary")
    form = keeper.get("/du-lieu-cua-toi/yeu-cau")
    shown = after(keeper, keeper.submit(form, {"wish": "delete", "text": "Xóa số điện thoại."}, action="/yeu-cau"))
    assert "Trả lời yêu cầu này" not in shown.text
    assert "sửa dữ liệu" not in keeper.get("/du-lieu-ca-nhan").text


def test_a_closed_one_stays_closed(as_: As, actor: Act) -> None:
    made = services.ask(actor("member"), Wish.SEE, "Cho tôi bản sao.")
    services.answer(actor("secretary"), made, "Đã gửi.", Stage.DONE)
    number = made.id
    db.session.commit()
    keeper = as_("secretary")
    assert "Trả lời yêu cầu này" not in keeper.get(f"/du-lieu-ca-nhan/{number}").text


def test_what_is_missing_is_told_and_what_was_typed_stays(as_: As) -> None:
    client = as_("member")
    page = client.submit(client.get("/du-lieu-cua-toi/yeu-cau"), {"text": TEXT}, action="/yeu-cau")
    assert page.status_code == 422
    assert TEXT in page.text
    assert "Chọn một mục." in page.text
    assert client.get("/du-lieu-ca-nhan?xem=xyz").status_code == 403
    assert as_("secretary").get("/du-lieu-ca-nhan?xem=xyz").status_code == 422


def test_nobody_floods_the_queue(actor: Act) -> None:
    for _ in range(services.OPEN_AT_ONCE):
        services.ask(actor("member"), Wish.SEE, TEXT)
    with pytest.raises(DomainError):
        services.ask(actor("member"), Wish.SEE, TEXT)
    db.session.rollback()


@pytest.mark.parametrize(("asked", "by"), [
    (datetime(2026, 11, 12, 3, tzinfo=UTC), date(2026, 11, 16)),
    (datetime(2026, 4, 29, 3, tzinfo=UTC), date(2026, 5, 5)),
    (datetime(2026, 11, 19, 18, tzinfo=UTC), date(2026, 11, 25)),
])
def test_the_clock_counts_working_days_in_hanoi(app: object, asked: datetime, by: date) -> None:
    row = DataRequest(asked_at=asked, stage=Stage.OPEN)
    assert row.answer_by == by
    with time_machine.travel(datetime(2026, 12, 30, tzinfo=UTC)):
        assert row.is_late


def test_two_who_answer_at_once_keep_one_answer(as_: As, actor: Act) -> None:
    made = services.ask(actor("member"), Wish.SEE, TEXT).id
    db.session.commit()
    one, two = as_("secretary"), as_("delegate")
    first, second = one.get(f"/du-lieu-ca-nhan/{made}"), two.get(f"/du-lieu-ca-nhan/{made}")
    assert one.submit(first, {"stage": "done", "answer": "Bản một."}, action="/tra-loi").status_code == 303
    assert two.submit(second, {"stage": "done", "answer": "Bản hai."}, action="/tra-loi").status_code == 403
    row = db.session.get_one(DataRequest, made)
    assert (row.answer, row.answered_by) == ("Bản một.", person("secretary").account_id)
