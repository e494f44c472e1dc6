"""Probation, Party age and badges: arithmetic on days, leap days included."""

from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core import workdays
from portal.members.models.clocks import (
    add_months,
    add_years,
    badge_at,
    badge_spans,
    latest_start,
    probation_over,
    rounds_around,
    rounds_of,
    years_of,
)
from portal.members.queries.due import act_by, overdue_since
from portal.seeds import badges

ROUNDS = [(row["month"], row["day"]) for row in badges.ROUNDS]
YEARS = [row["years"] for row in badges.YEARS]
DAYS = st.dates(date(1900, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(("ceremony", "over"), [
    (date(2025, 5, 19), date(2026, 5, 19)), (date(2024, 2, 29), date(2025, 2, 28)),
    (date(2023, 2, 28), date(2024, 2, 28)), (date(2024, 12, 31), date(2025, 12, 31))])
def test_probation_lasts_twelve_months(ceremony: date, over: date) -> None:
    assert probation_over(ceremony) == over


@pytest.mark.parametrize(("since", "on", "years"), [
    (date(1996, 2, 29), date(2026, 2, 27), 29), (date(1996, 2, 29), date(2026, 2, 28), 30),
    (date(1996, 2, 29), date(2024, 2, 28), 27), (date(1996, 2, 29), date(2024, 2, 29), 28),
    (date(2026, 1, 1), date(2025, 1, 1), None), (None, date(2025, 1, 1), None),
    (date(2025, 1, 1), date(2025, 1, 1), 0)])
def test_whole_years(since: date | None, on: date, years: int | None) -> None:
    assert years_of(since, on) == years


@given(DAYS, st.integers(-1200, 1200))
def test_months_keep_the_day_or_end_the_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(DAYS, DAYS, st.integers(0, 1200))
def test_a_later_start_ends_no_earlier(one: date, other: date, months: int) -> None:
    assert add_months(min(one, other), months) <= add_months(max(one, other), months)


@given(DAYS, st.integers(0, 1200))
def test_the_latest_start_is_the_latest(end: date, months: int) -> None:
    start = latest_start(end, months)
    assert add_months(start, months) <= end < add_months(start + timedelta(days=1), months)


@given(DAYS, DAYS)
def test_years_are_full_and_the_next_is_not(one: date, other: date) -> None:
    since, on = min(one, other), max(one, other)
    years = years_of(since, on)
    assert years is not None
    assert add_years(since, years) <= on < add_years(since, years + 1)


@given(DAYS)
def test_rounds_follow_one_another(on: date) -> None:
    previous, coming = rounds_around(ROUNDS, on)
    assert previous < on <= coming[0]
    assert coming == sorted(set(coming)) and len(coming) == 4
    assert {(day.month, day.day) for day in coming} == set(ROUNDS)


def test_rounds_of_an_odd_day() -> None:
    assert rounds_of([(2, 29), (2, 3)], 2025) == [date(2025, 2, 3), date(2025, 2, 28)]
    assert rounds_around([], date(2025, 1, 1)) == (date(2024, 12, 31), [])


@given(st.dates(date(1930, 2, 3), date(2026, 12, 31)), st.dates(date(2020, 1, 1), date(2060, 12, 31)))
def test_everybody_gets_each_badge_at_exactly_one_round(joined: date, on: date) -> None:
    """A badge is due at the first round on or after the anniversary: the spans say the same as counting years."""
    previous, coming = rounds_around(ROUNDS, on)
    for day in coming:
        spans = badge_spans(previous, day, YEARS)
        due = [years for years in YEARS if previous < add_years(joined, years) <= day]
        assert badge_at(joined, spans) == (max(due) if due else None)
        previous = day


def test_overdue_means_that_the_last_day_to_act_is_past(app: Flask) -> None:
    @settings(deadline=None)
    @given(st.dates(date(2015, 1, 1), date(2030, 12, 31)))
    def check(day: date) -> None:
        last = overdue_since(day)
        assert act_by(last)[1] < day <= act_by(last + timedelta(days=1))[1]

    check()


def test_the_cell_acts_within_thirty_working_days(app: Flask) -> None:
    over, last = act_by(date(2025, 5, 19))
    assert over == date(2026, 5, 19)
    assert workdays.between(over, last) == 30 and workdays.is_working(last)
