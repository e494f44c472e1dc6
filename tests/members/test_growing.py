"""Lists begin where few rows are: a name few bear, the people of few units, a day that is as today."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.members import queries
from portal.members.api import kept_people
from portal.members.models import Filters, Member, State
from portal.members.policy import KEEPERS
from portal.members.queries import scope as scopes
from portal.organizations import queries as units
from portal.organizations.api import rename
from tests.client import PortalClient
from tests.factories.members import acting, member, record
from tests.people import unit

DAY = clock.today() - timedelta(days=200)
As = Callable[[str | None], PortalClient]
PERSONS = ["secretary", "committee_secretary", "delegate", "corporation_staff", "administrator"]


@pytest.fixture
def many(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every list is a long one."""
    monkeypatch.setattr(scopes, "FEW", 0)


@pytest.fixture
def asked(app: Flask) -> Iterator[list[str]]:
    """The statements that run."""
    found: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield found
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("asked_for", [
    {}, {"text": "lí"}, {"text": "van"}, {"text": "nobody at all"}, {"text": "100%"}, {"missing": "phone"},
    {"missing": "birth_date", "text": "nguyen"}, {"missing": "official_on"}, {"text": "anh", "state": "probationary"},
    {"missing": "sex"}, {"missing": "joined_on"}, {"missing": "ceremony_on"}, {"missing": "card_number"},
    {"missing": "nothing"}, {"state": "probationary"}, {"state": "exempt"}, {"state": "official", "missing": "phone"},
    {"role": "secretary"}, {"role": "inspection_member"}, {"overdue": True}, {"overdue": True, "text": "v"},
    {"overdue": True, "day": DAY}, {"overdue": True, "state": "official"}, {"age_from": 40}, {"age_to": 40},
    {"joined_from": 2015, "joined_to": 2020}, {"party_from": 10}, {"party_to": 3, "sex": "female"},
    {"role": "secretary", "day": DAY}, {"text": "nguyen van", "sort": "-joined"}, {"missing": "phone", "day": DAY}])
def test_the_same_people_either_way(app: Flask, monkeypatch: pytest.MonkeyPatch, asked_for: dict[str, Any]) -> None:
    """Looked up first or walked to: the same rows in the same order, as where units are few."""

    def found(key: str) -> list[int]:
        return [row[0].id for row in db.session.execute(queries.roster(acting(key), Filters(**asked_for)))]

    long_on_probation()
    few = {key: found(key) for key in PERSONS}
    monkeypatch.setattr(scopes, "FEW", 0)
    for bound in (0, 2, 1000):
        monkeypatch.setattr(scopes, "LOOKED_UP", bound)
        for key in PERSONS:
            assert found(key) == few[key], (key, bound)


def long_on_probation() -> None:
    """By the state, by the ceremony, and one who has an official day though the state was never changed."""
    today, year = clock.today(), timedelta(days=800)
    first, second, third, new = (member(f"Vũ {name}", state=State.PROBATIONARY, since=since) for name, since in (
        ("Một", today - year), ("Hai", today), ("Ba", today), ("Tư", today)))
    second.ceremony_on = third.ceremony_on = today - year
    third.official_on, new.ceremony_on = today - timedelta(days=9), today - timedelta(days=9)
    db.session.commit()
    found = queries.roster(acting("delegate"), Filters(overdue=True))
    assert {first.id, second.id, third.id} <= {row[0].id for row in db.session.execute(found)} - {new.id}
    db.session.rollback()


def test_many_are_counted_by_some_of_them(many: None, monkeypatch: pytest.MonkeyPatch, asked: list[str],
                                          as_: As) -> None:
    """Where there are more than is counted, only a part of them is looked at, and the page says the same."""
    from portal.core import paging

    for number in range(24):
        member(f"Vũ Văn {chr(65 + number)}")
    client = as_("delegate")
    whole = client.get("/dang-vien?ten=vu+van").text
    assert "24" in whole
    monkeypatch.setattr(scopes, "LOOKED_UP", 18)
    assert client.get("/dang-vien?ten=vu+van").text.count("Vũ Văn") == whole.count("Vũ Văn")
    monkeypatch.setattr(paging, "MOST", 21)
    asked.clear()
    assert "hơn 21" in client.get("/dang-vien?ten=vu+van").text
    assert sum("count(*)" in one and "FROM member JOIN" in one for one in asked) == 1


def test_a_name_that_few_bear_is_found_before_the_list_is_walked(many: None, asked: list[str]) -> None:
    for words, first in (("lý văn", True), ("", False)):
        asked.clear()
        db.session.execute(queries.roster(acting("corporation_staff"), Filters(text=words))).all()
        assert any("member.id IN (SELECT" in one for one in asked) is first


def test_kept_people_leave_out_nobody_who_may_be_read(app: Flask) -> None:
    from portal.members.policy import readable_at_home

    member("Người Cũ")
    for key in PERSONS:
        actor = acting(key)
        found = readable_at_home(actor).with_only_columns(Member.id)
        whole = set(db.session.execute(found).scalars())
        assert whole and whole == set(db.session.execute(found.where(kept_people(actor, KEEPERS))).scalars()), key


def test_two_way_activity_begins_from_the_people_of_few_units(as_: As, asked: list[str]) -> None:
    client = as_("secretary")
    client.get("/sinh-hoat-hai-chieu")
    asked.clear()
    page = client.get("/sinh-hoat-hai-chieu")
    assert record("member").full_name in page.text and record("neighbour").full_name not in page.text
    rows = [one for one in asked if "residence_contact" in one]
    assert rows and all("member.id IN (SELECT membership.member_id" in one for one in rows)


def test_a_list_of_units_looks_into_the_past_only_where_needed(app: Flask, asked: list[str]) -> None:
    today, before = clock.today(), clock.today() - timedelta(days=1)
    actor = acting("administrator")

    def names(day: object) -> list[str]:
        asked.clear()
        return [row.name for row in units.all_units_on(actor, units.Filters(day))]  # type: ignore[arg-type]

    was = names(today)
    assert "UNION ALL" not in asked[-1] and was == names(before)
    rename(SYSTEM, unit("ga_vinh"), name="Chi bộ Ga Vinh Mới", since=today, decision="1-QĐ")
    db.session.commit()
    assert "Chi bộ Ga Vinh" in names(before) and "UNION ALL" in asked[-1]
    assert "Chi bộ Ga Vinh Mới" in names(today) and "UNION ALL" not in asked[-1]
    assert len(names(today)) == len(was)
