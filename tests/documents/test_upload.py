"""Uploads in pieces: on and on from where the server is, never two documents, nothing lost that was answered for."""

import base64
import hashlib
import os
from datetime import timedelta

import pytest
import time_machine

from portal.core import clock, files, pieces
from portal.core.db import db, transaction
from portal.documents.models import Document, State, Upload
from portal.documents.services.uploads import MOST_OPEN
from portal.jobs.registry import KINDS
from portal.jobs.worker import run_all
from tests.client import find_form, form_values
from tests.documents.test_intake import pdf
from tests.factories.documents import LETTER_98, seed
from tests.people import unit

PIECE = "application/offset+octet-stream"


class Sender:
    """Does what upload.js does, with a link that can break."""

    def __init__(self, client, at: str = "hanoi") -> None:
        self.client, self.unit = client, unit(at).id
        page = client.get("/van-ban/them")
        self.token = form_values(find_form(page, "/van-ban/them"))["csrf_token"]
        self.url = ""

    def headers(self, **more: str) -> dict[str, str]:
        return {"Tus-Resumable": "1.0.0", "X-CSRFToken": self.token, **more}

    def begin(self, size: int, name: str = LETTER_98, **told: str):
        meta = {"filename": name, "unit": str(self.unit), "declared": "y", **told}
        packed = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in meta.items())
        answer = self.client.post("/van-ban/tai-len", headers=self.headers(
            **{"Upload-Length": str(size), "Upload-Metadata": packed}))
        self.url = answer.headers.get("Location", "")
        return answer

    def add(self, at: int, data: bytes, **more: str):
        headers = self.headers(**{"Upload-Offset": str(at), **more})
        return self.client.patch(self.url, data=data, headers=headers, content_type=PIECE)

    def offset(self) -> int:
        return int(self.client.head(self.url).headers["Upload-Offset"])


@pytest.fixture
def sender(as_) -> Sender:
    return Sender(as_("office_staff"))


def documents() -> list[Document]:
    db.session.expire_all()
    return list(db.session.execute(db.select(Document)).scalars())


def test_pieces_become_one_document(sender) -> None:
    body = seed(LETTER_98)
    assert sender.begin(len(body)).status_code == 201
    for at in range(0, len(body), 3000):
        answer = sender.add(at, body[at:at + 3000])
        assert answer.status_code == 204, answer.text
    assert answer.headers["Upload-Document"] == "/van-ban/1"
    run_all()
    made = documents()
    assert [one.state for one in made] == [State.DRAFT]
    assert made[0].symbol == "98-CV/ĐU"
    assert made[0].files[0].digest == hashlib.sha256(body).hexdigest()
    assert not list(pieces.path("x" * 32).parent.iterdir()), "the pieces are gone"
    head = sender.client.head(sender.url)
    assert head.headers["Upload-Document"] == "/van-ban/1" and head.headers["Cache-Control"] == "no-store"


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
    """The connection broke half-way and the browser began the same request anew: only the rest of it counts."""
    body = seed(LETTER_98)
    sender.begin(len(body))
    assert sender.add(0, body[:1000]).status_code == 204
    changed = sender.add(500, b"y" * 500 + body[1000:1500])
    assert (changed.status_code, changed.headers["Upload-Offset"]) == (409, "1000")
    again = sender.add(0, body[:2500])
    assert (again.status_code, again.headers["Upload-Offset"]) == (204, "2500")
    assert sender.add(2000, body[2000:] + b"longer").status_code == 422
    assert sender.add(2000, body[2000:]).status_code == 204
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


def test_terminated(sender) -> None:
    sender.begin(100)
    sender.add(0, b"x" * 50)
    assert sender.client.delete(sender.url, headers=sender.headers()).status_code == 204
    run_all()
    assert sender.client.head(sender.url).status_code == 404
    assert not list(pieces.path("x" * 32).parent.iterdir())


@pytest.mark.parametrize(("size", "told", "status", "words"), [
    (0, {}, 422, "rỗng"), (10**9, {}, 413, "lớn hơn"), (10, {"declared": ""}, 422, "bí mật nhà nước"),
    (10, {"unit": "9999"}, 400, "không đúng"), (10, {"unit": "x"}, 400, "không đúng"),
    (10, {"filename": "KH 12 (MẬT).txt"}, 422, "dấu chỉ độ mật"), (10, {"readers": "s9999"}, 422, "không chọn được"),
])
def test_what_can_be_judged_at_once_is(sender, size: int, told: dict, status: int, words: str) -> None:
    told = {"name": told.pop("filename"), **told} if "filename" in told else told
    answer = sender.begin(size, **told)
    assert answer.status_code == status and words in answer.text
    assert not db.session.execute(db.select(Upload)).first()


def test_a_bad_file_ends_in_a_sentence_and_leaves_nothing(sender, app) -> None:
    sender.begin(6, name="ke-hoach.pdf")
    answer = sender.add(0, b"khong!")
    assert answer.status_code == 422 and "ke-hoach.pdf" in answer.text
    assert documents() == [] and files.store().path(hashlib.sha256(b"khong!").hexdigest()) is None


def test_too_much_too_long_and_wrong_words(sender) -> None:
    sender.begin(10)
    assert sender.add(0, b"x" * 11).status_code == 422
    assert sender.client.patch(sender.url, data=b"x", headers=sender.headers(**{"Upload-Offset": "0"}),
                               content_type="text/plain").status_code == 415
    assert sender.add("abc", b"x").status_code == 400
    assert sender.client.patch(sender.url, data=b"x", content_type=PIECE).status_code == 400, "no token"
    wrong = base64.b64encode(hashlib.sha256(b"other").digest()).decode()
    assert sender.add(0, b"x", **{"Upload-Checksum": f"sha256 {wrong}"}).status_code == 460
    right = base64.b64encode(hashlib.sha256(b"x").digest()).decode()
    assert sender.add(0, b"x", **{"Upload-Checksum": f"sha256 {right}"}).status_code == 204


def test_ones_own_only(sender, as_) -> None:
    sender.begin(10)
    other = Sender(as_("committee_secretary"))
    other.url = sender.url
    assert other.add(0, b"x").status_code == 404
    assert as_("member").head(sender.url).status_code in (403, 404)
    assert as_(None).head(sender.url).status_code == 401


def test_not_more_open_than_allowed(sender) -> None:
    for _ in range(MOST_OPEN):
        assert sender.begin(10).status_code == 201
    answer = sender.begin(10)
    assert answer.status_code == 422 and "tải dở" in answer.text


def test_a_full_disk_is_said_and_nothing_is_acknowledged(sender, monkeypatch) -> None:
    body = seed(LETTER_98)
    sender.begin(len(body))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    sender.client.application.config["PROPAGATE_EXCEPTIONS"] = False
    assert sender.add(0, body).status_code == 507
    monkeypatch.undo()
    assert sender.offset() == 0
    assert sender.add(0, body).status_code == 204


def test_a_link_that_breaks_in_the_middle_of_a_piece_keeps_what_came(sender, app) -> None:
    """The body ends before its announced length: what came stands, and the sender goes on from there."""
    import io

    body = seed(LETTER_98)
    sender.begin(len(body))
    sender.client.open(sender.url, method="PATCH", input_stream=io.BytesIO(body[:1200]), content_type=PIECE,
                       headers=sender.headers(**{"Upload-Offset": "0", "Content-Length": "4000"}))
    assert sender.offset() == 1200
    sender.add(1200, body[1200:])
    assert documents()[0].files[0].digest == hashlib.sha256(body).hexdigest()


def test_readers_are_narrowed_at_once(sender) -> None:
    body = seed(LETTER_98)
    sender.begin(len(body), readers=f"s{unit('ga_hanoi').id}", group="heads")
    sender.add(0, body)
    assert documents()[0].tokens == [f"h{unit('ga_hanoi').id}"]


def test_the_page_tells_where_each_file_stands(sender, as_) -> None:
    body = seed(LETTER_98)
    for _ in range(2):
        sender.begin(len(body))
        sender.add(0, body)
    page = sender.client.get("/van-ban/them").text
    assert "đang chờ đọc" in page and "Tệp này đã có trong" in page
    run_all()
    blank = pdf()
    sender.begin(len(blank), name="quet.pdf")
    sender.add(0, blank)
    run_all()
    page = sender.client.get("/van-ban/them", headers={"HX-Request": "true", "HX-Target": "recent"}).text
    assert "đã đọc xong" in page and "Xác nhận thông tin" in page and "<h1" not in page
    assert "không có chữ" in page, db.session.execute(db.select(Document.state, Document.problem)).all()


def test_the_form_says_what_the_script_needs(as_) -> None:
    page = as_("office_staff").get("/van-ban/them").text
    assert 'data-upload="/van-ban/tai-len"' in page and "js/upload." in page


def test_copies_of_others_are_not_named(as_) -> None:
    elsewhere, here = Sender(as_("secretary_elsewhere"), at="ga_vinh"), Sender(as_("office_staff"))
    body = seed(LETTER_98)
    for one in (elsewhere, here):
        one.begin(len(body))
        one.add(0, body)
    assert "Tệp này đã có trong" not in here.client.get("/van-ban/them").text
