"""People marked by triggers: lists of what is wrong begin from them and leave nobody out."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, exists, select, text

from portal.core import clock
from portal.core.db import db
from portal.members import queries
from portal.members.models import PRESENT, Filters, Mark, Member, Membership, MemberState, State, marked
from tests.factories.members import acting, member
from tests.people import unit

TRIGGERS = ["member_marks_update", "member_state_marks_delete", "member_state_marks_insert",
            "member_state_marks_update", "membership_marks_delete", "membership_marks_insert",
            "membership_marks_update"]


def marks() -> dict[Mark, set[int]]:
    return {mark: set(db.session.execute(marked(mark)).scalars()) for mark in Mark}


def test_the_triggers_are_there(app: Flask) -> None:
    """A copy of a table made by a later migration would lose them without a word."""
    if db.engine.dialect.name == "sqlite":
        found = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%marks%' ORDER BY name"
        assert list(db.session.execute(text(found)).scalars()) == TRIGGERS
    else:
        found = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%marks_change' ORDER BY 1"
        assert list(db.session.execute(text(found)).scalars()) == ["member", "member_state", "membership"]


def test_a_mark_follows_its_person(app: Flask) -> None:
    one, day = member("Vũ Một", state=State.OFFICIAL), clock.today() - timedelta(days=9)
    assert one.id not in marks()[Mark.NO_CELL]
    stay, one.official_on = one.memberships[0], None
    stay.valid_to = day
    db.session.flush()
    assert all(one.id in ids for ids in marks().values())
    one.official_on = day
    db.session.add(Membership(member_id=one.id, unit_id=unit("ga_hanoi").id, valid_from=day + timedelta(days=1)))
    db.session.flush()
    assert not any(one.id in ids for ids in marks().values())
    other = member("Vũ Hai")
    db.session.execute(db.update(Membership).where(Membership.id == stay.id).values(member_id=other.id))
    db.session.execute(db.update(Membership).where(Membership.member_id == one.id).values(valid_to=day))
    assert one.id in marks()[Mark.NO_CELL] and other.id not in marks()[Mark.NO_CELL]
    for table in (MemberState, Membership):
        db.session.execute(delete(table).where(table.member_id == one.id))
    assert one.id not in marks()[Mark.NO_CELL]
    db.session.rollback()


steps = st.lists(st.integers(1, 6), min_size=1, max_size=4)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stays=steps, gaps=st.lists(st.integers(-1, 3), min_size=4, max_size=4), goes_on=st.booleans(),
       states=st.lists(st.sampled_from(list(State)), min_size=1, max_size=3))
def test_nobody_is_left_out_on_any_day(people: Any, stays: list[int], gaps: list[int], goes_on: bool,
                                       states: list[State]) -> None:
    """Whatever the stays, with days between them or over each other, and the states: who is in no cell on a day is
    marked."""
    person, first = people
    db.session.execute(delete(Membership).where(Membership.member_id == person))
    db.session.execute(delete(MemberState).where(MemberState.member_id == person))
    begins = [first + timedelta(days=sum(stays[:place]) + sum(gaps[:place])) for place in range(len(stays))]
    for place, (begin, length) in enumerate(zip(begins, stays, strict=True)):
        is_open = goes_on and place == len(stays) - 1
        db.session.add(Membership(member_id=person, unit_id=unit("ga_hanoi").id, valid_from=begin,
                                  valid_to=None if is_open else begin + timedelta(days=length - 1)))
    turns = [first, *(first + timedelta(days=4 * place) for place in range(1, len(states))), None]
    for state, (since, until) in zip(states, pairwise(turns), strict=True):
        db.session.add(MemberState(member_id=person, state=state, valid_from=since,
                                   valid_to=until - timedelta(days=1) if until else None))
    db.session.flush()
    has_mark = person in marks()[Mark.NO_CELL]
    for day in (first + timedelta(days=number) for number in range(40)):
        assert has_mark or not in_no_cell(person, day), day


def in_no_cell(person: int, day: date) -> bool:
    """Asked of the tables as they are."""

    def holds(table: Any) -> Any:
        return (table.member_id == person) & (table.valid_from <= day) & (
            table.valid_to.is_(None) | (table.valid_to >= day))

    has_been = exists().where(Membership.member_id == person, Membership.valid_to < day)
    present = exists().where(holds(MemberState), MemberState.state.in_(PRESENT))
    return bool(db.session.execute(select(has_been & present & ~exists().where(holds(Membership)))).scalar_one())


@pytest.fixture
def people(app: Flask) -> Any:
    found = member("Vũ Một").id
    yield found, clock.today() - timedelta(days=60)
    db.session.rollback()


def test_the_lists_begin_from_them(app: Flask) -> None:
    one = member("Vũ Một", state=State.OFFICIAL)
    one.memberships[0].valid_to, one.official_on = clock.today() - timedelta(days=1), None
    db.session.flush()
    assert one.id in {row[0].id for row in db.session.execute(queries.no_unit(acting("delegate")))}
    other = member("Vũ Hai", state=State.OFFICIAL)
    other.official_on = None
    db.session.flush()
    found = queries.roster(acting("delegate"), Filters(missing="official_on"))
    assert other.id in {row[0].id for row in db.session.execute(found)}
    assert db.session.get_one(Member, one.id).official_on is None
    db.session.rollback()
