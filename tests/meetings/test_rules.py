"""The rule tables, and the arithmetic of a roll-call."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import clock
from portal.core.db import db
from portal.core.errors import DomainError
from portal.meetings import queries, services
from portal.meetings.models import AgendaTemplate, Attendance, MeetingKind, MeetingRule, tally
from portal.seeds.agenda_templates import KINDS, TEMPLATES
from tests.factories.meetings import acting, in_days, meeting, row
from tests.people import unit

MARKS = list(Attendance)


@given(st.lists(st.sampled_from(MARKS), max_size=60))
def test_every_person_is_counted_once_and_two_thirds_is_exact(marks: list[Attendance]) -> None:
    roll = tally(marks, (2, 3))
    assert roll.present + roll.excused + roll.unexcused + roll.unmarked == roll.summoned
    assert roll.summoned + roll.exempt == len(marks)
    assert roll.needed is not None
    assert 3 * roll.needed >= 2 * roll.summoned > 3 * (roll.needed - 1)
    assert roll.enough == (3 * roll.present >= 2 * roll.summoned)


@pytest.mark.parametrize(("base", "needed"), [(3, 2), (4, 3), (7, 5), (8, 6), (9, 6), (20, 14)])
def test_two_thirds_as_the_rules_list_them(base: int, needed: int) -> None:
    assert tally([Attendance.PRESENT] * base, (2, 3)).needed == needed


def test_without_a_rule_there_is_no_threshold() -> None:
    roll = tally([Attendance.UNEXCUSED] * 5, None)
    assert roll.needed is None
    assert roll.enough


def test_exempt_who_comes_is_counted() -> None:
    assert tally([Attendance.EXEMPT, Attendance.PRESENT], (2, 3)).summoned == 1
    assert tally([Attendance.PRESENT, Attendance.PRESENT], (2, 3)).summoned == 2


def test_every_kind_has_an_agenda_and_regular_ones_last_90_minutes() -> None:
    by_kind = {row["kind_id"]: row["items"] for row in TEMPLATES}
    assert set(by_kind) == {row["id"] for row in KINDS}
    for kind in ("cell_regular", "cell_thematic"):
        assert sum(item["minutes"] for item in by_kind[kind]) >= 90


def test_without_a_template_the_agenda_is_empty_and_nobody_is_summoned_to_it(app: object) -> None:
    made = meeting("draft")
    db.session.execute(db.delete(AgendaTemplate))
    db.session.commit()
    assert row(meeting("draft")).items == []
    with pytest.raises(DomainError) as refused:
        meeting("open")
    assert "chưa có nội dung" in str(refused.value.message)
    db.session.rollback()
    assert row(made).items


def test_the_template_gives_its_items(app: object) -> None:
    made = meeting("draft")
    titles = [item["title"] for row in TEMPLATES if row["kind_id"] == "cell_regular" for item in row["items"]]
    assert [item.title for item in row(made).items] == titles
    assert row(made).minutes_planned == row(made).agenda_minutes == 90
    assert row(made).title.startswith("Sinh hoạt chi bộ thường kỳ tháng ")


def test_a_template_holds_from_its_day_on(app: object) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    for former in db.session.execute(db.select(AgendaTemplate).filter_by(kind_id="cell_regular")).scalars():
        former.valid_to = clock.today()
    items = [{"title": "Mẫu mới", "minutes": 95}]
    db.session.add(AgendaTemplate(kind_id="cell_regular", items=items, valid_from=tomorrow))
    db.session.commit()
    assert len(row(meeting("draft", starts_at=in_days(-3))).items) == 12
    assert [item.title for item in row(meeting("draft", starts_at=in_days(7))).items] == ["Mẫu mới"]


def test_a_rule_for_the_kind_goes_before_one_for_all(app: object) -> None:
    made = meeting("draft")
    assert queries.standards(row(made)) == queries.Standards((2, 3), 90, 1)
    db.session.add(MeetingRule(key="quorum", kind_id="cell_regular", value=1, out_of=2))
    db.session.commit()
    assert queries.standards(row(made)).quorum == (1, 2)


def test_a_kind_no_longer_in_force_is_not_offered(app: object) -> None:
    db.session.get_one(MeetingKind, "congress").valid_to = date(2025, 1, 1)
    db.session.commit()
    assert "congress" not in {kind.id for kind in queries.kinds()}


def test_the_body_of_a_committee_is_taken_from_its_posts(app: object) -> None:
    made = services.create(acting("committee_secretary"), unit=unit("hanoi"), kind="committee_plenary",
                           starts_at=in_days(5), place="Hội trường")
    assert [member.full_name for member, _ in queries.body_of(made)] == ["Vũ Thị Giang"]
    assert not made.whole_cell
    db.session.commit()
