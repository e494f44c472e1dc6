"""A scan's letters: asked for, read by a job, put right by a person, and only then searched."""

from dataclasses import replace

import pytest

from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.core.notices import Notice
from portal.documents.models import Document, DocumentText, State
from portal.documents.views import scans
from portal.jobs.worker import run_all
from portal.papers import ocr
from portal.papers.extraction import Extracted
from tests.documents.test_intake import pdf
from tests.documents.test_lifecycle import found
from tests.factories.documents import LETTER_98, approved, seed, taken_in
from tests.factories.scans import PAGES, ok, reads, scan
from tests.people import person

pytestmark = pytest.mark.usefixtures("switched_on")


def test_from_the_picture_to_the_search(as_, actor, monkeypatch) -> None:
    reads(monkeypatch, ok())
    client = as_("committee_secretary")
    address = scan(client, pdf(""))
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
    address = scan(client, pdf(""))
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
    address = scan(client, pdf(""))
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
    address = scan(client, pdf(""))
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
    address = scan(client, pdf(""))
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
    address = scan(client, pdf(""))
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
