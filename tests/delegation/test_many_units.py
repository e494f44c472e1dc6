"""Lists over many units are walked another way than over a few: they say the same (coverage, rights in effect)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from portal.core import clock
from portal.core.db import db, transaction
from portal.delegation import queries, services
from portal.delegation.models import Uncovered
from portal.members.api import Position
from portal.organizations.api import Organization, Role
from tests.client import PortalClient
from tests.factories.delegation import acting, given, grow, member, officer
from tests.factories.keeping import acting as acting_as
from tests.people import PEOPLE

As = Callable[[str | None], PortalClient]
Units = dict[str, Organization]
KEYS = [key for key in PEOPLE if key != "suspended_account"]


@pytest.fixture
def tree(app: Flask) -> Units:
    """Every kind of unit."""
    return grow()


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody sees many units, and no role is rare."""
    monkeypatch.setattr("portal.delegation.queries.coverage.FEW", -1)
    monkeypatch.setattr("portal.delegation.queries.holders.RARE", -1)


def names(who: object) -> list[str]:
    """The units nobody is in charge of, as they stand in the list."""
    return [row[0].name for row in db.session.execute(queries.uncovered(who))]  # type: ignore[arg-type]


def look() -> None:
    """What the worker does every quarter of an hour."""
    with transaction():
        services.find_uncovered()


def test_before_and_after_the_worker_looked_as_over_few(tree: Units, monkeypatch: pytest.MonkeyPatch) -> None:
    board = officer(tree["corporation"], Role.ORGANIZATION_BOARD, tree["upper_lone"])
    hanoi = officer(tree["hanoi"], Role.SECRETARY, tree["dau_may"])
    given(board, member(tree["lone"]), tree["lone"])
    db.session.commit()
    actors = [acting(board), acting(hanoi), *(acting_as(key) for key in ("administrator", "secretary"))]
    expected = [names(who) for who in actors]
    assert expected[0]
    monkeypatch.setattr("portal.delegation.queries.coverage.FEW", -1)
    assert [sorted(names(who)) for who in actors] == [sorted(one) for one in expected]
    look()
    assert queries.lacking(actors[0]).at is not None
    assert [sorted(names(who)) for who in actors] == [sorted(one) for one in expected]
    found = [row[0] for row in db.session.execute(queries.uncovered(actors[0]))]
    assert [one.path.count("/") for one in found] == sorted(one.path.count("/") for one in found)


def test_who_came_since_is_seen_at_once_who_left_at_the_next_look(tree: Units, many: None) -> None:
    board = officer(tree["corporation"], Role.ORGANIZATION_BOARD, tree["upper_lone"])
    db.session.commit()
    look()
    lone, who = tree["lone"].name, acting(board)
    assert lone in names(who)
    row = given(board, member(tree["lone"]), tree["lone"])
    db.session.commit()
    assert lone not in names(who)
    look()
    row.valid_to = clock.today() - timedelta(days=1)
    db.session.commit()
    assert lone not in names(who)
    look()
    assert lone in names(who)


def test_looking_again_writes_only_what_changed(tree: Units) -> None:
    db.session.commit()
    look()
    before = {one.unit_id: (one.level, one.sort_key) for one in db.session.execute(db.select(Uncovered)).scalars()}
    assert before
    db.session.execute(db.update(Uncovered).where(Uncovered.unit_id == min(before)).values(level=99))
    db.session.execute(db.delete(Uncovered).where(Uncovered.unit_id == max(before)))
    db.session.commit()
    look()
    db.session.expire_all()
    after = {one.unit_id: (one.level, one.sort_key) for one in db.session.execute(db.select(Uncovered)).scalars()}
    assert after == before


@pytest.mark.parametrize("key", KEYS)
def test_rights_in_effect_person_by_person(app: Flask, many: None, key: str) -> None:
    """Every right of the plain list is among those of the people listed, and nothing else."""
    who = acting_as(key)
    plain = {(row.kind, row.holding_id) for row in db.session.execute(queries.in_effect(who))}
    listed, people = queries.effect_list(who)
    assert people
    ids = list(db.session.execute(listed).scalars())
    rows = queries.effect_of(who, ids, unit=None, role="", and_nobodys=True)
    assert {(row.kind, row.holding_id) for row in rows} == plain
    assert len(ids) == len(set(ids))
    for role in (Role.SECRETARY, Role.ADMINISTRATOR):
        listed, _ = queries.effect_list(who, role=role)
        some = queries.effect_of(who, list(db.session.execute(listed).scalars()), unit=None, role=role,
                                 and_nobodys=True)
        assert {(row.kind, row.holding_id) for row in some} == {
            (row.kind, row.holding_id) for row in db.session.execute(queries.in_effect(who, role=role))}


def test_the_pages(as_: As, many: None) -> None:
    client = as_("administrator")
    assert "Tìm lúc" not in client.get("/phan-quyen/chua-co-nguoi").text
    look()
    page = client.get("/phan-quyen/chua-co-nguoi")
    assert "Tìm lúc" in page.text
    assert "Chi bộ Đầu máy" in page.text
    effect = client.get("/phan-quyen/hieu-luc").text
    post = db.session.execute(db.select(Position).where(Position.role == Role.SECRETARY)).scalars().first()
    assert post is not None
    assert post.member.full_name in effect
    assert "Không có ai hợp" in client.get("/phan-quyen/hieu-luc?ten=khongcoai").text
