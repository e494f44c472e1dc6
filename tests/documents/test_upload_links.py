"""Uploads over links that break: on and on from where the server is, never two documents, nothing lost that was
answered for."""

import hashlib
import io
import socket
from datetime import timedelta

import pytest
import time_machine

from portal.core import clock, pieces
from portal.core.db import db, transaction
from portal.core.errors import Conflict
from portal.documents.models import Upload
from portal.documents.services import uploads as services
from portal.documents.views import uploading
from portal.jobs.registry import KINDS
from portal.jobs.worker import run_all
from tests.factories.documents import LETTER_98, seed
from tests.factories.uploads import PIECE, Sender, documents
from tests.people import unit


def test_the_same_piece_twice_and_out_of_order(sender) -> None:
    body = seed(LETTER_98)
    sender.begin(len(body))
    assert sender.add(0, body[:1000]).status_code == 204
    for at in (0, 2000, 1001):
        again = sender.add(at, body[at:at + 1000])
        assert (again.status_code, again.headers["Upload-Offset"]) == (409, "1000")
    assert sender.offset() == 1000
    assert sender.add(1000, body[1000:]).status_code == 204
    after = sender.add(1000, body[1000:])
    assert after.status_code == 409 and after.headers["Upload-Offset"] == str(len(body))
    assert len(documents()) == 1


def test_a_piece_sent_again_by_the_browser_itself(sender) -> None:
    """The connection broke half-way and the browser began the same request anew: it is told at once where we are,
    before its bytes cross the link a second time."""
    body = seed(LETTER_98)
    sender.begin(len(body))
    assert sender.add(0, body[:1000]).status_code == 204
    near, far = socket.socketpair()
    with near, far:
        unread = io.BytesIO(body)
        answer = sender.client.open(sender.url, method="PATCH", input_stream=unread, content_type=PIECE,
                                    headers=sender.headers(**{"Upload-Offset": "0"}),
                                    environ_overrides={"gunicorn.socket": near})
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "1000")
        assert answer.headers["Connection"] == "close" and unread.tell() == 0
        with pytest.raises(BrokenPipeError):
            far.send(b"more")
    assert sender.add(1000, body[1000:]).status_code == 204
    assert documents()[0].files[0].digest == hashlib.sha256(body).hexdigest()


def test_a_piece_whose_first_half_came_by_another_connection(sender, actor) -> None:
    """Both were under way at once: what is known is passed over if it is the same."""
    body = seed(LETTER_98)
    sender.begin(len(body))
    assert sender.add(0, body[:1000]).status_code == 204
    upload, clerk = db.session.execute(db.select(Upload)).scalar_one(), actor("office_staff")
    with pytest.raises(Conflict), transaction():
        services.add(clerk, unit("hanoi"), upload, 500, b"y" * 500 + body[1000:1500])
    with transaction():
        services.add(clerk, unit("hanoi"), upload, 0, body[:2500])
    assert sender.offset() == 2500
    assert sender.add(2500, body[2500:] + b"longer").status_code == 422
    assert sender.add(2500, body[2500:]).status_code == 204
    assert documents()[0].files[0].digest == hashlib.sha256(body).hexdigest()


def test_a_link_that_falls_silent_counts_as_broken(sender, monkeypatch) -> None:
    """Nobody says that the connection is gone: what came is kept as soon as nothing more comes."""
    monkeypatch.setattr(uploading, "PATIENCE", 0.2)
    body = seed(LETTER_98)
    sender.begin(len(body))
    near, far = socket.socketpair()
    with near, far, near.makefile("rb") as arriving:
        far.sendall(body[:5000])
        answer = sender.client.open(sender.url, method="PATCH", content_type=PIECE,
                                    headers=sender.headers(**{"Upload-Offset": "0"}),
                                    environ_overrides={"gunicorn.socket": near, "wsgi.input": arriving,
                                                       "CONTENT_LENGTH": str(len(body))})
        assert near.gettimeout() is None
    kept = sender.offset()
    assert answer.headers["Upload-Offset"] == str(kept) and 5000 - uploading.CHUNK < kept <= 5000
    sender.add(kept, body[kept:])
    assert documents()[0].files[0].digest == hashlib.sha256(body).hexdigest()


def test_what_was_written_and_never_acknowledged_is_written_over(sender) -> None:
    """The worker of the web died after the disk and before the database: the offset in the database counts."""
    body = seed(LETTER_98)
    sender.begin(len(body))
    sender.add(0, body[:500])
    token = db.session.execute(db.select(Upload.token)).scalar_one()
    pieces.write(token, 500, b"x" * 400)
    db.session.rollback()
    assert sender.offset() == 500
    sender.add(500, body[500:])
    assert documents()[0].files[0].digest == hashlib.sha256(body).hexdigest()


def test_given_up_in_the_evening_taken_up_the_next_day(sender, as_) -> None:
    body = seed(LETTER_98)
    sender.begin(len(body))
    sender.add(0, body[:2000])
    with time_machine.travel(clock.now() + timedelta(hours=20)):
        next_day = Sender(as_("office_staff"))
        next_day.url = sender.url
        assert next_day.offset() == 2000
        assert next_day.add(2000, body[2000:4000]).status_code == 204
    with time_machine.travel(clock.now() + timedelta(hours=60)):
        assert as_("office_staff").head(sender.url).status_code == 404
        with transaction():
            KINDS["documents.sweep_uploads"].handler([{}])
        run_all()
        assert not db.session.execute(db.select(Upload)).first()
        assert not list(pieces.path("x" * 32).parent.iterdir())


def test_a_link_that_breaks_in_the_middle_of_a_piece_keeps_what_came(sender, app) -> None:
    """The body ends before its announced length: what came stands, and the sender goes on from there."""
    body = seed(LETTER_98)
    sender.begin(len(body))
    sender.client.open(sender.url, method="PATCH", input_stream=io.BytesIO(body[:1200]), content_type=PIECE,
                       headers=sender.headers(**{"Upload-Offset": "0", "Content-Length": "4000"}))
    assert sender.offset() == 1200
    sender.add(1200, body[1200:])
    assert documents()[0].files[0].digest == hashlib.sha256(body).hexdigest()
