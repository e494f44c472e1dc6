"""Stored in UTC, shown by the clock in Hà Nội."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from portal.core import clock
from portal.core.db import UtcDateTime

MOMENT = datetime(2025, 9, 5, 12, 42, tzinfo=UTC)


def test_days_end_at_midnight_in_hanoi() -> None:
    with time_machine.travel(datetime(2025, 12, 31, 17, 30, tzinfo=UTC), tick=False):
        assert clock.today() == date(2026, 1, 1)
    with time_machine.travel(datetime(2025, 12, 31, 16, 59, tzinfo=UTC), tick=False):
        assert clock.today() == date(2025, 12, 31)


def test_shown() -> None:
    assert clock.show_date(MOMENT) == clock.show_date(date(2025, 9, 5)) == "05/09/2025"
    assert (clock.show_time(MOMENT), clock.show_moment(MOMENT)) == ("19:42", "19:42 05/09/2025")
    assert clock.show_date(None) == clock.show_time(None) == clock.show_moment(None) == ""


def test_typed_as_local_time() -> None:
    assert clock.from_local(datetime(2025, 9, 5, 19, 42)) == MOMENT
    assert clock.local(MOMENT).hour == 19


@pytest.mark.parametrize(("passed", "words"), [
    (timedelta(seconds=20), "vừa xong"), (timedelta(minutes=5), "5 phút trước"), (timedelta(hours=2), "2 giờ trước"),
    (timedelta(days=3), "3 ngày trước"), (timedelta(days=8), "05/09/2025"), (timedelta(days=-1), "05/09/2025"),
])
def test_elapsed_time(app: Flask, passed: timedelta, words: str) -> None:
    with time_machine.travel(MOMENT + passed, tick=False), app.test_request_context("/"):
        assert clock.ago(MOMENT) == words
        assert clock.ago(None) == ""


def test_a_moment_without_zone_is_refused() -> None:
    column = UtcDateTime()
    with pytest.raises(ValueError, match="zone"):
        column.process_bind_param(datetime(2025, 9, 5), None)  # type: ignore[arg-type]
    assert column.process_result_value(datetime(2025, 9, 5, 12, 42), None) == MOMENT  # type: ignore[arg-type]
