"""The tree, the unit page and the search by name."""

from collections.abc import Callable
from datetime import date

import pytest

from portal.core import clock
from portal.core.actor import STRANGER, Actor
from portal.core.db import db
from portal.core.policy import allowed
from portal.organizations import queries
from portal.organizations.models import Organization, Succession
from portal.organizations.policy import Organizations, readable
from tests.client import PortalClient
from tests.people import PEOPLE, unit

As = Callable[[str | None], PortalClient]
Act = Callable[[str], Actor]


def url(key: str) -> str:
    return f"/to-chuc/{unit(key).id}"


def test_tree_opens_at_the_top(as_: As) -> None:
    page = as_("member").get("/to-chuc")
    assert page.status_code == 200
    assert "Đảng bộ Khai thác đường sắt Hà Nội" in page.text
    assert "Chi bộ Đầu máy" not in page.text
    assert "3 chi bộ" in page.text


def test_a_level_is_a_link_and_a_fragment_of_that_page(as_: As) -> None:
    client, hanoi = as_("member"), unit("hanoi").id
    closed = client.get("/to-chuc").text
    assert f'href="/to-chuc?mo={hanoi}"' in closed
    whole = client.get(f"/to-chuc?mo={hanoi}").text
    assert "Chi bộ Ga Hà Nội" in whole
    assert "Chi bộ Ga Vinh" not in whole
    level = client.get(f"/to-chuc?mo={hanoi}", headers={"HX-Request": "true", "HX-Target": f"ul#duoi-{hanoi}"}).text
    assert "<html" not in level
    assert level.strip() in whole


def test_another_target_gets_the_whole_page(as_: As) -> None:
    hanoi = unit("hanoi").id
    page = as_("member").get(f"/to-chuc?mo={hanoi}", headers={"HX-Request": "true", "HX-Target": "div#x"})
    assert "<html" in page.text


@pytest.mark.parametrize("value", ["99999", "abc", "0", "-1", "9" * 30])
def test_unknown_level(as_: As, value: str) -> None:
    assert as_("member").get(f"/to-chuc?mo={value}").status_code == 404


def test_search_ignores_accents(as_: As) -> None:
    page = as_("member").get("/to-chuc?ten=ga+ha+noi")
    assert "Chi bộ Ga Hà Nội" in page.text
    assert "thuộc Đảng bộ Khai thác đường sắt Hà Nội" in page.text
    assert "Chi bộ Ga Vinh" not in page.text


def test_search_without_a_hit_names_the_next_step(as_: As) -> None:
    assert "Mở cây tổ chức" in as_("member").get("/to-chuc?ten=khong+co").text


def test_search_fragment_occurs_in_the_page(as_: As) -> None:
    client = as_("member")
    part = client.get("/to-chuc?ten=ga", headers={"HX-Request": "true", "HX-Target": "div#results"}).text
    assert part.strip() in client.get("/to-chuc?ten=ga").text


def test_too_long_a_name_is_said(as_: As) -> None:
    assert as_("member").get("/to-chuc", query_string={"ten": "a" * 200}).status_code == 422


def test_unit_page_shows_place_posts_and_numbers(as_: As) -> None:
    page = as_("member_elsewhere").get(url("ga_hanoi"))
    assert page.status_code == 200
    for words in ("Chi bộ trực thuộc", "Đảng bộ Tổng công ty Đường sắt Việt Nam", "Trần Văn Bình", "Bí thư"):
        assert words in page.text


def test_ordinary_members_are_not_named_to_outsiders(as_: As) -> None:
    page = as_("member_elsewhere").get(url("ga_hanoi"))
    assert "Nguyễn Văn An" not in page.text
    assert "/dang-vien?" not in page.text


def test_roster_is_linked_for_who_keeps_it(as_: As) -> None:
    assert f"/dang-vien?don_vi={unit('ga_hanoi').id}" in as_("secretary").get(url("ga_hanoi")).text
    assert "/dang-vien?" not in as_("secretary").get(url("ga_vinh")).text


def test_units_below_are_listed_and_fetched_alone(as_: As) -> None:
    client = as_("member")
    whole = client.get(url("corporation")).text
    part = client.get(url("corporation"), headers={"HX-Request": "true", "HX-Target": "div#below"}).text
    assert "2 chi bộ" in part
    assert part.strip() in whole


def test_predecessor_and_successor_are_linked(as_: As) -> None:
    old, new = unit("ga_vinh"), unit("ga_hanoi")
    db.session.add(Succession(from_id=old.id, to_id=new.id, on=date(2025, 7, 1), decision="12-QĐ/ĐU"))
    old.valid_to = clock.today()
    db.session.commit()
    after = as_("member").get(url("ga_hanoi")).text
    assert "Tiếp nối từ" in after
    assert "12-QĐ/ĐU" in after
    before = as_("member").get(url("ga_vinh")).text
    assert "Được tiếp nối bởi" in before
    assert "kết thúc ngày" in before


def test_unknown_unit(as_: As) -> None:
    assert as_("member").get("/to-chuc/99999").status_code == 404


@pytest.mark.parametrize("path", ["/to-chuc", "/to-chuc/1"])
def test_reading_only(as_: As, path: str) -> None:
    assert as_("administrator").post(path, data={"form_key": "0123456789abc"}).status_code in (400, 405)


@pytest.mark.parametrize("path", ["/to-chuc", "/to-chuc/1", "/to-chuc?ten=ga"])
def test_strangers_sign_in_first(as_: As, path: str) -> None:
    assert as_(None).get(path).status_code == 401


def test_rule_and_list_agree(actor: Act) -> None:
    units = list(db.session.execute(db.select(Organization)).scalars())
    for who in [STRANGER, *(actor(key) for key in PEOPLE if key != "suspended_account")]:
        listed = set(db.session.execute(readable(who).with_only_columns(Organization.id)).scalars())
        assert listed == {one.id for one in units if allowed(who, Organizations.READ, one)}


def test_statements_do_not_grow_with_the_level(actor: Act) -> None:
    branches = queries.tree(actor("member"), None)
    assert [branch.cells for branch in branches] == [3]
    assert [branch.cells for branch in branches[0].below or []] == [2, 1]
