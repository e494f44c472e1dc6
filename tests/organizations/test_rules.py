"""The rule tables by day, what units lack by them, and terms."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask

from portal.core import clock
from portal.core.db import db
from portal.organizations import queries, services
from portal.organizations.models import KindParent, Organization, OrganizationKind, Threshold, ThresholdKey
from tests.client import PortalClient
from tests.factories.organizations import acting, cell, term
from tests.people import unit

As = Callable[[str | None], PortalClient]


def said(unit_row: Organization) -> str:
    return " ".join(str(one.text) for one in queries.lacks(unit_row, queries.terms(unit_row)))


def number(key: ThresholdKey) -> Threshold:
    found = db.select(Threshold).where(Threshold.key == key, Threshold.valid_to.is_(None))
    return db.session.execute(found).scalar_one()


def test_a_small_cell_without_a_secretary_is_told_so(app: Flask) -> None:
    assert "Có 0 đảng viên chính thức, ít hơn 3" in said(cell("Chi bộ Trống"))
    assert "Chưa ghi bí thư" in said(cell("Chi bộ Trống nữa"))
    assert said(unit("ga_hanoi")) == ""


def test_nine_official_members_without_a_committee(app: Flask) -> None:
    number(ThresholdKey.COMMITTEE_FROM).number = 6
    db.session.flush()
    assert "Có 6 đảng viên chính thức, từ 6 trở lên, nhưng chưa có chi ủy" in said(unit("ga_hanoi"))
    db.session.rollback()


def test_a_cell_that_has_grown_too_large(app: Flask) -> None:
    number(ThresholdKey.CELL_BELOW).number = 7
    db.session.flush()
    assert "Có 7 đảng viên, từ 7 trở lên" in said(unit("ga_hanoi"))
    db.session.rollback()


def test_sizes_are_not_asked_of_committees(app: Flask) -> None:
    assert said(unit("vinh")) == "Chưa ghi bí thư."
    assert said(unit("hanoi")) == ""


def test_a_term_that_has_ended(app: Flask) -> None:
    term("ga_hanoi", date(2020, 1, 1), date(2024, 12, 31))
    assert "Nhiệm kỳ đã hết ngày 31/12/2024" in said(unit("ga_hanoi"))
    term("ga_hanoi", date(2025, 1, 1), date(2099, 12, 31))
    assert said(unit("ga_hanoi")) == ""


def test_only_those_concerned_are_told(as_: As) -> None:
    where = f"/to-chuc/{cell('Chi bộ Trống').id}"
    assert "Chưa ghi bí thư." in as_("committee_secretary").get(where).text
    assert "Theo Điều lệ Đảng." in as_("administrator").get(where).text
    assert "Chưa ghi bí thư." not in as_("member").get(where).text


def test_a_new_number_closes_the_old_one(app: Flask) -> None:
    old, day = number(ThresholdKey.FEWEST_OFFICIAL), clock.today() + timedelta(days=10)
    services.set_threshold(acting(), old, number=5, rule="Điều lệ mới", since=day)
    assert old.valid_to == day - timedelta(days=1)
    assert queries.thresholds(clock.today())[ThresholdKey.FEWEST_OFFICIAL].number == 3
    assert queries.thresholds(day)[ThresholdKey.FEWEST_OFFICIAL].number == 5
    db.session.rollback()


def submit(client: PortalClient, where: str, fields: dict[str, object]) -> int:
    return client.submit(client.get(where), fields).status_code


def test_the_table_is_seen_by_who_manages_and_changed_by_the_administrator(as_: As) -> None:
    page = as_("secretary").get("/to-chuc/loai").text
    assert "Đảng bộ trực thuộc cơ sở" in page
    assert "từ 26/07/2026" in page
    assert "/to-chuc/loai/them" not in page
    assert "/to-chuc/loai/them" in as_("administrator").get("/to-chuc/loai").text


def test_a_kind_is_added_and_used_from_its_day(as_: As) -> None:
    client, today = as_("administrator"), clock.today()
    fields = {"ten": "Đảng bộ cấp trên cơ sở", "quy-dinh": "Quy định mẫu", "ngay": clock.show_date(today),
              "cap-tren": ["corporation_committee"], "thay": ["delegated_upper_committee"], "co-quan": "Đảng ủy"}
    assert submit(client, "/to-chuc/loai/them", fields) == 303
    kind = db.session.execute(db.select(OrganizationKind).where(OrganizationKind.name == fields["ten"])).scalar_one()
    assert kind.id == "dang_bo_cap_tren_co_so"
    assert kind in queries.kinds_under("corporation_committee", today)
    assert kind not in queries.kinds_under("corporation_committee", today - timedelta(days=1))
    assert queries.successors(today)["delegated_upper_committee"] == kind.id
    assert submit(client, "/to-chuc/loai/them", fields) == 422


def test_an_ended_kind_is_offered_no_more_and_its_units_stay(as_: As) -> None:
    client, yesterday = as_("administrator"), clock.today() - timedelta(days=1)
    where = "/to-chuc/loai/affiliated_cell/het"
    assert submit(client, where, {"den-ngay": clock.show_date(yesterday)}) == 303
    assert "affiliated_cell" not in {kind.id for kind in queries.kinds_under("grassroots_committee", clock.today())}
    assert unit("ga_hanoi").kind_id == "affiliated_cell"
    assert submit(client, where, {"den-ngay": ""}) == 422, "a row that has ended is kept"


def test_an_allowed_parent_is_added_and_ended(as_: As) -> None:
    client, today = as_("administrator"), clock.today()
    where = "/to-chuc/loai/affiliated_cell/cap-tren"
    fields = {"cap-tren": "delegated_upper_committee", "ngay": clock.show_date(today)}
    assert submit(client, where, fields) == 303
    assert submit(client, where, fields) == 422, "twice"
    pair = db.session.execute(db.select(KindParent).order_by(KindParent.id.desc())).scalars().first()
    assert pair is not None
    assert submit(client, f"/to-chuc/loai/cap-tren/{pair.id}", {"den-ngay": clock.show_date(today)}) == 303
    assert ("affiliated_cell", "delegated_upper_committee") in queries.allowed_pairs(today)
    assert ("affiliated_cell", "delegated_upper_committee") not in queries.allowed_pairs(today + timedelta(days=1))


@pytest.mark.parametrize(("way", "fields"), [
    ("them", {"ten": "🚂", "quy-dinh": "x", "ngay": "01/01/2026"}),
    ("them", {"ten": "Chi bộ trực thuộc", "quy-dinh": "x", "ngay": "01/01/2026"}),
    ("them", {"ten": "Loại mới", "quy-dinh": "x", "ngay": "01/01/1800"}),
    ("them", {"ten": "Loại mới", "quy-dinh": "x", "ngay": "01/01/2026", "cap-tren": ["none"]}),
    ("cell/het", {"den-ngay": "01/01/2020"}),
    ("cell/cap-tren", {"cap-tren": "cell", "ngay": "01/01/2026"}),
    ("con-so/1", {"so": "0", "quy-dinh": "x", "ngay": "01/01/2026"}),
    ("con-so/1", {"so": "3", "quy-dinh": "Điều lệ Đảng", "ngay": "01/01/2027"}),
])
def test_bad_rows_are_refused(as_: As, way: str, fields: dict[str, object]) -> None:
    assert submit(as_("administrator"), f"/to-chuc/loai/{way}", fields) == 422


@pytest.mark.parametrize("way", ["none/het", "none/cap-tren", "cap-tren/9999", "con-so/9999"])
def test_unknown_rows(as_: As, way: str) -> None:
    assert as_("administrator").get(f"/to-chuc/loai/{way}").status_code == 404


def test_a_term_is_written_shown_and_corrected(as_: As) -> None:
    client, where = as_("secretary"), f"/to-chuc/{unit('ga_hanoi').id}"
    fields = {"ten": "Nhiệm kỳ 2025–2030", "dai-hoi": "15/06/2025", "ngay": "15/06/2025", "den-ngay": "15/06/2030",
              "quyet-dinh": "5-QĐ/ĐU"}
    assert submit(client, f"{where}/nhiem-ky", fields) == 303
    page = client.get(where).text
    assert "Nhiệm kỳ 2025–2030: 15/06/2025 – 15/06/2030" in page
    link = page.split(f'href="{where}/nhiem-ky/')[1].split('"')[0]
    assert submit(client, f"{where}/nhiem-ky/{link}", {"den-ngay": "30/06/2030"}) == 303
    assert "30/06/2030" in client.get(where).text
    next_term = {**fields, "ten": "Nhiệm kỳ sau", "ngay": "01/10/2026", "den-ngay": "01/10/2031", "dai-hoi": ""}
    assert submit(client, f"{where}/nhiem-ky", next_term) == 303
    assert [one.valid_to for one in queries.terms(unit("ga_hanoi"))] == [date(2031, 10, 1), date(2026, 9, 30)]


@pytest.mark.parametrize(("since", "until"), [
    (date(2025, 6, 15), date(2030, 6, 14)), (date(2024, 2, 29), date(2029, 2, 28)),
    (date(2025, 1, 1), date(2029, 12, 31))])
def test_a_term_without_an_end_lasts_as_long_as_the_rule_says(app: Flask, since: date, until: date) -> None:
    made = services.record_term(acting(), unit("ga_hanoi"), name="Nhiệm kỳ", since=since, until=None, congress_on=None,
                                decision="")
    assert made.valid_to == until
    db.session.rollback()


@pytest.mark.parametrize("fields", [
    {"ngay": "15/06/2030", "den-ngay": "15/06/2025"}, {"ngay": "15/06/2015", "den-ngay": "15/06/2025"},
    {"ngay": "15/06/2025", "den-ngay": "15/06/2055"}, {"ngay": "15/06/2025", "den-ngay": "x"},
    {"ngay": "15/06/2025", "den-ngay": "15/06/2030", "dai-hoi": "15/06/2010"}])
def test_a_term_of_impossible_days(as_: As, fields: dict[str, str]) -> None:
    client = as_("secretary")
    assert submit(client, f"/to-chuc/{unit('ga_hanoi').id}/nhiem-ky", {"ten": "Nhiệm kỳ", **fields}) == 422


def test_terms_do_not_overlap(as_: As) -> None:
    first = term("ga_hanoi", date(2020, 1, 1), date(2024, 12, 31))
    term("ga_hanoi", date(2025, 1, 1), date(2029, 12, 31), name="Nhiệm kỳ sau")
    where = f"/to-chuc/{first.unit_id}/nhiem-ky/{first.id}"
    client = as_("secretary")
    assert submit(client, where, {"den-ngay": "01/06/2025"}) == 422
    late = client.get(where)
    assert submit(client, where, {"ten": "Nhiệm kỳ đầu"}) == 303
    assert client.submit(late, {"ten": "Khác"}).status_code == 409


def test_a_term_belongs_to_its_unit(as_: As) -> None:
    row = term("ga_hanoi", date(2020, 1, 1), date(2024, 12, 31))
    assert as_("administrator").get(f"/to-chuc/{unit('dau_may').id}/nhiem-ky/{row.id}").status_code == 404
