"""The roster and the records."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from portal.core.actor import STRANGER, Actor
from portal.core.db import db
from portal.core.policy import allowed
from portal.members import queries
from portal.members.models import Member, masked
from portal.members.policy import Members, keeps, readable
from tests.client import PortalClient
from tests.people import PEOPLE, unit

As = Callable[[str | None], PortalClient]
Act = Callable[[str], Actor]


def member(key: str) -> Member:
    return db.session.execute(db.select(Member).where(Member.full_name == PEOPLE[key][0])).scalar_one()


def without_keys(html: str) -> str:
    return re.sub(r'name="(csrf_token|form_key)" value="[^"]*"', "", html)


def record(key: str) -> str:
    return f"/dang-vien/{member(key).id}"


def test_roster_of_a_cell_in_the_order_of_given_names(as_: As) -> None:
    page = as_("secretary").get("/dang-vien")
    assert page.status_code == 200
    names = ["Nguyễn Văn An", "Lê Thị Ánh", "Trần Văn Bình", "Lý Văn Minh", "Mai Thị Nga"]
    places = [page.text.index(name) for name in names]
    assert places == sorted(places) or page.text.index("<tbody>") > places[2]
    body = page.text[page.text.index("<tbody>"):]
    assert [body.index(name) for name in names] == sorted(body.index(name) for name in names)


def test_people_of_other_units_are_missing(as_: As) -> None:
    page = as_("secretary").get("/dang-vien").text
    assert "Phạm Văn Cường" not in page
    assert "Đỗ Đức Em" not in page


def test_a_delegate_sees_the_branch(as_: As) -> None:
    page = as_("delegate").get("/dang-vien").text
    assert "Nguyễn Văn An" in page
    assert "Đỗ Đức Em" in page
    assert "Phạm Văn Cường" not in page


def test_filters_stand_in_the_address_and_as_chips(as_: As) -> None:
    client, cell = as_("delegate"), unit("ga_hanoi").id
    page = client.get(f"/dang-vien?ten=anh&don_vi={cell}&trang_thai=probationary").text
    body = page[page.index("<tbody>"):]
    assert "Lê Thị Ánh" in body
    assert "Nguyễn Văn An" not in body
    assert page.count("Bỏ lọc") == 3
    assert f'href="/dang-vien?don_vi={cell}&amp;trang_thai=probationary"' in page


def test_filter_by_committee_covers_its_cells(as_: As) -> None:
    page = as_("delegate").get(f"/dang-vien?don_vi={unit('hanoi').id}").text
    assert "Nguyễn Văn An" in page
    assert "Đỗ Đức Em" in page


def test_filter_by_a_unit_elsewhere_shows_nobody(as_: As) -> None:
    page = as_("secretary").get(f"/dang-vien?don_vi={unit('ga_vinh').id}").text
    assert "Phạm Văn Cường" not in page
    assert "Bỏ bộ lọc" in page


@pytest.mark.parametrize("query", ["don_vi=abc", "don_vi=99999", "trang_thai=xyz", "ten=" + "a" * 200])
def test_filters_that_mean_nothing(as_: As, query: str) -> None:
    page = as_("secretary").get(f"/dang-vien?{query}")
    assert page.status_code == 422
    assert "Nguyễn Văn An" not in page.text


def test_results_alone_occur_in_the_page(as_: As) -> None:
    client = as_("secretary")
    part = client.get("/dang-vien", headers={"HX-Request": "true", "HX-Target": "div#results"}).text
    assert "<html" not in part
    assert without_keys(part.strip()) in without_keys(client.get("/dang-vien").text)


def test_members_have_no_roster(as_: As) -> None:
    page = as_("member").get("/dang-vien")
    assert page.status_code == 403
    assert "Chỉ người phụ trách một đơn vị" in page.text
    assert as_("lapsed_delegate").get("/dang-vien").status_code == 403


def test_record_masks_every_number(as_: As) -> None:
    one = member("member")
    one.card_number, one.phone = one.citizen_id, "0999123456"
    one.joined_on, one.sex = date(2010, 2, 3), "male"
    db.session.commit()
    number = one.citizen_id
    page = as_("secretary").get(record("member")).text
    for number in (one.citizen_id, "0999123456"):
        assert number not in page
        assert masked(number) in page
    for words in ("03/02/2010", "nam", "chính thức", "Chi bộ Ga Hà Nội", "tính tuổi đảng"):
        assert words in page


def test_posts_over_time_are_listed(as_: As) -> None:
    assert "Bí thư, " in as_("delegate").get(record("secretary")).text


def test_own_record_from_the_account_page(as_: As) -> None:
    client = as_("member")
    assert "/dang-vien/toi" in client.get("/tai-khoan-cua-toi").text
    assert client.get("/dang-vien/toi").location == record("member")
    page = client.get(record("member"))
    assert page.status_code == 200
    assert 'href="/dang-vien"' not in page.text


@pytest.mark.parametrize("key", ["member_elsewhere", "probationary", "neighbour", "committee_secretary"])
def test_records_of_others_do_not_exist(as_: As, key: str) -> None:
    assert as_("member").get(record(key)).status_code == 404


def test_unknown_record(as_: As) -> None:
    assert as_("administrator").get("/dang-vien/99999").status_code == 404


@pytest.mark.parametrize("path", ["/dang-vien", "/dang-vien/toi", "/dang-vien/1"])
def test_reading_only_and_signed_in_only(as_: As, path: str) -> None:
    assert as_(None).get(path).status_code == 401
    assert as_("secretary").post(path, data={"form_key": "0123456789abc"}).status_code in (400, 405)


def test_rule_and_list_agree(actor: Act) -> None:
    everyone = list(db.session.execute(db.select(Member)).scalars())
    for who in [STRANGER, *(actor(key) for key in PEOPLE)]:
        listed = set(db.session.execute(readable(who).with_only_columns(Member.id)).scalars())
        assert listed == {one.id for one in everyone if allowed(who, Members.READ, one)}, who.name
        on_roster = set(db.session.execute(queries.roster(who).with_only_columns(Member.id)).scalars())
        assert on_roster == {one.id for one in everyone if one.home is not None and keeps(who, one.home.unit.path)}


@pytest.mark.parametrize(("number", "shown"), [("999185001234", "999******234"), ("0999123456", "*******456"),
                                               ("", ""), (None, ""), ("12", "12")])
def test_masks(number: str | None, shown: str) -> None:
    assert masked(number) == shown
