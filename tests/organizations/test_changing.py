"""Verbs that keep a unit alive: entered, renamed, corrected, moved, changed in kind, taken back."""

from datetime import date, timedelta

import pytest
from flask import Flask

from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.core.errors import Conflict, DomainError
from portal.organizations import queries, services
from portal.organizations.models import Organization, OrganizationHistory
from tests.factories.organizations import acting, cell, under
from tests.organizations.sound import assert_sound
from tests.people import SINCE, unit

DAY = date(2025, 7, 1)
SAID = {"since": DAY, "decision": "12-QĐ/ĐU"}


def create(**how: object) -> Organization:
    fields = {"kind_id": "affiliated_cell", "name": "Chi bộ Ga Giáp Bát", "code": "", **SAID, **how}
    return services.create(acting(), unit("hanoi"), **fields)  # type: ignore[arg-type]


def refused(field: str | None, words: str, act: object) -> None:
    with pytest.raises(DomainError) as error:
        act()  # type: ignore[operator]
    assert error.value.field == field
    assert words in str(error.value.message)
    db.session.rollback()


def test_a_unit_is_entered_below_another(app: Flask) -> None:
    made = create(code="38.168.053.000.001")
    assert made.path == f"{unit('hanoi').path}{made.id}/"
    assert (made.code, made.valid_from, made.found_decision) == ("38.168.053.000.001", DAY, "12-QĐ/ĐU")
    entry = db.session.execute(db.select(AuditEntry).order_by(AuditEntry.id.desc())).scalars().first()
    assert entry is not None
    assert (entry.verb, entry.object_id) == ("organizations.found", made.id)
    assert_sound()
    db.session.rollback()


@pytest.mark.parametrize(("how", "field", "words"), [
    ({"kind_id": "grassroots_cell"}, "kind_id", "Chi bộ trực thuộc"),
    ({"kind_id": "cell"}, "kind_id", "không đặt dưới"),
    ({"kind_id": "no_such_kind"}, "kind_id", "không đặt dưới"),
    ({"since": date(2019, 12, 31)}, "since", "Đơn vị cấp trên có từ ngày 01/01/2020"),
    ({"since": date(1900, 1, 1)}, "since", "Năm không đúng"),
    ({"since": date(9999, 1, 1)}, "since", "không sau hôm nay"),
    ({"name": "Chi bộ 🚂 Ga"}, "name", "bỏ ký hiệu “🚂”"),
    ({"name": "Chi bộ \u202eGa"}, "name", "U+202E"),
    ({"name": "Chi bộ \u200bGa"}, "name", "U+200B"),
    ({"name": "123 . 5"}, "name", "bằng chữ"),
    ({"name": "a" * 201}, "name", "200 ký tự"),
    ({"name": "Chi bộ Ga Hà Nội"}, "name", "đã có một đơn vị tên này"),
    ({"code": "38 168"}, "code", "Mã tổ chức gồm"),
    ({"code": "=1+1"}, "code", "Mã tổ chức gồm"),
])
def test_what_does_not_fit_is_refused_in_words(app: Flask, how: dict[str, object], field: str, words: str) -> None:
    refused(field, words, lambda: create(**how))


def test_both_nomenclatures_are_offered_from_their_day(app: Flask) -> None:
    before = {kind.id for kind in queries.kinds_under("grassroots_committee", date(2026, 7, 25))}
    after = {kind.id for kind in queries.kinds_under("grassroots_committee", date(2026, 7, 26))}
    assert before == {"affiliated_cell", "sectional_committee"}
    assert after == before | {"cell", "sub_grassroots_committee"}


def test_a_place_too_deep_is_refused(app: Flask) -> None:
    deep = unit("hanoi")
    deep.path = "/" + "1/" * 97
    refused("parent_id", "quá sâu", create)


def test_a_new_name_keeps_the_old_one_with_its_days(app: Flask) -> None:
    row = unit("ga_vinh")
    services.rename(acting(), row, name="Chi bộ Ga Vinh 1", **SAID)
    kept = db.session.execute(db.select(OrganizationHistory)).scalar_one()
    assert (kept.name, kept.valid_from, kept.valid_to, kept.decision) == (
        "Chi bộ Ga Vinh", SINCE, DAY - timedelta(days=1), "12-QĐ/ĐU")
    assert queries.named_on([row.id], DAY - timedelta(days=1)) == {row.id: "Chi bộ Ga Vinh"}
    assert queries.named_on([row.id], DAY) == {row.id: "Chi bộ Ga Vinh 1"}
    assert [turn.after.name for turn in queries.turns(row)] == ["Chi bộ Ga Vinh 1"]
    refused("since", "đã có thay đổi từ ngày 01/07/2025",
            lambda: services.rename(acting(), row, name="Khác", since=date(2025, 6, 1), decision="x"))


def test_two_changes_of_one_day_leave_one_former_state(app: Flask) -> None:
    row = unit("ga_vinh")
    services.rename(acting(), row, name="Chi bộ Ga Vinh 1", **SAID)
    services.rename(acting(), row, name="Chi bộ Ga Vinh 2", since=DAY, decision="13-QĐ/ĐU")
    kept = db.session.execute(db.select(OrganizationHistory)).scalar_one()
    assert kept.decision == "12-QĐ/ĐU; 13-QĐ/ĐU"
    assert_sound()
    db.session.rollback()


def test_a_unit_that_has_ended_is_not_touched(app: Flask) -> None:
    row = cell("Chi bộ Đã hết")
    row.valid_to = date(2022, 1, 1)
    db.session.flush()
    refused(None, "đã kết thúc ngày 01/01/2022", lambda: services.rename(acting(), row, name="Khác", **SAID))


def test_the_same_name_is_refused(app: Flask) -> None:
    refused("name", "giống tên hiện nay", lambda: services.rename(acting(), unit("ga_vinh"), name="Chi bộ  Ga Vinh",
                                                                  **SAID))


def test_a_correction_leaves_no_history(app: Flask) -> None:
    row = unit("ga_vinh")
    services.correct(acting(), row, name="Chi bộ ga Vinh", code="1.2", version=row.version)
    assert (row.name, row.code) == ("Chi bộ ga Vinh", "1.2")
    assert db.session.execute(db.select(OrganizationHistory)).first() is None
    with pytest.raises(Conflict):
        services.correct(acting(), row, name="Khác", code="", version=row.version - 1)
    db.session.rollback()


def test_a_move_carries_the_whole_subtree(app: Flask) -> None:
    section = under(unit("hanoi"), "Đảng bộ bộ phận Ga", kind="sectional_committee")
    inner = under(section, "Chi bộ Trong", kind="affiliated_cell")
    ended = under(section, "Chi bộ Đã hết", kind="affiliated_cell")
    ended.valid_to = date(2022, 1, 1)
    db.session.flush()
    services.move(acting(), section, parent=unit("vinh"), **SAID)
    vinh = unit("vinh")
    assert section.path == f"{vinh.path}{section.id}/"
    assert inner.path == f"{section.path}{inner.id}/"
    assert ended.path == f"{section.path}{ended.id}/"
    actor = acting()
    then = queries.all_units_on(actor, queries.Filters(day=DAY - timedelta(days=1), under=unit("hanoi").id))
    now = queries.all_units_on(actor, queries.Filters(day=DAY, under=unit("hanoi").id))
    assert {"Chi bộ Trong", "Đảng bộ bộ phận Ga"} <= {row.name for row in then}
    assert not {"Chi bộ Trong", "Đảng bộ bộ phận Ga"} & {row.name for row in now}
    assert_sound()
    db.session.rollback()


@pytest.mark.parametrize(("key", "parent", "field", "words"), [
    ("hanoi", "ga_hanoi", "parent_id", "không đặt dưới chính nó"),
    ("hanoi", "hanoi", "parent_id", "không đặt dưới chính nó"),
    ("ga_hanoi", "hanoi", "parent_id", "đã trực thuộc"),
    ("ga_hanoi", "corporation", "kind_id", "Chi bộ cơ sở"),
    ("ga_hanoi", "ga_vinh", "kind_id", "không đặt dưới"),
])
def test_moves_that_make_no_tree_are_refused(app: Flask, key: str, parent: str, field: str, words: str) -> None:
    refused(field, words, lambda: services.move(acting(), unit(key), parent=unit(parent), **SAID))


def test_a_move_may_change_the_kind_with_the_place(app: Flask) -> None:
    row = unit("ga_hanoi")
    services.move(acting(), row, parent=unit("corporation"), kind_id="grassroots_cell", **SAID)
    assert (row.kind.name, row.parent_id) == ("Chi bộ cơ sở", unit("corporation").id)
    assert_sound()
    db.session.rollback()


def test_a_move_into_a_unit_one_does_not_decide_on_is_refused(app: Flask) -> None:
    secretary = acting("committee_secretary")
    refused("parent_id", "Bạn không phụ trách", lambda: services.move(secretary, unit("ga_hanoi"),
                                                                     parent=unit("vinh"), **SAID))


def test_whoever_reads_by_the_tree_reads_by_the_new_place(app: Flask) -> None:
    member = acting("member_elsewhere")
    assert f"s{unit('vinh').id}" in member.readers
    services.move(acting(), unit("ga_vinh"), parent=unit("hanoi"), **SAID)
    after = acting("member_elsewhere")
    assert f"s{unit('hanoi').id}" in after.readers
    assert f"s{unit('vinh').id}" not in after.readers
    assert f"u{unit('ga_vinh').id}" in after.readers
    db.session.rollback()


def test_another_kind_needs_a_fitting_place_and_day(app: Flask) -> None:
    row, actor = unit("ga_hanoi"), acting()
    refused("kind_id", "không có hiệu lực", lambda: services.change_kind(actor, row, kind_id="cell", **SAID))
    refused("kind_id", "không đặt dưới", lambda: services.change_kind(actor, row, kind_id="grassroots_cell", **SAID))
    services.change_kind(actor, row, kind_id="cell", since=date(2026, 8, 1), decision="208-QĐ/TW")
    assert row.kind.name == "Chi bộ"
    assert_sound()
    db.session.rollback()


def test_a_cell_with_people_does_not_become_a_committee(app: Flask) -> None:
    refused("kind_id", "còn đảng viên", lambda: services.change_kind(
        acting(), unit("ga_hanoi"), kind_id="sectional_committee", **SAID))


def test_a_branch_takes_the_newer_kinds_at_once(app: Flask) -> None:
    section = under(unit("hanoi"), "Đảng bộ bộ phận Ga", kind="sectional_committee")
    inner = under(section, "Chi bộ Trong", kind="affiliated_cell")
    lone = under(unit("corporation"), "Chi bộ cơ sở Riêng", kind="grassroots_cell")
    day = date(2026, 9, 30)
    plan = services.plan_renewal(unit("corporation"), day)
    assert dict(plan.numbers) == {"Chi bộ cơ sở → Chi bộ": 1, "Chi bộ trực thuộc → Chi bộ": 4,
                                  "Đảng bộ bộ phận → Đảng bộ trực thuộc cơ sở": 1}
    services.renew_kinds(acting(), unit("corporation"), since=day, decision="208-QĐ/TW")
    assert [one.kind_id for one in (section, inner, lone)] == ["sub_grassroots_committee", "cell", "cell"]
    rows = queries.all_units_on(acting(), queries.Filters(day=day - timedelta(days=1), kind="affiliated_cell"))
    assert len(rows) == 4
    assert_sound()
    refused("since", "Không có đơn vị nào", lambda: services.plan_renewal(unit("corporation"), date(2026, 7, 1)))


def test_part_of_a_branch_alone_may_not_fit(app: Flask) -> None:
    """A sectional committee does not stay above cells of the new kind: the whole must change."""
    section = under(unit("hanoi"), "Đảng bộ bộ phận Ga", kind="sectional_committee")
    inner = under(section, "Chi bộ Trong", kind="affiliated_cell")
    refused("since", "không đặt dưới", lambda: services.plan_renewal(inner, date(2026, 9, 30)))


def test_a_mistaken_unit_is_taken_back_and_its_number_never_given_again(app: Flask) -> None:
    row = cell("Chi bộ Ghi nhầm", code="9.9")
    services.take_back(acting(), row)
    db.session.commit()
    assert queries.get(acting(), row.id) is None
    assert "Chi bộ Ghi nhầm" not in {one.name for one in queries.all_units_on(
        acting(), queries.Filters(day=clock.today()))}
    again = cell("Chi bộ Ghi lại", code="9.9")
    assert again.id != row.id


@pytest.mark.parametrize("key", ["ga_hanoi", "hanoi"])
def test_a_unit_with_anything_in_it_is_not_taken_back(app: Flask, key: str) -> None:
    refused(None, "hãy giải thể", lambda: services.take_back(acting(), unit(key)))
    assert queries.get(acting(), unit(key).id) is not None
