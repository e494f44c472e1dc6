"""What we ask of gunicorn beyond its options: shorter heads of answers, words where it can't read a request, and memory
that its workers share."""

import gc
from pathlib import Path
from typing import Any

from gunicorn import util  # type: ignore[import-untyped]
from gunicorn.http.wsgi import Response  # type: ignore[import-untyped]

usual_head = Response.default_headers


def short_head(response: Any) -> list[str]:
    """Without the server's name, and without saying that the connection stays, which HTTP/1.1 takes for granted: 42 of
    the 190 bytes of an answer "unchanged"."""
    unsaid = ("Server:", "Connection: keep-alive") if response.req.version == (1, 1) else ("Server:",)
    return [line for line in usual_head(response) if not line.startswith(unsaid)]


Response.default_headers = short_head
usual_error = util.write_error
UNREADABLE = Path(__file__).with_name("unreadable.html").read_bytes()


def say_unreadable(client: Any, status: int, reason: str, said: str) -> None:
    """A page in our words to a browser whose request never reached the portal, such as an address of 10,000 letters."""
    if status >= 500:
        usual_error(client, status, reason, said)
        return
    head = (f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\nContent-Type: text/html; charset=utf-8\r\n"
            f"Content-Security-Policy: default-src 'none'\r\nCache-Control: no-store\r\n"
            f"Content-Length: {len(UNREADABLE)}\r\n\r\n")
    util.write_nonblock(client, head.encode("latin-1") + UNREADABLE)


util.write_error = say_unreadable


def when_ready(server: Any) -> None:
    """The master has loaded the portal and forks now: what there is stays, so the collector need not touch, and by
    touching copy, the pages of memory that the workers share."""
    gc.collect()
    gc.freeze()
