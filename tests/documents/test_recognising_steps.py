"""A scan is read page by page: others have their turn, and what stops half-way goes on from there."""

from datetime import timedelta

import pytest

from portal.core.db import db, transaction
from portal.documents.models import Document, State
from portal.jobs.models import Job
from portal.jobs.queue import release
from portal.jobs.worker import run_all, run_one
from portal.papers import ocr
from portal.papers.extraction import Extracted
from tests.documents.test_intake import pdf
from tests.factories.documents import upload
from tests.factories.scans import ok, reads, scan
from tests.papers.test_scans import needs_tesseract, scanned

pytestmark = pytest.mark.usefixtures("switched_on")


def test_each_page_is_a_job_and_others_have_their_turn(as_, monkeypatch) -> None:
    asked = reads(monkeypatch, ok([f"Trang {n} của bản quét" for n in range(60)]))
    client = as_("office_staff")
    address = scan(client, pdf(""))
    client.submit(client.get(address + "/nhan-dang"), action="/nhan-dang")
    while len(asked) < 7:
        run_one()
    shown = client.get(address + "/nhan-dang")
    assert "Đã đọc 7 trong 60 trang, còn khoảng 9 phút" in shown.text and 'value="7"' in shown.text
    upload(client, "khac.pdf", pdf("Ke hoach"), work=False)
    while db.session.execute(db.select(Job.id).where(Job.kind == "documents.extract")).first():
        run_one()
    newest = db.session.execute(db.select(Document).order_by(Document.id.desc())).scalars().first()
    assert newest.state == State.DRAFT and len(asked) == 7, "a new file does not wait for the scan"
    run_all()
    assert asked == list(range(60))
    assert "Trang 1 trong 60" in client.get(address + "/nhan-dang").text


def test_a_worker_that_died_goes_on_where_it_stood(as_, monkeypatch) -> None:
    asked = reads(monkeypatch, ok([f"Trang {n}" for n in range(4)]))
    client = as_("office_staff")
    address = scan(client, pdf(""))
    client.submit(client.get(address + "/nhan-dang"), action="/nhan-dang")
    while not asked:
        run_one()
    whole = ocr.recognise_page
    monkeypatch.setattr(ocr, "recognise_page", dies)
    with pytest.raises(KeyboardInterrupt):
        run_all()
    db.session.rollback()
    monkeypatch.setattr(ocr, "recognise_page", whole)
    with transaction():
        assert release() == 1
    run_all()
    assert asked == [0, 1, 2, 3]
    assert "Trang 1 trong 4" in client.get(address + "/nhan-dang").text


def dies(path, at: int) -> Extracted:
    raise KeyboardInterrupt


def test_a_page_that_is_too_much_is_left_empty_and_said(as_, monkeypatch) -> None:
    reads(monkeypatch, ok(["Trang đầu", "không đọc", "Trang cuối"]), {1: "timeout"})
    client = as_("office_staff")
    address = scan(client, pdf(""))
    client.submit(client.get(address + "/nhan-dang"), action="/nhan-dang")
    run_all()
    assert "Máy không đọc được trang này" in client.get(address + "/nhan-dang?trang=2").text
    assert "Trang cuối" in client.get(address + "/nhan-dang?trang=3").text


def test_what_stopped_half_way_is_taken_up_again(as_, monkeypatch) -> None:
    reads(monkeypatch, ok(["một", "hai", "ba"]), {2: "no_reader"})
    client = as_("office_staff")
    address = scan(client, pdf(""))
    client.submit(client.get(address + "/nhan-dang"), action="/nhan-dang")
    run_all()
    page = client.get(address + "/nhan-dang")
    assert "Nhận dạng tiếp từ trang 3" in page.text and "chưa cài chương trình" in page.text
    asked = reads(monkeypatch, ok(["một", "hai", "ba"]))
    client.submit(page, action="/nhan-dang")
    run_all()
    assert asked == [2]
    assert "Trang 1 trong 3" in client.get(address + "/nhan-dang").text


def test_what_nobody_reads_any_more_may_be_asked_again(as_, monkeypatch) -> None:
    asked = reads(monkeypatch, ok(["một", "hai"]))
    client = as_("office_staff")
    address = scan(client, pdf(""))
    client.submit(client.get(address + "/nhan-dang"), action="/nhan-dang")
    while not asked:
        run_one()
    with transaction():
        db.session.execute(db.delete(Job))
    assert "Đã đọc 1 trong 2 trang" in client.get(address + "/nhan-dang").text
    monkeypatch.setattr("portal.documents.queries.scans.STALLED", timedelta(0))
    page = client.get(address + "/nhan-dang")
    assert "đã dừng giữa chừng" in page.text and "Nhận dạng tiếp từ trang 2" in page.text
    assert client.submit(page, action="/nhan-dang").status_code == 303
    run_all()
    assert "Trang 1 trong 2" in client.get(address + "/nhan-dang").text


@needs_tesseract
def test_a_real_scan_by_the_real_program(as_, tmp_path) -> None:
    (tmp_path / "one.pdf").write_bytes(pdf("Cong van ve viec kiem tra cau duong sat"))
    client = as_("office_staff")
    body = scanned(tmp_path / "one.pdf", tmp_path / "scan.pdf", dpi=150, quality=30).read_bytes()
    address = upload(client, "quet.pdf", body).location
    client.submit(client.get(address + "/nhan-dang"), action="/nhan-dang")
    run_all()
    assert "kiem tra" in client.get(address + "/nhan-dang").text
