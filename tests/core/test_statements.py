"""Statements made once ask anew each time: by whom, and when, is decided as they run."""

import os
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import InternalError, OperationalError

from portal.core import clock
from portal.core.actor import STRANGER, Actor
from portal.core.db import db, writing
from portal.core.statements import TODAY, fixed, per_actor, rows, when_run
from portal.jobs.models import Job
from portal.members.models import PRESENT, MemberState
from portal.news import policy


def test_the_moment_is_that_of_the_run(app: Flask) -> None:
    statement = select(when_run(timedelta(hours=1)).label("later"))
    with time_machine.travel("2026-03-01T00:00:00Z", tick=False):
        first = rows(statement)[0].later
        assert first == clock.now() + timedelta(hours=1)
    with time_machine.travel("2026-03-02T00:00:00Z", tick=False):
        assert rows(statement)[0].later - first == timedelta(days=1)


def test_the_day_is_that_of_the_run_and_the_same_at_all_its_places(app: Flask) -> None:
    statement = select(TODAY.label("day"), TODAY.label("again"))
    for day in (date(2026, 3, 1), date(2026, 3, 2)):
        with time_machine.travel(f"{day}T05:00:00Z", tick=False):
            assert tuple(rows(statement)[0]) == (day, day)
    assert list(statement.compile().params) == ["today"]


def test_fixed_words_are_part_of_the_statement(app: Flask) -> None:
    states = select(func.count()).select_from(MemberState).where(MemberState.state.in_(fixed(PRESENT)))
    values = select(func.count()).select_from(MemberState).where(MemberState.state.in_(PRESENT))
    assert states.compile().params == {}
    assert rows(states)[0] == rows(values)[0] > (0,)


def test_an_actor_is_asked_for_by_all_that_decides() -> None:
    made: list[Actor] = []

    @per_actor
    def statement(actor: Actor) -> int:
        made.append(actor)
        return len(made)

    assert statement(STRANGER) == statement(Actor()) == 1
    assert statement(Actor(account_id=1)) == 2
    assert statement(Actor(account_id=1, unit_path="/1/")) == 3


def test_two_people_never_share_a_condition(actor: Callable[[str], Actor]) -> None:
    one, other = policy.readable(actor("member")), policy.readable(actor("member_elsewhere"))
    assert one.compile().params != other.compile().params
    assert policy.readable(actor("member")).compile().params == one.compile().params


postgresql = pytest.mark.skipif("PORTAL_TEST_POSTGRES" not in os.environ, reason="of PostgreSQL alone")


@postgresql
def test_a_page_only_reads_and_leaves_its_statements_planned(own_app: Flask) -> None:
    with own_app.test_request_context("/"):
        for _ in range(7):
            rows(select(func.count(Job.id)))
            db.session.rollback()
        planned = rows(text("SELECT statement FROM pg_prepared_statements"))
        assert any("count(job.id)" in one.statement for one in planned)
        with pytest.raises(InternalError, match="read-only"):
            db.session.execute(delete(Job))
        db.session.rollback()
        with writing():
            db.session.execute(delete(Job))
            db.session.commit()
        assert not rows(select(func.count(Job.id)))[0][0]


@postgresql
def test_a_connection_that_ends_in_a_page_is_followed_by_another(own_app: Flask) -> None:
    with own_app.test_request_context("/"):
        with pytest.raises(OperationalError):
            rows(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        db.session.rollback()
        assert len(rows(select(func.count(Job.id)))) == 1
