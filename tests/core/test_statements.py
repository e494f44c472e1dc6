"""Statements made once ask anew each time: by whom, and when, is decided as they run."""

from collections.abc import Callable
from datetime import timedelta

import time_machine
from flask import Flask
from sqlalchemy import select

from portal.core import clock
from portal.core.actor import STRANGER, Actor
from portal.core.statements import per_actor, rows, when_run
from portal.news import policy


def test_the_moment_is_that_of_the_run(app: Flask) -> None:
    statement = select(when_run(timedelta(hours=1)).label("later"))
    with time_machine.travel("2026-03-01T00:00:00Z", tick=False):
        first = rows(statement)[0].later
        assert first == clock.now() + timedelta(hours=1)
    with time_machine.travel("2026-03-02T00:00:00Z", tick=False):
        assert rows(statement)[0].later - first == timedelta(days=1)


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
