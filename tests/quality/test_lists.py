"""Lists to mend, found from their issues or walked to, and sums kept beside the tree: as if made anew each time."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event

from portal.core import clock, paging
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.jobs.worker import run_all
from portal.members.api import State, amend, enter_state
from portal.organizations.services import move
from portal.quality import services
from portal.quality.queries import issues, lines, parts_of, scores, sums_are_kept
from tests.client import PortalClient
from tests.factories.members import acting, member, record
from tests.people import unit

As = Callable[[str | None], PortalClient]


@pytest.fixture
def checked(app: Flask) -> None:
    for number in range(6):
        member(f"Vũ Văn {chr(65 + number)}", "ga_hanoi" if number % 2 else "ga_vinh", phone="0912345678")
    services.check_all()
    db.session.commit()


@pytest.mark.usefixtures("checked")
@pytest.mark.parametrize("bound", [0, 3, 8])
def test_the_same_records_either_way(monkeypatch: pytest.MonkeyPatch, bound: int) -> None:
    for key in ("secretary", "delegate", "committee_secretary", "administrator", "member"):
        for place in ("corporation", "hanoi", "ga_hanoi", "ga_vinh"):
            for asked in ({}, {"measure": "du"}, {"code": "no_phone"}, {"measure": "du", "code": "id_province"}):
                monkeypatch.setattr(scores, "LOOKED_UP", 10 ** 6)
                plain, none = issues(acting(key), unit(place), **asked)
                monkeypatch.setattr(scores, "LOOKED_UP", bound)
                found, some = issues(acting(key), unit(place), **asked)
                rows = [(row[0].id, row[1]) for row in db.session.execute(found)]
                assert none is None and rows == [(row[0].id, row[1]) for row in db.session.execute(plain)]
                part = found if some is None else found.where(some)
                assert {row[0].id for row in db.session.execute(part)} <= {one for one, _ in rows}


@pytest.mark.usefixtures("checked")
def test_people_are_counted_not_what_is_to_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few people with many issues are few: the register is not walked for them."""
    found, _ = issues(acting("delegate"), unit("hanoi"))
    people = [row[0].id for row in db.session.execute(found)]
    assert sum(map(len, scores.issues_of(people).values())) > len(people)
    monkeypatch.setattr(scores, "LOOKED_UP", len(people))
    assert issues(acting("delegate"), unit("hanoi"))[1] is None
    monkeypatch.setattr(scores, "LOOKED_UP", len(people) - 1)
    assert issues(acting("delegate"), unit("hanoi"))[1] is not None


@pytest.mark.usefixtures("checked")
def test_a_page_costs_as_many_statements_however_many_rows_it_has(as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    client, numbers = as_("delegate"), set()
    event.listen(db.engine, "before_cursor_execute", note)
    for per in (2, 9):
        monkeypatch.setattr(paging.Page.of.__func__, "__kwdefaults__", {"per": per, "ahead": None, "some": None})
        seen.clear()
        page = client.get("/dang-vien/chat-luong/danh-sach")
        assert page.text.count("<tr>") >= per
        numbers.add(len([one for one in seen if "count(*)" not in one]))
    event.remove(db.engine, "before_cursor_execute", note)
    assert len(numbers) == 1 and max(numbers) <= 10, numbers


def plainly(unit_key: str) -> dict[str, tuple[int, int]]:
    """The numbers of a unit added up from its cells."""
    return {line.measure.key: (line.part.good, line.part.total) for line in lines(unit(unit_key), kept=False)[0]}


def shown(unit_key: str) -> dict[str, tuple[int, int]]:
    """As they are kept, alone and in a list."""
    assert sums_are_kept()
    found, at = lines(unit(unit_key))
    listed = parts_of([unit(unit_key).id])[unit(unit_key).id]
    assert at == lines(unit(unit_key), kept=False)[1]
    assert {key: (part.good, part.total) for key, part in listed.items()} == {
        line.measure.key: (line.part.good, line.part.total) for line in found if line.part.total}
    return {line.measure.key: (line.part.good, line.part.total) for line in found}


def same_everywhere() -> None:
    db.session.rollback()
    for key in ("corporation", "hanoi", "vinh", "ga_hanoi"):
        assert shown(key) == plainly(key), key


@pytest.mark.usefixtures("checked")
def test_sums_follow_each_check_and_are_made_anew_when_the_tree_changes() -> None:
    same_everywhere()
    before = shown("corporation")
    one = record("member")
    amend(SYSTEM, one, {"phone": "0912345678", "sex": "male", "card_number": one.citizen_id,
                        "joined_on": date(2005, 1, 1), "official_on": date(2006, 1, 1)})
    db.session.commit()
    run_all()
    same_everywhere()
    assert shown("corporation")["du"][0] == before["du"][0] + 1
    enter_state(SYSTEM, record("neighbour"), State.DECEASED, since=clock.today())
    member("Vũ Văn Mới", "dau_may")
    db.session.commit()
    run_all()
    same_everywhere()
    move(acting("administrator"), unit("ga_hanoi"), parent=unit("vinh"), since=clock.today(), decision="1-QĐ")
    db.session.commit()
    assert not sums_are_kept() and plainly("vinh")["du"][1] > 1
    services.sum_up_if_forgotten()
    db.session.commit()
    same_everywhere()
