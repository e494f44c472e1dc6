"""What comes due: probation and badges, with the day to act."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from portal.core import clock, workdays
from portal.core.db import db
from portal.members.models import BadgeRound, State
from portal.members.models.clocks import add_months, add_years
from portal.members.queries import rounds
from portal.members.services import enter_state
from tests.client import PortalClient
from tests.factories.members import acting, member, record
from tests.people import unit

As = Callable[[str | None], PortalClient]
TODAY = clock.today()


def test_probation_with_the_last_day_to_act(as_: As) -> None:
    over = TODAY - timedelta(days=5)
    ceremony = add_months(over, -12)
    member("Hà Thị Xét", state=State.PROBATIONARY, since=ceremony, ceremony_on=ceremony)
    member("Hà Thị Chờ", state=State.PROBATIONARY, since=add_months(TODAY, -11), ceremony_on=add_months(TODAY, -11))
    member("Hà Thị Trẻ", state=State.PROBATIONARY, since=add_months(TODAY, -2), ceremony_on=add_months(TODAY, -2))
    page = as_("secretary").get("/dang-vien/den-han").text
    last = workdays.after(add_months(ceremony, 12), 30)
    assert clock.show_date(last) in page and "cần xét" in page
    assert "Hà Thị Chờ" in page and "sắp tới" in page
    assert "Hà Thị Trẻ" not in page
    assert "Lê Thị Ánh" in page and "quá hạn" in page and "chưa ghi ngày lễ kết nạp" in page
    assert page.index("Lê Thị Ánh") < page.index("Hà Thị Xét") < page.index("Hà Thị Chờ")


def test_who_is_recognised_is_not_due(as_: As) -> None:
    enter_state(acting("delegate"), record("probationary"), State.OFFICIAL, since=TODAY + timedelta(days=3))
    db.session.commit()
    page = as_("secretary").get("/dang-vien/den-han").text
    assert "Lê Thị Ánh" not in page and "Không có ai đến hạn trong 60 ngày" in page


def test_badges_of_the_next_round_and_of_a_later_one(as_: As) -> None:
    coming = rounds(TODAY)
    assert len(coming) == 4
    first, second = coming[0][0], coming[1][0]
    member("Cao Văn Bảy", joined_on=add_years(first, -70))
    member("Cao Văn Ba", joined_on=add_years(second, -30))
    member("Cao Văn Lẻ", joined_on=add_years(first, -35))
    member("Cao Văn Khác", "ga_vinh", joined_on=add_years(first, -70))
    page = as_("secretary").get("/dang-vien/den-han?loai=huy-hieu").text
    assert "Cao Văn Bảy" in page and "70 năm tuổi đảng" in page and clock.show_date(first) in page
    assert "Cao Văn Ba<" not in page and "Cao Văn Lẻ" not in page and "Cao Văn Khác" not in page
    page = as_("secretary").get(f"/dang-vien/den-han?loai=huy-hieu&dot={second.isoformat()}").text
    assert "Cao Văn Ba<" in page and "Cao Văn Bảy" not in page


def test_who_left_gets_no_line(as_: As) -> None:
    first = rounds(TODAY)[0][0]
    gone = member("Cao Văn Đi", joined_on=add_years(first, -50))
    enter_state(acting("delegate"), gone, State.DECEASED, since=TODAY)
    db.session.commit()
    assert "Cao Văn Đi" not in as_("secretary").get("/dang-vien/den-han?loai=huy-hieu").text


def test_rounds_are_rows_with_dates(app: object) -> None:
    for row in db.session.execute(db.select(BadgeRound)).scalars():
        if (row.month, row.day) != (2, 3):
            row.valid_to = date(2020, 1, 1)
    assert {(day.month, day.day) for day, _ in rounds(TODAY)} == {(2, 3)}
    db.session.rollback()


def test_no_rounds_at_all(as_: As) -> None:
    db.session.execute(db.delete(BadgeRound))
    db.session.commit()
    page = as_("secretary").get("/dang-vien/den-han?loai=huy-hieu")
    assert page.status_code == 200 and "Chưa có đợt" in page.text


def test_by_unit(as_: As) -> None:
    client = as_("delegate")
    assert "Lê Thị Ánh" in client.get(f"/dang-vien/den-han?don_vi={unit('ga_hanoi').id}").text
    assert "Lê Thị Ánh" not in client.get(f"/dang-vien/den-han?don_vi={unit('dau_may').id}").text
    assert "Lê Thị Ánh" not in as_("secretary_elsewhere").get("/dang-vien/den-han").text


@pytest.mark.parametrize("query", ["loai=x", "dot=2020-01-01", "don_vi=abc", "don_vi=99999"])
def test_questions_that_cannot_be(as_: As, query: str) -> None:
    assert as_("secretary").get(f"/dang-vien/den-han?{query}").status_code == 422


def test_who_may_not(as_: As) -> None:
    assert as_("member").get("/dang-vien/den-han").status_code == 403
    assert as_("secretary").post("/dang-vien/den-han", data={"form_key": "0123456789"}).status_code in (400, 405)
