"""Uploads in pieces: from the first piece to the document and to where the clerk sees it."""

import hashlib

from portal.core import pieces
from portal.core.db import db
from portal.documents.models import Document, State
from portal.jobs.worker import run_all
from tests.documents.test_intake import pdf
from tests.factories.documents import LETTER_98, seed
from tests.factories.uploads import documents
from tests.people import unit


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
