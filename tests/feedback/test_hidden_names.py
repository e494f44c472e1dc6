"""A hidden name is in no answer to anybody but its sender: pages, files, receipts, the home page, the log."""

import json
import re
from collections.abc import Callable
from io import BytesIO

import pytest

from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.core.files import store
from portal.feedback import queries
from portal.feedback.models import FeedbackEvent, FeedbackFile, Opinion
from portal.jobs.worker import run_all
from portal.search import registry
from tests.client import PortalClient
from tests.factories.feedback import TEXT, actor_of, answered, live, opinion
from tests.factories.news import picture_file
from tests.people import person

As = Callable[[str | None], PortalClient]
NAME, CELL = "Nguyễn Văn An", "Chi bộ Ga Hà Nội"


def send_hidden(client: PortalClient, *files: tuple[BytesIO, str], **more: object):
    fields = {"category_id": "work_and_life", "visibility": "hidden", "text": TEXT, "files": list(files), **more}
    return client.submit(client.get("/gop-y/gui?loai=work_and_life"), fields, action="/gop-y/gui")


@pytest.mark.parametrize("who", ["office_staff", "committee_secretary"])
def test_no_page_of_a_handler_holds_the_name(as_: As, who: str) -> None:
    files = (picture_file(position=True), "Nguyen Van An.jpg"), (BytesIO(b"Xin chao"), "An.txt")
    sent = send_hidden(as_("member"), *files)
    path = sent.location.partition("?")[0]
    run_all()
    handler = as_(who)
    handler.submit(handler.get(path), action="/tiep-nhan")
    handler.submit(handler.get(path), {"note": "ghi chú"}, action="/ghi-chu")
    handler.submit(handler.get(path), {"answer": ""}, action="/tra-loi")
    handler.submit(handler.get(path), {"answer": "trả lời"}, action="/tra-loi")
    sender = as_("member")
    sender.submit(sender.get(path), {"reopen_reason": "chưa được"}, action="/mo-lai")
    citizen_id = person("member").citizen_id
    pages = [handler.get(one) for one in ("/", path, "/gop-y", "/gop-y/hop-thu", "/gop-y/hop-thu?trang_thai=tat-ca",
                                          "/gop-y/hop-thu?trang_thai=reopened", "/gop-y?xem=chi-bo")]
    ids = db.session.execute(db.select(FeedbackFile.id)).scalars().all()
    pages += [handler.get(f"{path}/tep/{one}", buffered=True) for one in ids]
    assert len(pages) == 9
    for page in pages:
        assert page.status_code == 200
        body = page.get_data().decode("utf-8", "ignore") + str(page.headers)
        assert NAME not in body
        assert "Nguyen Van An" not in body
        assert citizen_id not in body
        assert CELL not in re.sub("<option.*?</option>", "", body)
        assert "dang-vien/" not in body
        assert "MayAnhBiMat" not in body
    assert "ẩn tên" in pages[4].text
    assert "tep-1.jpg" in pages[1].text


def test_sender_keeps_own_view_and_receipt_without_the_name(as_: As) -> None:
    made = opinion(visibility="hidden")
    client = as_("member")
    assert made.code in client.get("/gop-y").text
    assert "Bạn" in client.get(f"/gop-y/{made.id}").text
    receipt = client.get(f"/gop-y/{made.id}/bien-nhan").text
    assert made.code in receipt
    assert NAME not in receipt
    assert CELL not in receipt


def test_cell_does_not_see_it(as_: As) -> None:
    made = opinion(visibility="hidden")
    for who in ("probationary", "secretary", "administrator"):
        client = as_(who)
        assert client.get(f"/gop-y/{made.id}").status_code == 404
        assert made.code not in client.get("/gop-y?xem=chi-bo").text


def test_the_log_names_nobody(as_: As) -> None:
    send_hidden(as_("member"))
    made = db.session.execute(db.select(Opinion)).scalar_one()
    entries = db.session.execute(db.select(AuditEntry).where(AuditEntry.object_kind == "opinion")).scalars().all()
    assert [entry.verb for entry in entries] == ["feedback.send"]
    assert all(entry.account_id is None for entry in entries)
    facts = json.dumps([entry.facts for entry in entries])
    assert made.code not in facts
    assert "sender" not in facts


def test_the_log_names_who_did_not_hide(as_: As) -> None:
    opinion()
    entry = db.session.execute(db.select(AuditEntry).where(AuditEntry.verb == "feedback.send")).scalar_one()
    assert entry.account_id == person("member").account_id


def test_rows_of_the_inbox_come_without_the_name() -> None:
    opinion(visibility="hidden")
    opinion()
    rows = db.session.execute(queries.inbox(actor_of("office_staff"))).all()
    assert [(row[2], row[3]) for row in rows] == [(None, None), (NAME, CELL)]


def test_steps_of_the_sender_keep_no_person() -> None:
    made = answered(visibility="hidden")
    steps = db.session.execute(db.select(FeedbackEvent).where(FeedbackEvent.kind == "sent")).scalars().all()
    assert [(step.role, step.unit_name) for step in steps] == [("", "")]
    assert all("account" not in column.name for column in FeedbackEvent.__table__.columns)
    assert queries.sender_of(actor_of("office_staff"), live(made)) == "Người gửi ẩn tên"


def test_files_that_name_their_writer_are_not_taken(as_: As) -> None:
    answer = send_hidden(as_("member"), (BytesIO(b"%PDF-1.4\n1 0 obj\n<< /Author (An) >>\nendobj\n%%EOF"), "don.pdf"))
    assert answer.status_code == 422
    assert "tên người soạn" in answer.text
    assert "sân ga hỏng" in answer.text


def test_feedback_is_not_in_the_search() -> None:
    assert not any("feedback" in kind or "opinion" in kind for kind in registry.sources())


def test_original_of_a_picture_is_dropped(as_: As) -> None:
    send_hidden(as_("member"), (picture_file(position=True), "a.jpg"))
    original = db.session.execute(db.select(FeedbackFile.digest)).scalar_one()
    db.session.rollback()
    run_all()
    assert store().path(original) is None
