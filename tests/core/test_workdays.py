"""Working days against a naive count; the clocks and their rows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core import workdays
from portal.core.db import db
from portal.core.workdays import ClockRule, DayException

DAYS = st.dates(date(2025, 6, 1), date(2027, 12, 31))
COUNTS = st.integers(0, 90)
ALWAYS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TET = {2026: range(16, 21), 2027: range(4, 11)}
pytestmark = pytest.mark.usefixtures("app")


def naive(start: date, count: int) -> date:
    """Day by day, as a person counts on a wall calendar."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        if workdays.is_working(day):
            count -= 1
    return day


@ALWAYS
@given(DAYS, COUNTS)
def test_after_is_what_a_person_counts(start: date, count: int) -> None:
    assert workdays.after(start, count) == naive(start, count)


@ALWAYS
@given(DAYS, COUNTS)
def test_between_undoes_after(start: date, count: int) -> None:
    end = workdays.after(start, count)
    assert workdays.between(start, end) == count
    assert workdays.between(end, start) == -count


@ALWAYS
@given(DAYS, DAYS, DAYS)
def test_spans_add_up(one: date, two: date, three: date) -> None:
    first, middle, last = sorted((one, two, three))
    assert workdays.between(first, last) == workdays.between(first, middle) + workdays.between(middle, last)
    assert workdays.skipped(first, last) == workdays.skipped(first, middle) + workdays.skipped(middle, last)


@ALWAYS
@given(DAYS, st.sampled_from(["transfer_official", "transfer_slip", "data_request", "probation", "residence_meeting",
                              "temporary_notice"]))
def test_the_latest_start_is_the_last_whose_clock_has_run_out(today: date, key: str) -> None:
    rule = workdays.length(key, today)
    start = rule.latest_start(today)
    assert rule.end(start) < today <= rule.end(start + timedelta(days=1))


@pytest.mark.parametrize("year", TET)
def test_tet_is_off(year: int) -> None:
    for day in TET[year]:
        assert not workdays.is_working(date(year, 2, day))
    assert workdays.is_working(date(year, 2, TET[year][-1] + 3 if year == 2026 else 11))


def test_days_that_the_package_knows() -> None:
    off = [date(2026, 4, 27), date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2), date(2027, 5, 3), date(2027, 1, 1)]
    assert not any(workdays.is_working(day) for day in off)
    assert workdays.is_working(date(2026, 8, 22)), "a Saturday worked in exchange"
    assert "thay cho ngày 22/08/2026" in workdays.holidays_of(2026)[date(2026, 8, 31)]


def test_two_working_days_over_tet() -> None:
    assert workdays.after(date(2027, 2, 3), 2) == date(2027, 2, 12)
    assert workdays.skipped(date(2027, 2, 3), date(2027, 2, 12)) == 5


def test_an_exception_overrules_the_calendar_for_its_day() -> None:
    db.session.add_all([DayException(day=date(2027, 2, 15), works=False, note="nghỉ thêm"),
                        DayException(day=date(2027, 2, 20), works=True, note="làm bù")])
    db.session.commit()
    workdays.forget()
    assert not workdays.is_working(date(2027, 2, 15))
    assert workdays.is_working(date(2027, 2, 20))
    assert workdays.after(date(2027, 2, 12), 1) == date(2027, 2, 16)


@pytest.mark.parametrize(("day", "months", "end"), [
    (date(2027, 1, 31), 1, date(2027, 2, 28)), (date(2028, 1, 31), 1, date(2028, 2, 29)),
    (date(2026, 11, 22), 12, date(2027, 11, 22)), (date(2026, 3, 31), -1, date(2026, 2, 28)),
    (date(2026, 12, 5), 1, date(2027, 1, 5)), (date(2026, 1, 5), -1, date(2025, 12, 5)),
])
def test_months_keep_the_day_or_take_the_last(day: date, months: int, end: date) -> None:
    assert workdays.months_after(day, months) == end


def test_every_clock_of_the_rules_has_a_row() -> None:
    found = db.session.execute(db.select(ClockRule)).scalars()
    rows = {row.key: (row.length, row.kind, row.confirmed) for row in found}
    assert rows["transfer_official"] == (60, "working", True)
    assert rows["transfer_slip"] == (30, "working", True)
    assert rows["data_request"] == (2, "working", True)
    assert rows["recognition"] == (30, "working", False)
    assert rows["residence_meeting"] == (6, "month", True)
    assert not any(rows[key][2] for key in ("meeting_papers", "meeting_resolution", "data_request_done", "data_breach"))


def test_a_deadline_is_a_day_or_for_hours_a_moment() -> None:
    assert workdays.deadline("data_request", date(2027, 2, 3)) == date(2027, 2, 12)
    late = datetime(2027, 2, 3, 18, 30, tzinfo=UTC)
    assert workdays.deadline("data_request", late) == workdays.after(date(2027, 2, 4), 2), "already the 4th in Hà Nội"
    assert workdays.deadline("data_breach", late) == late + timedelta(hours=72)
    assert workdays.deadline("probation", date(2026, 2, 3)) == date(2027, 2, 3)
    with pytest.raises(LookupError):
        workdays.deadline("no_such_clock", date(2027, 2, 3))


def test_the_row_in_force_at_the_start_counts() -> None:
    db.session.add(ClockRule(key="data_request", label="x", length=5, kind="working", valid_from=date(2027, 3, 1)))
    db.session.commit()
    workdays.forget()
    assert workdays.length("data_request", date(2027, 2, 26)).length == 2
    assert workdays.length("data_request", date(2027, 3, 1)).length == 5


def test_a_term_says_what_is_left() -> None:
    term = workdays.term("data_request", date(2027, 2, 3), date(2027, 2, 3))
    assert (term.due, term.left, term.skipped, term.overdue) == (date(2027, 2, 12), 2, 5, False)
    assert workdays.term("data_request", date(2027, 2, 3), date(2027, 2, 12)).overdue is False
    over = workdays.term("data_request", date(2027, 2, 3), date(2027, 2, 15))
    assert (over.overdue, over.left) == (True, -1)
    assert str(term.length.words) == "2 ngày làm việc"
