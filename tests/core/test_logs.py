"""Log lines: one JSON object, no citizen id, no password."""

import json

import pytest
import structlog

from portal.core.logs import hide_numbers


def test_long_numbers_are_hidden_wherever_they_stand() -> None:
    moment = "2025-09-05T12:42:00.123456789Z"
    event = hide_numbers(None, "info", {"event": "id 079084000999 failed", "n": 7, "timestamp": moment})
    assert event == {"event": "id … failed", "n": 7, "timestamp": moment}


def test_the_number_on_an_error_page_is_found_in_the_log() -> None:
    """One in thirty has nine figures in a row."""
    assert hide_numbers(None, "info", {"request": "a123456789bc"})["request"] == "a123456789bc"


@pytest.mark.usefixtures("app")
def test_a_line_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger().error("tried", typed="999000000001")
    line = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (line["event"], line["typed"], line["level"]) == ("tried", "…", "error")
    assert line["timestamp"].endswith("Z")
