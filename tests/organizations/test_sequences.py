"""Random sequences of what is done to units: whatever is refused or done, the tree stays sound (sound.py)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.organizations import queries, services
from portal.organizations.models import Organization
from tests.factories.organizations import acting
from tests.organizations.sound import assert_sound
from tests.people import SINCE

KINDS = ["grassroots_committee", "sectional_committee", "affiliated_cell", "grassroots_cell", "cell", "party_group",
         "sub_grassroots_committee", "delegated_upper_committee"]
Draw = Callable[[Any], Any]

pytestmark = pytest.mark.once

def units() -> list[Organization]:
    return list(db.session.execute(db.select(Organization).order_by(Organization.id)).scalars())


def day_of(draw: Draw, step: int) -> date:
    """Mostly later than what was done before; now and then far back, today, or to come."""
    today = clock.today()
    usual = date(2021, 1, 1) + timedelta(days=110 * step)
    if draw(st.integers(0, 9)) < 7:
        return usual
    return draw(st.sampled_from([today, today + timedelta(days=1), date(2019, 1, 1)]) | st.dates(SINCE, today))


def kind_below(draw: Draw, parent: Organization | None, day: date) -> str:
    """Mostly a kind that may stand there."""
    fitting = [kind.id for kind in queries.kinds_under(parent.kind_id, day)] if parent is not None else []
    return draw(st.sampled_from([*fitting * 3, *KINDS[:2]]))


def create(actor: Actor, draw: Draw, said: dict[str, Any], number: int) -> None:
    parent = draw(st.sampled_from(units()))
    services.create(actor, parent, kind_id=kind_below(draw, parent, said["since"]), name=f"Đơn vị {number}", code="",
                    **said)


def rename(actor: Actor, draw: Draw, said: dict[str, Any], number: int) -> None:
    services.rename(actor, draw(st.sampled_from(units())), name=f"Tên {number}", **said)


def change_kind(actor: Actor, draw: Draw, said: dict[str, Any], number: int) -> None:
    one = draw(st.sampled_from(units()))
    services.change_kind(actor, one, kind_id=kind_below(draw, one.parent, said["since"]), **said)


def renew(actor: Actor, draw: Draw, said: dict[str, Any], number: int) -> None:
    said = {**said, "since": max(said["since"], draw(st.sampled_from([SINCE, date(2026, 8, 1)])))}
    services.renew_kinds(actor, draw(st.sampled_from(units())), **said)


def move(actor: Actor, draw: Draw, said: dict[str, Any], number: int) -> None:
    parent = draw(st.sampled_from(units()))
    services.move(actor, draw(st.sampled_from(units())), parent=parent,
                  kind_id=draw(st.sampled_from([None, kind_below(draw, parent, said["since"])])), **said)


def merge(actor: Actor, draw: Draw, said: dict[str, Any], number: int) -> None:
    services.merge(actor, [draw(st.sampled_from(units()))], target=draw(st.sampled_from(units())), **said)


def merge_into_new(actor: Actor, draw: Draw, said: dict[str, Any], number: int) -> None:
    one = draw(st.sampled_from(units()))
    services.merge_into_new(actor, [one, draw(st.sampled_from(units()))], parent=one.parent, name=f"Hợp {number}",
                            kind_id=kind_below(draw, one.parent, said["since"]), code="", **said)


def split(actor: Actor, draw: Draw, said: dict[str, Any], number: int) -> None:
    one = draw(st.sampled_from(units()))
    offered = [part for part, _ in services.parts(one, said["since"])]
    services.split(actor, one, kind_id=one.kind_id, name=f"Tách {number}", code="",
                   chosen=draw(st.lists(st.sampled_from(offered), unique=True)) if offered else [], **said)


def dissolve(actor: Actor, draw: Draw, said: dict[str, Any], number: int) -> None:
    places = st.sampled_from([None, *units()])
    services.dissolve(actor, draw(st.sampled_from(units())), members_to=draw(places), children_to=draw(places), **said)


ACTS = [create, rename, change_kind, renew, move, merge, merge_into_new, split, dissolve]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=st.data())
def test_whatever_is_done_the_tree_stays_sound(app: Flask, data: Any) -> None:
    actor = acting()
    try:
        for step in range(data.draw(st.integers(1, 18))):
            act = data.draw(st.sampled_from(ACTS))
            said = {"since": day_of(data.draw, step + 1), "decision": f"{step}-QĐ/ĐU"}
            savepoint = db.session.begin_nested()
            try:
                act(actor, data.draw, said, step)
                savepoint.commit()
            except DomainError:
                savepoint.rollback()
        assert_sound()
    finally:
        db.session.rollback()
