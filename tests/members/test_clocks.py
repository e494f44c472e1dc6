"""Probation, Party age and badges: arithmetic on days, leap days included."""

from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Date, literal, select

from portal.core import workdays
from portal.core.db import db
from portal.core.workdays import ClockRule
from portal.members.models.clocks import (
    Yearly,
    add_months,
    add_years,
    badge_at,
    badge_spans,
    latest_start,
    rounds_around,
    rounds_of,
    years_of,
)
from portal.members.queries.due import act_by, overdue, probation_over
from portal.seeds import badges

ROUNDS = [Yearly(row["month"], row["day"]) for row in badges.ROUNDS]
YEARS = [row["years"] for row in badges.YEARS]
DAYS = st.dates(date(1900, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(("ceremony", "over"), [
    (date(2025, 5, 19), date(2026, 5, 19)), (date(2024, 2, 29), date(2025, 2, 28)),
    (date(2023, 2, 28), date(2024, 2, 28)), (date(2024, 12, 31), date(2025, 12, 31))])
def test_probation_lasts_twelve_months(app: Flask, ceremony: date, over: date) -> None:
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
    assert {(day.month, day.day) for day in coming} == {(one.month, one.day) for one in ROUNDS}


def test_rounds_of_an_odd_day() -> None:
    assert rounds_of([Yearly(2, 29), Yearly(2, 3)], 2025) == [date(2025, 2, 3), date(2025, 2, 28)]
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


def is_overdue(ceremony: date, day: date) -> bool:
    return bool(db.session.execute(select(overdue(literal(ceremony, type_=Date()), day))).scalar_one())


def test_overdue_means_that_the_last_day_to_act_is_past(app: Flask) -> None:
    @settings(deadline=None, max_examples=60)
    @given(st.dates(date(2015, 1, 1), date(2030, 12, 31)), st.integers(350, 450))
    def check(day: date, before: int) -> None:
        ceremony = day - timedelta(days=before)
        assert is_overdue(ceremony, day) is (act_by(ceremony)[1] < day)

    check()


def test_a_new_length_counts_for_what_begins_from_its_day(app: Flask) -> None:
    change("probation", 6, "month", date(2026, 7, 26))
    change("recognition", 10, "working", date(2026, 10, 1))
    assert probation_over(date(2026, 7, 25)) == date(2027, 7, 25)
    assert probation_over(date(2026, 7, 26)) == date(2027, 1, 26)
    assert workdays.between(*act_by(date(2025, 9, 30))) == 30
    assert workdays.between(*act_by(date(2025, 10, 1))) == 10

    @settings(deadline=None, max_examples=120)
    @given(st.dates(date(2025, 6, 1), date(2026, 12, 31)), st.dates(date(2026, 9, 1), date(2027, 12, 31)))
    def check(ceremony: date, day: date) -> None:
        assert is_overdue(ceremony, day) is (act_by(ceremony)[1] < day)

    check()


def change(key: str, length: int, kind: str, since: date) -> None:
    """Another length from a day on."""
    old = db.session.execute(select(ClockRule).where(ClockRule.key == key)).scalar_one()
    old.valid_to = since - timedelta(days=1)
    db.session.add(ClockRule(key=key, label=old.label, length=length, kind=kind, valid_from=since))
    db.session.commit()
    workdays.forget()


def test_rounds_count_on_days_they_are_in_force() -> None:
    rows = [Yearly(2, 3, valid_to=date(2025, 12, 31)), Yearly(11, 7), Yearly(2, 3, valid_from=date(2028, 1, 1))]
    assert rounds_of(rows, 2025) == [date(2025, 2, 3), date(2025, 11, 7)]
    assert rounds_of(rows, 2026) == [date(2026, 11, 7)]
    assert rounds_of(rows, 2028) == [date(2028, 2, 3), date(2028, 11, 7)]


def test_the_cell_acts_within_thirty_working_days(app: Flask) -> None:
    over, last = act_by(date(2025, 5, 19))
    assert over == date(2026, 5, 19)
    assert workdays.between(over, last) == 30 and workdays.is_working(last)
