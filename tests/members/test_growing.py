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
from portal.members.models import Filters, Member
from portal.members.policy import KEEPERS
from portal.members.queries import scope as scopes
from portal.organizations import queries as units
from portal.organizations.api import rename
from tests.client import PortalClient
from tests.factories.members import acting, member, record
from tests.people import unit

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


@pytest.mark.parametrize("bound", [0, 2, 1000])
@pytest.mark.parametrize("asked_for", [
    {}, {"text": "lí"}, {"text": "van"}, {"text": "nobody at all"}, {"text": "100%"}, {"missing": "phone"},
    {"missing": "birth_date", "text": "nguyen"}, {"missing": "official_on"}, {"text": "anh", "state": "probationary"}])
def test_the_same_people_either_way(many: None, monkeypatch: pytest.MonkeyPatch, bound: int,
                                    asked_for: dict[str, Any]) -> None:
    """Looked up first or walked to: the same rows in the same order, as where units are few."""
    monkeypatch.setattr(scopes, "LOOKED_UP", bound)
    for key in PERSONS:
        walked = [row[0].id for row in db.session.execute(queries.roster(acting(key), Filters(**asked_for)))]
        monkeypatch.setattr(scopes, "FEW", 300)
        few = [row[0].id for row in db.session.execute(queries.roster(acting(key), Filters(**asked_for)))]
        monkeypatch.setattr(scopes, "FEW", 0)
        assert walked == few, (key, asked_for)


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
