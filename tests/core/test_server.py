"""What gunicorn adds to an answer: no more than is needed."""

from types import SimpleNamespace
from typing import Any

import pytest

from portal.core import server


@pytest.mark.parametrize(("version", "closing", "expected"), [
    ((1, 1), False, ["HTTP/1.1 304 NOT MODIFIED", "Date"]),
    ((1, 1), True, ["HTTP/1.1 304 NOT MODIFIED", "Date", "Connection"]),
    ((1, 0), False, ["HTTP/1.0 304 NOT MODIFIED", "Date", "Connection"]),
])
def test_the_head_of_an_answer_says_no_name_and_nothing_that_goes_without_saying(
        version: tuple[int, int], closing: bool, expected: list[str]) -> None:
    response: Any = SimpleNamespace(upgrade=False, should_close=lambda: closing, status="304 NOT MODIFIED",
                                    version="gunicorn", chunked=False, req=SimpleNamespace(version=version))
    assert [line.split(": ")[0].strip() for line in server.short_head(response)] == expected
