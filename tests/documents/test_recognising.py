"""A scan's letters: asked for, read by a job, put right by a person, and only then searched."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.core.audit import AuditEntry
from portal.core.db import db, transaction
from portal.core.notices import Notice
from portal.documents.models import Document, DocumentText, State
from portal.documents.views import scans
from portal.jobs.models import Job
from portal.jobs.queue import release
from portal.jobs.worker import run_all, run_one
from portal.papers import ocr
from portal.papers.extraction import Extracted
from tests.documents.test_intake import pdf
from tests.documents.test_lifecycle import found
from tests.factories.documents import LETTER_98, approved, seed, taken_in, upload
from tests.papers.test_scans import needs_tesseract, scanned
from tests.people import person

PAGES = ["ĐẢNG ỦY TỔNG CÔNG TY\n*\nSố 12-CV/DU\n\nHà Nội, ngày 05 tháng 9 năm 2026\n\nVề việc kiểm tra cầu Long Biên",
         "Kính đề nghị các ga thực hiện nghiêm."]


@pytest.fixture(autouse=True)
def switched_on(app, monkeypatch) -> None:
    """As with PORTAL_OCR=1 on a machine that has the program."""
    app.extensions["settings"] = replace(app.extensions["settings"], ocr=True)
    scans.known_readiness.cache_clear()
    monkeypatch.setattr(ocr, "readiness", lambda enabled: ocr.Readiness.READY if enabled else ocr.Readiness.OFF)
    yield
    scans.known_readiness.cache_clear()


def reads(monkeypatch, answer: Extracted, fails: dict[int, str] | None = None) -> list[int]:
    """The machine reads this, page by page; answers the pages it was asked for."""
    asked: list[int] = []

    def page(path, at: int) -> Extracted:
        asked.append(at)
        if answer.state != "ok" or at in (fails or {}):
            return replace(answer, pages=[], confidence=[], state=(fails or {}).get(at, answer.state))
        return replace(answer, pages=answer.pages[at:at + 1], confidence=answer.confidence[at:at + 1],
                       page_count=len(answer.pages))

    monkeypatch.setattr(ocr, "recognise_page", page)
    return asked


def ok(pages: list[str] | None = None) -> Extracted:
    return Extracted(pages or PAGES, "", "ok", 0.9, 2, label="scan", confidence=[91.6, 80.0] + [50.0] * 200)


def scan(client) -> str:
    """The address of a scan that has been taken in."""
    return upload(client, "quet.pdf", pdf("")).location


def test_from_the_picture_to_the_search(as_, actor, monkeypatch) -> None:
    reads(monkeypatch, ok())
    client = as_("committee_secretary")
    address = scan(client)
    assert f'href="{address}/nhan-dang"' in client.get(address).text
    assert client.submit(client.get(address + "/nhan-dang"), action="/nhan-dang").status_code == 303
    assert "đang chờ nhận dạng" in client.get(address + "/nhan-dang").text
    run_all()
    page = client.get(address + "/nhan-dang")
    assert "Số 12-CV/DU" in page.text and "Máy chắc khoảng 92 %" in page.text
    assert "Long Biên" not in client.get(address).text, "nothing is shown before a person entered it"
    saved = client.submit(page, {"text": PAGES[0].replace("DU", "ĐU")}, action="/nhan-dang/trang/1")
    assert saved.location == address + "/nhan-dang?trang=2"
    entered = client.submit(client.get(saved.location), action="/nhan-dang/xong")
    assert entered.location == address + "/sua"
    form = client.get(entered.location)
    assert "12-CV/ĐU" in form.text and "quet.pdf" in form.text
    client.submit(form, {"subject": "kiểm tra cầu Long Biên", "lacking": "y", "kind": "CV|công văn"}, action="/sua")
    approved(client, address)
    assert found(actor("member"), "cầu Long Biên thực hiện nghiêm")
    assert "thực hiện nghiêm" in as_("member").get(address).text
    assert client.get(address + "/nhan-dang").text.count("không cần nhận dạng") == 1
    told = db.session.execute(db.select(Notice).where(Notice.text.contains("nhận dạng"))).scalar_one()
    assert (told.account_id, told.url) == (person("committee_secretary").account_id, address + "/nhan-dang")


def test_off_or_missing_is_said_and_has_no_button(as_, app, monkeypatch) -> None:
    client = as_("office_staff")
    address = scan(client)
    page = client.get(address + "/nhan-dang")
    for is_on, state, words in ((False, None, "đang tắt"), (True, ocr.Readiness.MISSING, "chưa cài")):
        app.extensions["settings"] = replace(app.extensions["settings"], ocr=is_on)
        scans.known_readiness.cache_clear()
        if state:
            monkeypatch.setattr(ocr, "readiness", lambda enabled, state=state: state)
        shown = client.get(address + "/nhan-dang")
        assert words in shown.text and f'action="{address}/nhan-dang"' not in shown.text
        refused = client.submit(page, action="/nhan-dang")
        assert refused.status_code == 422 and words in refused.text
        page = client.get(address + "/nhan-dang")
        scans.known_readiness.cache_clear()
        monkeypatch.setattr(ocr, "readiness", lambda enabled: ocr.Readiness.READY)
        page = client.get(address + "/nhan-dang")


def test_a_mark_in_the_picture_is_refused_reported_and_not_kept(as_, app, monkeypatch) -> None:
    asked = reads(monkeypatch, ok(["ĐẢNG ỦY", "TOI MẬT", "Kế hoạch"]))
    client = as_("office_staff")
    address = scan(client)
    client.submit(client.get(address + "/nhan-dang"), action="/nhan-dang")
    run_all()
    refused(app)
    assert asked == [0, 1], "no page is read behind a mark"
    assert "bị từ chối" in client.get(address).text
    assert client.get(address + "/nhan-dang").status_code == 403
    told = db.select(Notice.account_id).where(Notice.text.contains("dấu chỉ độ mật"))
    assert set(db.session.execute(told).scalars()) == {person(key).account_id
                                                       for key in ("office_staff", "committee_secretary")}


def refused(app) -> None:
    document = db.session.execute(db.select(Document).execution_options(populate_existing=True)).scalar_one()
    assert (document.state, document.problem, document.files) == (State.REFUSED, "secret", [])
    assert not db.session.execute(db.select(DocumentText)).first()
    assert not [path for path in app.extensions["settings"].files.rglob("*") if path.is_file()]
    verbs = db.select(AuditEntry.verb).where(AuditEntry.verb == "documents.refuse")
    assert db.session.execute(verbs).scalar_one()


def test_a_mark_that_a_person_puts_in_is_refused_too(as_, app, monkeypatch) -> None:
    reads(monkeypatch, ok())
    client = as_("office_staff")
    address = scan(client)
    client.submit(client.get(address + "/nhan-dang"), action="/nhan-dang")
    run_all()
    page = client.get(address + "/nhan-dang")
    client.submit(page, {"text": "ĐẢNG ỦY\n*\nSố 12-KH/ĐU\n\nTỐI MẬT\n\nKế hoạch."}, action="/trang/1")
    assert client.submit(client.get(address + "/nhan-dang"), action="/xong").location == address
    run_all()
    refused(app)


def test_what_cannot_be_read_says_why_and_may_be_asked_again(as_, monkeypatch) -> None:
    reads(monkeypatch, Extracted([], "", "timeout", 0.0, 0))
    client = as_("office_staff")
    address = scan(client)
    client.submit(client.get(address + "/nhan-dang"), action="/nhan-dang")
    run_all()
    page = client.get(address + "/nhan-dang")
    assert "mất quá nhiều thời gian" in page.text
    reads(monkeypatch, ok())
    assert client.submit(page, action="/nhan-dang").status_code == 303
    run_all()
    assert "Trang 1 trong 2" in client.get(address + "/nhan-dang").text


def test_two_who_put_one_page_right_lose_nothing(as_, monkeypatch) -> None:
    reads(monkeypatch, ok())
    client, other = as_("office_staff"), as_("committee_secretary")
    address = scan(client)
    client.submit(client.get(address + "/nhan-dang"), action="/nhan-dang")
    run_all()
    mine, theirs = client.get(address + "/nhan-dang"), other.get(address + "/nhan-dang")
    assert other.submit(theirs, {"text": "bản của người kia"}, action="/trang/1").status_code == 303
    clash = client.submit(mine, {"text": "bản của tôi"}, action="/trang/1")
    assert clash.status_code == 422
    assert "bản của người kia" in clash.text and "bản của tôi" in clash.text and "người khác sửa" in clash.text
    assert client.submit(clash, {}, action="/trang/1").status_code == 303
    assert "bản của tôi" in client.get(address + "/nhan-dang").text
    assert client.post(address + "/nhan-dang/trang/9").status_code in (400, 404)


def test_a_paper_with_text_and_strangers(as_) -> None:
    client = as_("office_staff")
    address = taken_in(client, LETTER_98, seed(LETTER_98))
    assert "/nhan-dang" not in client.get(address).text
    assert "không cần nhận dạng" in client.get(address + "/nhan-dang").text
    assert as_("member").get(address + "/nhan-dang").status_code == 403
    assert as_("secretary_elsewhere").get(address + "/nhan-dang").status_code == 404
    assert as_(None).get(address + "/nhan-dang").status_code == 401


def test_each_page_is_a_job_and_others_have_their_turn(as_, monkeypatch) -> None:
    asked = reads(monkeypatch, ok([f"Trang {n} của bản quét" for n in range(60)]))
    client = as_("office_staff")
    address = scan(client)
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
    address = scan(client)
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
    address = scan(client)
    client.submit(client.get(address + "/nhan-dang"), action="/nhan-dang")
    run_all()
    assert "Máy không đọc được trang này" in client.get(address + "/nhan-dang?trang=2").text
    assert "Trang cuối" in client.get(address + "/nhan-dang?trang=3").text


def test_what_stopped_half_way_is_taken_up_again(as_, monkeypatch) -> None:
    reads(monkeypatch, ok(["một", "hai", "ba"]), {2: "no_reader"})
    client = as_("office_staff")
    address = scan(client)
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
    address = scan(client)
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
