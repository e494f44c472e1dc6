"""What gunicorn adds to an answer: no more than is needed."""

import socket
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from portal import cli
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


def test_what_cannot_be_read_is_answered_in_words() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        server.util.write_error(ours, 414, "URI Too Long", "Request Line is too large (10014 > 8190)")
        ours.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: theirs.recv(65536), b"")).decode()
    head, _, body = answer.partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 414 URI Too Long\r\n")
    assert f"Content-Length: {len(body.encode())}" in head
    assert "Rút ngắn các từ cần tìm" in body
    assert "gunicorn" not in answer
    assert "Request Line" not in body


def test_a_part_that_ends_by_itself_is_named(app: Flask, monkeypatch: pytest.MonkeyPatch,
                                             capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(cli, "web_server", lambda *args: [sys.executable, "-c", "raise SystemExit(3)"])
    monkeypatch.setattr(cli.signal, "signal", lambda *args: None)
    assert cli._serve(app.extensions["settings"]) == 1
    assert "Máy chủ web đã dừng ngoài ý muốn" in capsys.readouterr().err
