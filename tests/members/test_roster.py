"""Filters, order, past days and saved filters of the roster; nothing of other units leaks, not even as a number."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.members import queries
from portal.members.models import Filters, Member, SavedFilter, State
from portal.members.models.clocks import add_years
from portal.members.services import enter_state, move, save_filter
from portal.organizations.api import Role
from portal.organizations.models import OrganizationHistory
from tests.client import PortalClient
from tests.factories.members import acting, member, post, record, saved_filter
from tests.people import unit

As = Callable[[str | None], PortalClient]
TODAY = clock.today()


def listed(filters: Filters, key: str = "secretary") -> list[str]:
    return [one.full_name for one, *_ in db.session.execute(queries.roster(acting(key), filters))]


def new(name: str, **fields: Any) -> str:
    member(name, **fields)
    return name


@pytest.fixture(autouse=True)
def house(app: object) -> None:
    """Every test here asks the database."""


@pytest.mark.parametrize(("fields", "asked", "other"), [
    ({"sex": "female"}, {"sex": "female"}, {"sex": "male"}),
    ({"joined_on": date(1990, 12, 31)}, {"joined_from": 1990, "joined_to": 1990}, {"joined_from": 1991}),
    ({"birth_date": add_years(TODAY, -50)}, {"age_from": 50, "age_to": 50}, {"age_from": 51}),
    ({"birth_date": add_years(TODAY, -50) + timedelta(days=1)}, {"age_from": 49, "age_to": 49}, {"age_from": 50}),
    ({"joined_on": add_years(TODAY, -30)}, {"party_from": 30}, {"party_to": 29, "party_from": 1}),
    ({"joined_on": TODAY, "birth_date": date(1999, 1, 1)}, {"party_from": 0, "party_to": 0}, {"party_from": 1}),
    ({"phone": None, "sex": "male"}, {"missing": "phone", "sex": "male"}, {"missing": "sex"}),
    ({"state": State.EXEMPT}, {"state": "exempt"}, {"state": "official"}),
    ({"state": State.PROBATIONARY}, {"missing": "ceremony_on"}, {"missing": "card_number", "state": "probationary"}),
])
def test_each_filter_finds_and_leaves_out(fields: dict[str, Any], asked: dict[str, Any], other: dict[str, Any]) -> None:
    name = new("Vũ Xuân Yên", **fields)
    assert name in listed(Filters(**asked))
    assert name not in listed(Filters(**other))


def test_by_post(app: object) -> None:
    post("member", role=Role.OVERSEER, unit_key="dau_may")
    assert listed(Filters(role="assigned_overseer")) == ["Nguyễn Văn An"]
    assert listed(Filters(role="secretary")) == ["Trần Văn Bình"]
    assert listed(Filters(role="standing_member")) == []


def test_probation_out_of_time() -> None:
    late = new("Hà Văn Muộn", state=State.PROBATIONARY, since=date(2020, 1, 1), ceremony_on=date(2020, 1, 1))
    fresh = new("Hà Văn Mới", state=State.PROBATIONARY, since=TODAY - timedelta(days=370),
                ceremony_on=TODAY - timedelta(days=370))
    found = listed(Filters(overdue=True))
    assert late in found and fresh not in found and "Lê Thị Ánh" in found
    assert listed(Filters(overdue=True, state="official")) == []
    assert late in listed(Filters(overdue=True, day=date(2022, 1, 1)))
    assert late not in listed(Filters(overdue=True, day=date(2021, 1, 10)))


def test_orders(app: object) -> None:
    new("Bùi Văn Ă", cell="dau_may", joined_on=date(2000, 1, 1))
    new("Bùi Văn Z", joined_on=date(1980, 1, 1))
    names = listed(Filters(), "delegate")
    assert names.index("Nguyễn Văn An") < names.index("Lê Thị Ánh") < names.index("Bùi Văn Ă")
    assert listed(Filters(sort="-name"), "delegate") == names[::-1]
    assert listed(Filters(sort="joined"), "delegate")[:2] == ["Bùi Văn Z", "Bùi Văn Ă"]
    assert listed(Filters(sort="-party"), "delegate")[:2] == ["Bùi Văn Z", "Bùi Văn Ă"]
    assert listed(Filters(sort="party"), "delegate")[:2] == ["Bùi Văn Ă", "Bùi Văn Z"]
    by_cell = [unit.name for _, unit, _ in db.session.execute(queries.roster(acting("delegate"), Filters(sort="cell")))]
    assert by_cell == sorted(by_cell, key=lambda name: name != "Chi bộ Đầu máy")


def test_long_lists_walk_and_short_ones_begin_from_the_units(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways to ask say the same."""
    asked = [Filters(), Filters(state="probationary"), Filters(overdue=True), Filters(sort="cell"),
             Filters(sort="party"), Filters(unit_id=unit("ga_hanoi").id), Filters(day=date(2022, 1, 1))]
    keys = ("delegate", "secretary", "administrator", "secretary_elsewhere", "office_staff")
    before = [[listed(one, key) for one in asked] for key in keys]
    monkeypatch.setattr("portal.members.queries.scope.FEW", 0)
    assert [[listed(one, key) for one in asked] for key in keys] == before
    assert any(before[0])


# ── past days ──

def test_the_list_of_a_past_day_names_its_people_cells_states_and_posts(as_: As) -> None:
    actor = acting("delegate")
    move(actor, record("member"), cell=unit("ga_vinh"), since=date(2023, 1, 1))
    enter_state(actor, record("probationary"), State.OFFICIAL, since=date(2023, 1, 1))
    post("newcomer", role=Role.OVERSEER, since=date(2021, 1, 1), until=date(2022, 12, 31))
    client = as_("secretary")
    today, then = client.get("/dang-vien").text, client.get("/dang-vien?ngay=31/12/2022").text
    assert "Nguyễn Văn An" not in today and "Nguyễn Văn An" in then
    assert "theo dõi chi bộ" not in body(today) and "theo dõi chi bộ" in body(then)
    assert "dự bị" not in body(today) and "dự bị" in body(then)
    assert "Danh sách của ngày 31/12/2022" in then
    number = record("member").id
    assert f'href="/dang-vien/{number}"' not in then, "who is elsewhere today is named, but not opened"
    assert "Nguyễn Văn An" not in as_("secretary_elsewhere").get("/dang-vien?ngay=31/12/2022").text


def test_cells_stand_under_the_names_of_that_day(as_: As) -> None:
    cell = unit("ga_hanoi")
    db.session.add(OrganizationHistory(unit_id=cell.id, name="Chi bộ Ga Hàng Cỏ", search_key="x", sort_key="x",
                                       kind_id=cell.kind_id, parent_id=cell.parent_id, valid_from=date(2020, 1, 1),
                                       valid_to=date(2022, 12, 31)))
    cell.since = date(2023, 1, 1)
    db.session.commit()
    client = as_("secretary")
    page = client.get("/dang-vien?ngay=31/12/2022")
    assert "Chi bộ Ga Hàng Cỏ" in body(page.text) and "Chi bộ Ga Hà Nội" in body(client.get("/dang-vien").text)
    chosen = client.submit(page, {"viec": "print", "tat_ca": "1", "chon": None}, action="/chon")
    answer = client.submit(client.get(chosen.location), {}, action="/chon/")
    assert "Chi bộ Ga Hàng Cỏ" in client.get(answer.location).text


@pytest.mark.parametrize("query", ["ngay=1/1/2090", "ngay=abc", "ngay=1/1/1900", "tuoi_tu=-1", "tuoi_tu=x", "xep=mat",
                                   "vao_dang_tu=1200", "thieu=password_hash", "chuc_vu=king"])
def test_questions_that_cannot_be(as_: As, query: str) -> None:
    page = as_("secretary").get(f"/dang-vien?{query}")
    assert page.status_code == 422 and "Nguyễn Văn An" not in page.text


def body(html: str) -> str:
    return html[html.index("<tbody>"):html.index("</tbody>")]


# ── what others may not see ──

@pytest.mark.parametrize("query", ["", "?ten=cuong", "?ngay=31/12/2022", "?xep=party", "?gioi_tinh=male", "?qua_han=y"])
def test_nothing_of_other_units_not_even_a_number(as_: As, query: str) -> None:
    for place in range(30):
        new(f"Phạm Văn Kín {place}", cell="ga_vinh", sex="male", state=State.PROBATIONARY)
    for key in ("secretary", "delegate", "office_staff"):
        for page in (f"/dang-vien{query}", "/dang-vien/den-han", "/dang-vien/khong-don-vi", "/dang-vien/bo-loc"):
            text = as_(key).get(page).text
            assert "Phạm Văn" not in text and "Ga Vinh" not in text
            assert not re.search(r"\b3\d mục", text), f"{key} {page}"


def test_a_suspended_person_reads_nothing(as_: As) -> None:
    enter_state(acting("delegate"), record("secretary"), State.SUSPENDED, since=TODAY)
    db.session.commit()
    assert as_("secretary").get("/dang-vien").status_code == 403


# ── saved filters ──

def test_a_filter_is_kept_under_a_name_for_oneself(as_: As) -> None:
    client = as_("secretary")
    page = client.get("/dang-vien?trang_thai=probationary&xep=-joined")
    assert client.submit(page, {"name": "Dự bị của tôi"}, action="/bo-loc").status_code == 303
    page = client.get("/dang-vien").text
    assert "Dự bị của tôi" in page and "/dang-vien?trang_thai=probationary&amp;xep=-joined" in page
    assert "Dự bị của tôi" not in as_("delegate").get("/dang-vien").text
    listed = client.get("/dang-vien/bo-loc")
    assert "Dự bị của tôi" in listed.text
    assert client.submit(listed, {}, action="/xoa").status_code == 303
    assert "Chưa lưu bộ lọc nào" in client.get("/dang-vien/bo-loc").text


def test_filters_that_are_not_kept(as_: As) -> None:
    client = as_("secretary")
    page = client.get("/dang-vien?trang_thai=probationary")
    assert client.submit(page, {"name": ""}, action="/bo-loc").status_code == 422
    assert client.submit(page, {"name": "a" * 100}, action="/bo-loc").status_code == 422
    assert client.submit(page, {"name": "Một"}, action="/bo-loc").status_code == 303
    again = client.get("/dang-vien?trang_thai=official")
    answer = client.submit(again, {"name": "Một"}, action="/bo-loc")
    assert answer.status_code == 422 and "đã có bộ lọc tên này" in answer.text
    assert client.submit(again, {"name": "Hai", "trang_thai": "nothing"}, action="/bo-loc").status_code == 422
    assert client.get("/dang-vien/bo-loc/1/xoa").status_code == 405


def test_no_more_than_thirty_filters(as_: As) -> None:
    for number in range(30):
        save_filter(acting("secretary"), f"Bộ {number}", Filters(text="an"))
    db.session.commit()
    client = as_("secretary")
    answer = client.submit(client.get("/dang-vien?ten=an"), {"name": "Thêm"}, action="/bo-loc")
    assert answer.status_code == 422 and "30 bộ lọc" in answer.text


def test_filters_of_others_do_not_exist(as_: As) -> None:
    number = saved_filter("delegate").id
    client = as_("secretary")
    page = client.get("/dang-vien?ten=an")
    assert client.submit(page, {"name": "x"}, action="/bo-loc").status_code == 303
    listed = client.get("/dang-vien/bo-loc")
    form = {"csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', listed.text)[1], "form_key": "0123456789abc"}
    assert client.post(f"/dang-vien/bo-loc/{number}/xoa", data=form).status_code == 404
    assert db.session.get(SavedFilter, number) is not None


# ── cost ──

def statements(ask: Callable[[], Any]) -> list[str]:
    seen: list[str] = []

    def count(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        ask()
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    return seen


@pytest.mark.parametrize("page", ["/dang-vien", "/dang-vien?ngay=31/12/2024", "/dang-vien/den-han",
                                  "/dang-vien/den-han?loai=huy-hieu", "/dang-vien/khong-don-vi"])
def test_more_people_ask_no_more_of_the_database(as_: As, page: str) -> None:
    client = as_("delegate")
    for place in range(25):
        new(f"Lý Văn Một {place}", state=State.PROBATIONARY, joined_on=add_years(TODAY, -30))
    client.get(page)
    few = statements(lambda: client.get(page))
    for place in range(30):
        new(f"Lý Văn Hai {place}", state=State.PROBATIONARY, joined_on=add_years(TODAY, -30), cell="dau_may")
    many = statements(lambda: client.get(page))
    assert len(many) == len(few) <= 14


def test_actor_without_units_is_answered(actor: Callable[[str], Actor]) -> None:
    found = db.session.execute(queries.roster(actor("member"))).all()
    assert found == []
    assert db.session.execute(db.select(db.func.count()).select_from(Member)).scalar_one() > 0
