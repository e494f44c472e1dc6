"""Merged, split, dissolved: people, posts, grants and units below go where said, on the day; nothing is lost."""

from datetime import date, timedelta

import pytest
from flask import Flask

from portal.core.db import db
from portal.core.errors import DomainError
from portal.delegation.api import Grant
from portal.members.api import Member, Membership, Position
from portal.organizations import queries, services
from portal.organizations.models import Organization, Role, Succession
from tests.factories.organizations import acting, cell, under
from tests.organizations.sound import assert_sound
from tests.people import PEOPLE, unit

DAY = date(2025, 7, 1)
EVE = DAY - timedelta(days=1)
SAID = {"since": DAY, "decision": "30-QĐ/ĐU"}


def member(key: str) -> Member:
    found = db.select(Member).where(Member.full_name == PEOPLE[key][0])
    return db.session.execute(found).scalar_one()


def stays(key: str) -> list[tuple[str, date | None]]:
    found = (db.select(Membership).where(Membership.member_id == member(key).id).order_by(Membership.valid_from))
    return [(row.unit.name, row.valid_to) for row in db.session.execute(found).scalars()]


def refused(field: str | None, words: str, act: object) -> None:
    with pytest.raises(DomainError) as error:
        act()  # type: ignore[operator]
    assert error.value.field == field, error.value.message
    assert words in str(error.value.message)
    db.session.rollback()


def test_people_of_a_merged_cell_belong_to_the_other_from_the_day(app: Flask) -> None:
    services.merge(acting(), [unit("ga_hanoi")], target=unit("dau_may"), **SAID)
    assert stays("member") == [("Chi bộ Ga Hà Nội", EVE), ("Chi bộ Đầu máy", None)]
    assert stays("neighbour") == [("Chi bộ Đầu máy", None)]
    old = unit("ga_hanoi")
    assert (old.valid_to, old.end_decision) == (EVE, "30-QĐ/ĐU")
    step = db.session.execute(db.select(Succession)).scalar_one()
    assert (step.from_id, step.to_id, step.on) == (old.id, unit("dau_may").id, DAY)
    assert_sound()


def test_posts_and_grants_of_a_merged_unit_end_with_it(app: Flask) -> None:
    at = unit("ga_hanoi")
    db.session.add(Grant(account_id=member("member").account_id, unit_id=at.id, role=Role.CELL_COMMITTEE_MEMBER,
                         valid_from=DAY, granted_at=acting_now()))
    db.session.flush()
    assert acting("secretary").holds({Role.SECRETARY}, at.path)
    numbers = {str(words): count for words, count in services.plan_merge(
        acting(), [at], unit("dau_may"), DAY).numbers}
    assert numbers == {"Đơn vị trực thuộc": 0, "Đảng viên": 7, "Chức vụ": 1, "Vai trò được giao": 1}
    services.merge(acting(), [at], target=unit("dau_may"), **SAID)
    assert not acting("secretary").holdings
    post = db.session.execute(db.select(Position).where(Position.unit_id == at.id)).scalar_one()
    assert post.valid_to == EVE
    grant = db.session.execute(db.select(Grant).where(Grant.unit_id == at.id)).scalar_one()
    assert grant.valid_to == EVE
    db.session.rollback()


def acting_now() -> object:
    from portal.core import clock

    return clock.now()


def test_who_came_and_left_after_the_day_is_carried_too(app: Flask) -> None:
    """Written late: somebody came after the merge took effect, somebody left after it."""
    came, left = member("member_elsewhere"), member("member")
    first = came.memberships[0]
    first.valid_to = DAY + timedelta(days=9)
    db.session.add(Membership(member_id=came.id, unit_id=unit("ga_hanoi").id, valid_from=DAY + timedelta(days=10)))
    left.memberships[0].valid_to = DAY + timedelta(days=19)
    db.session.add(Membership(member_id=left.id, unit_id=unit("ga_vinh").id, valid_from=DAY + timedelta(days=20)))
    db.session.flush()
    services.merge(acting(), [unit("ga_hanoi")], target=unit("dau_may"), **SAID)
    assert stays("member_elsewhere") == [("Chi bộ Ga Vinh", DAY + timedelta(days=9)), ("Chi bộ Đầu máy", None)]
    assert stays("member") == [("Chi bộ Ga Hà Nội", EVE), ("Chi bộ Đầu máy", DAY + timedelta(days=19)),
                               ("Chi bộ Ga Vinh", None)]
    assert_sound()
    db.session.rollback()


def test_units_below_a_merged_committee_go_along(app: Flask) -> None:
    services.merge(acting(), [unit("vinh")], target=unit("hanoi"), **SAID)
    assert unit("ga_vinh").parent_id == unit("hanoi").id
    assert stays("member_elsewhere") == [("Chi bộ Ga Vinh", None)]
    assert_sound()
    db.session.rollback()


def test_two_become_one_new(app: Flask) -> None:
    new = services.merge_into_new(acting(), [unit("ga_hanoi"), unit("dau_may")], parent=unit("hanoi"),
                                  kind_id="affiliated_cell", name="Chi bộ Vận tải", code="", **SAID)
    assert {stays(key)[-1][0] for key in ("member", "neighbour")} == {"Chi bộ Vận tải"}
    assert [other.name for _, other, before in queries.succession(acting(), new) if before] == [
        "Chi bộ Ga Hà Nội", "Chi bộ Đầu máy"]
    assert_sound()
    db.session.rollback()


def test_mergers_that_can_not_be_are_refused(app: Flask) -> None:
    actor, at, root = acting(), unit("ga_hanoi"), unit("corporation")
    refused("other_id", "không sáp nhập vào chính nó", lambda: services.merge(actor, [at], target=at, **SAID))
    refused("other_id", "không phải chi bộ", lambda: services.merge(actor, [at], target=unit("vinh"), **SAID))
    refused("other_id", "nằm trong chính", lambda: services.merge(actor, [unit("hanoi")], target=at, **SAID))
    refused(None, "cao nhất", lambda: services.merge(actor, [root], target=at, **SAID))
    refused("since", "sớm nhất là ngày", lambda: services.merge(actor, [at], target=unit("dau_may"),
                                                                since=date(2020, 1, 1), decision="x"))
    refused("since", "có từ ngày", lambda: services.merge(actor, [at], target=cell("Mới", since=date(2026, 1, 1)),
                                                          **SAID))
    refused("other_id", "cấp ủy cấp trên trực tiếp của đơn vị ấy", lambda: services.merge(
        acting("committee_secretary"), [at], target=unit("ga_vinh"), **SAID))
    refused("kind_id", "chỉ sinh hoạt tại chi bộ", lambda: services.plan_merge_into_new(
        actor, [at, unit("dau_may")], unit("hanoi"), "sectional_committee", "Đảng bộ X", DAY))
    refused("other_id", "với chính nó", lambda: services.plan_merge_into_new(
        actor, [at, at], unit("hanoi"), "affiliated_cell", "X", DAY))
    refused("other_id", "nằm trong nhau", lambda: services.plan_merge_into_new(
        actor, [unit("hanoi"), at], unit("corporation"), "grassroots_committee", "X", DAY))


def test_an_ended_unit_takes_nothing(app: Flask) -> None:
    ended = cell("Chi bộ Đã hết")
    ended.valid_to = date(2022, 1, 1)
    db.session.flush()
    refused("other_id", "không nhận thêm", lambda: services.merge(acting(), [unit("ga_hanoi")], target=ended, **SAID))


def test_chosen_people_go_to_the_new_cell_and_leave_their_posts(app: Flask) -> None:
    chosen = [member("member").id, member("secretary").id]
    new = services.split(acting(), unit("ga_hanoi"), kind_id="affiliated_cell", name="Chi bộ Ga Long Biên", code="",
                         chosen=chosen, **SAID)
    assert stays("member") == [("Chi bộ Ga Hà Nội", EVE), ("Chi bộ Ga Long Biên", None)]
    assert stays("probationary") == [("Chi bộ Ga Hà Nội", None)]
    post = db.session.execute(db.select(Position).where(Position.unit_id == unit("ga_hanoi").id)).scalar_one()
    assert post.valid_to == EVE
    assert new.parent_id == unit("hanoi").id
    assert_sound()
    db.session.rollback()


def test_units_below_go_to_a_new_committee(app: Flask) -> None:
    new = services.split(acting(), unit("hanoi"), kind_id="grassroots_committee", name="Đảng bộ Đầu máy", code="",
                         chosen=[unit("dau_may").id], **SAID)
    assert unit("dau_may").parent_id == new.id
    assert unit("ga_hanoi").parent_id == unit("hanoi").id
    assert_sound()
    db.session.rollback()


@pytest.mark.parametrize("chosen", [[], [999_999], "all"])
def test_a_split_takes_some_of_what_is_there(app: Flask, chosen: object) -> None:
    at = unit("ga_hanoi")
    ids = [one for one, _ in services.parts(at, DAY)] if chosen == "all" else chosen
    refused("chosen", "Tất cả" if chosen == "all" else "ít nhất một", lambda: services.split(
        acting(), at, kind_id="affiliated_cell", name="Chi bộ Mới", code="", chosen=ids, **SAID))


def test_dissolving_asks_where_people_and_units_go(app: Flask) -> None:
    actor = acting()
    refused("members_to", "Còn 7 đảng viên", lambda: services.dissolve(actor, unit("ga_hanoi"), **SAID))
    refused("children_to", "Còn 2 đơn vị trực thuộc", lambda: services.dissolve(actor, unit("hanoi"), **SAID))
    refused("children_to", "nằm trong chính", lambda: services.dissolve(
        actor, unit("hanoi"), children_to=unit("dau_may"), **SAID))
    services.dissolve(actor, unit("hanoi"), children_to=unit("vinh"), **SAID)
    services.dissolve(actor, unit("ga_hanoi"), members_to=unit("dau_may"), **SAID | {"since": DAY + timedelta(days=1)})
    assert unit("hanoi").valid_to == EVE
    assert stays("member") == [("Chi bộ Ga Hà Nội", DAY), ("Chi bộ Đầu máy", None)]
    assert_sound()
    db.session.rollback()


def test_an_empty_unit_simply_ends(app: Flask) -> None:
    row = cell("Chi bộ Trống")
    services.dissolve(acting(), row, **SAID)
    assert row.valid_to == EVE
    assert row.id not in {one.id for one in queries.all_units_on(acting(), queries.Filters(day=DAY))}
    assert row.id in {one.id for one in queries.all_units_on(acting(), queries.Filters(day=EVE))}
    db.session.rollback()


def test_a_unit_does_not_end_before_what_happened_in_it(app: Flask) -> None:
    """A unit below it moved away later: until then it was there."""
    section = under(unit("hanoi"), "Đảng bộ bộ phận Ga", kind="sectional_committee")
    inner = under(section, "Chi bộ Trong", kind="affiliated_cell")
    services.move(acting(), inner, parent=unit("vinh"), since=DAY, decision="1")
    db.session.commit()
    refused("since", "sớm nhất là ngày 01/07/2025", lambda: services.dissolve(
        acting(), section, since=EVE, decision="2"))
    row = db.session.get_one(Organization, section.id)
    services.dissolve(acting(), row, since=DAY, decision="2")
    assert_sound()
    db.session.rollback()
