"""The list of grants in force."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.actor import SYSTEM, Actor
from portal.core.db import db
from portal.delegation import queries
from portal.delegation.api import Grant, grant
from portal.delegation.policy import MANAGERS
from portal.organizations.api import Role
from tests.client import PortalClient
from tests.people import PEOPLE, SINCE, person, unit

As = Callable[[str | None], PortalClient]
Act = Callable[[str], Actor]


@pytest.fixture
def chain(app: object, actor: Act) -> list[Grant]:
    """Board of the Corporation → secretary of Hà Nội → secretary of its cell; and a revoked one."""
    top = grant(SYSTEM, account_id=person("administrator").account_id, unit=unit("corporation"), subtree=True,
                role=Role.ORGANIZATION_BOARD, since=SINCE, until=None, source=None)
    middle = grant(actor("administrator"), account_id=person("committee_secretary").account_id, unit=unit("hanoi"),
                   role=Role.SECRETARY, subtree=True, since=SINCE, until=None, source=top)
    last = grant(actor("committee_secretary"), account_id=person("secretary").account_id, unit=unit("ga_hanoi"),
                 role=Role.SECRETARY, subtree=False, since=SINCE, until=clock.today(), source=middle)
    gone = grant(actor("committee_secretary"), account_id=person("neighbour").account_id, unit=unit("dau_may"),
                 role=Role.DEPUTY_SECRETARY, subtree=False, since=SINCE, until=None, source=middle)
    gone.revoked_at = clock.now()
    db.session.commit()
    return [top, middle, last, gone]


def test_who_holds_what_given_by_whom_down_which_chain(as_: As, chain: list[Grant]) -> None:
    page = as_("committee_secretary").get("/phan-quyen")
    assert page.status_code == 200
    for words in ("Trần Văn Bình", "Chi bộ Ga Hà Nội", "Vũ Thị Giang", "Ban Tổ chức Đảng ủy Đảng bộ Tổng công ty",
                  "và cấp dưới", "từ 01/01/2020 đến"):
        assert words in page.text


def test_chain_is_read_back_to_its_source(chain: list[Grant]) -> None:
    top, middle, last, _ = chain
    found = queries.chains(chain)
    assert found[top.id] == []
    assert [link.holder for link in found[middle.id]] == ["Ngô Thị Lan"]
    assert [link.holder for link in found[last.id]] == ["Ngô Thị Lan", "Vũ Thị Giang"]


def test_only_grants_in_force_are_listed(as_: As, chain: list[Grant]) -> None:
    page = as_("administrator").get("/phan-quyen").text
    body = page[page.index("<tbody>"):]
    assert "Lý Văn Minh" in body
    assert "Mai Thị Nga" not in body
    assert "Đỗ Đức Em" not in body


def test_grants_elsewhere_are_missing(as_: As, chain: list[Grant]) -> None:
    page = as_("secretary_elsewhere").get("/phan-quyen").text
    assert "Lý Văn Minh" not in page
    assert "Chưa có quyền nào" in page


@pytest.mark.parametrize("key", ["member", "delegate", "lapsed_delegate", "office_staff"])
def test_who_leads_nothing_is_refused(as_: As, key: str) -> None:
    page = as_(key).get("/phan-quyen")
    assert page.status_code == 403
    assert "Chỉ bí thư" in page.text


def test_paged_and_fetched_alone(as_: As, chain: list[Grant]) -> None:
    for day in range(25):
        grant(SYSTEM, account_id=person("neighbour").account_id, unit=unit("hanoi"), role=Role.COMMITTEE_MEMBER,
              subtree=False, since=clock.today() - timedelta(days=day), until=None, source=None)
    db.session.commit()
    client = as_("committee_secretary")
    assert "Trang 2 trong 2" in client.get("/phan-quyen?trang=2").text
    part = client.get("/phan-quyen", headers={"HX-Request": "true", "HX-Target": "div#results"}).text
    assert part.strip() in client.get("/phan-quyen").text
    assert client.get("/phan-quyen?trang=abc").status_code == 200


def test_reading_only_and_signed_in_only(as_: As) -> None:
    assert as_(None).get("/phan-quyen").status_code == 401
    assert as_("administrator").post("/phan-quyen", data={"form_key": "0123456789abc"}).status_code in (400, 405)


def test_rule_and_list_agree(actor: Act, chain: list[Grant]) -> None:
    in_force = [one for one in db.session.execute(db.select(Grant)).scalars()
                if one.revoked_at is None and (one.valid_to is None or one.valid_to >= clock.today())]
    for key in PEOPLE:
        who = actor(key)
        listed = {row[0].id for row in db.session.execute(queries.in_force(who))}
        assert listed == {one.id for one in in_force
                          if who.holds(MANAGERS, one.unit.path) or one.account_id == who.account_id}, key
