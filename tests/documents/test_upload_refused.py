"""Uploads in pieces that can't be: judged before the first byte where possible, told in a sentence, nothing left."""

import base64
import hashlib
import os

import pytest

from portal.core import files, pieces
from portal.core.db import db
from portal.documents.models import Upload
from portal.documents.services.uploads import MOST_OPEN
from portal.jobs.worker import run_all
from tests.factories.documents import LETTER_98, seed
from tests.factories.uploads import PIECE, Sender, documents


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


def test_terminated(sender) -> None:
    sender.begin(100)
    sender.add(0, b"x" * 50)
    assert sender.client.delete(sender.url, headers=sender.headers()).status_code == 204
    run_all()
    assert sender.client.head(sender.url).status_code == 404
    assert not list(pieces.path("x" * 32).parent.iterdir())


def test_copies_of_others_are_not_named(as_) -> None:
    elsewhere, here = Sender(as_("secretary_elsewhere"), at="ga_vinh"), Sender(as_("office_staff"))
    body = seed(LETTER_98)
    for one in (elsewhere, here):
        one.begin(len(body))
        one.add(0, body)
    assert "Tệp này đã có trong" not in here.client.get("/van-ban/them").text
