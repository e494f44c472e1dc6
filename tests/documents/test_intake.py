"""Files at the door: good ones, bad ones, marked ones; nothing half-saved."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.pdfgen import canvas
from sqlalchemy import func

from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.documents import services
from portal.documents.models import Document, DocumentFile, State
from portal.jobs.models import Job
from portal.jobs.worker import run_all
from tests.factories.documents import LETTER_98, seed, taken_in, upload
from tests.people import unit


def kept_files(app) -> list[Path]:
    return [path for path in app.extensions["settings"].files.rglob("*") if path.is_file()]


def count(table: type) -> int:
    return db.session.execute(db.select(func.count()).select_from(table)).scalar_one()


def pdf(text: str = "", password: str = "") -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out, encrypt=password or None)
    page.drawString(72, 700, text)
    page.save()
    return out.getvalue()


@pytest.mark.parametrize(("name", "body", "words"), [
    ("trong.txt", b"", "rỗng"),
    ("ke-hoach.pdf", b"khong phai PDF", "không đúng với đuôi tên tệp"),
    ("anh.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "không đúng với đuôi tên tệp"),
    ("chay.exe", b"MZ" + b"\0" * 500, "chưa đọc được"),
    ("nen.docx", b"PK\x03\x04" + b"\0" * 200, "hỏng"),
])
def test_a_bad_file_gets_a_sentence_and_leaves_nothing(as_, app, name: str, body: bytes, words: str) -> None:
    answer = upload(as_("office_staff"), name, body)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Có lỗi cần sửa" in answer.text
    assert (count(Document), count(Job), kept_files(app)) == (0, 0, [])


def test_one_bad_file_of_two_refuses_both(as_, app) -> None:
    client = as_("office_staff")
    files = [(io.BytesIO(seed(LETTER_98)), LETTER_98), (io.BytesIO(b"xyz"), "b.pdf")]
    answer = client.submit(client.get("/van-ban/them"), {"files": files, "declared": "y"})
    assert answer.status_code == 422
    assert (count(Document), kept_files(app)) == (0, [])


def test_several_files_become_several_documents(as_) -> None:
    client = as_("office_staff")
    files = [(io.BytesIO(seed(LETTER_98)), LETTER_98), (io.BytesIO("Một ghi chép.".encode()), "ghi chép.txt")]
    answer = client.submit(client.get("/van-ban/them"), {"files": files, "declared": "y"})
    assert answer.location == "/van-ban?xem=cho-xac-nhan"
    assert count(Document) == 2
    assert "ghi chép.txt" in client.get(answer.location).text


def test_too_large(as_, app) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], upload_limit=100 << 10)
    answer = upload(as_("office_staff"), "dai.txt", b"a " * 60_000)
    assert answer.status_code == 422
    assert "lớn hơn 100 KB" in answer.text
    assert kept_files(app) == []


def test_a_refused_file_that_another_document_has_stays(as_, app) -> None:
    client = as_("office_staff")
    taken_in(client, LETTER_98)
    assert upload(client, "thu.pdf", seed(LETTER_98)).status_code == 422
    assert len(kept_files(app)) == 1
    answer = client.get("/van-ban/1/tep/1")
    answer.close()
    assert answer.status_code == 200


def test_the_declaration_is_asked_for(as_) -> None:
    answer = upload(as_("office_staff"), LETTER_98, seed(LETTER_98), declared=None)
    assert answer.status_code == 422
    assert "Xác nhận tệp không thuộc bí mật nhà nước" in answer.text
    assert count(Document) == 0


def test_no_file_and_no_readers(as_) -> None:
    client = as_("office_staff")
    form = client.get("/van-ban/them")
    sent = {"files": (io.BytesIO(b""), ""), "declared": "y", "readers": None}
    answer = client.submit(form, sent)
    assert answer.status_code == 422
    assert "Chọn ít nhất một tệp." in answer.text
    assert "Chọn ít nhất một đơn vị được đọc." in answer.text


def test_names_are_cleaned(as_) -> None:
    upload(as_("office_staff"), "../tài liệu/Đường sắt\u202e.txt", "Nội dung của ngành.".encode())
    assert db.session.execute(db.select(DocumentFile.name)).scalar_one() == "Đường sắt.txt"


@pytest.mark.parametrize("name", ["KH 12 (MẬT).txt", "TỐI MẬT - phuong an.txt"])
def test_a_mark_in_the_name_is_refused_and_logged(as_, app, name: str) -> None:
    answer = upload(as_("office_staff"), name, "Nội dung.".encode())
    assert answer.status_code == 422
    assert "dấu chỉ độ mật" in answer.text
    assert (count(Document), kept_files(app)) == (0, [])
    entry = db.session.execute(db.select(AuditEntry).where(AuditEntry.verb == "documents.refuse")).scalar_one()
    assert entry.unit_id == unit("hanoi").id
    assert name not in str(entry.facts)


def test_a_mark_in_the_text_is_refused_without_keeping_it(as_, app) -> None:
    client = as_("office_staff")
    secret = "ĐẢNG ỦY TỔNG CÔNG TY\n*\nSố 12-KH/ĐU\n\nTỐI MẬT\n\nKế hoạch hành quân số bảy bảy bảy.\n"
    answer = upload(client, "ke-hoach.txt", secret.encode())
    document = db.session.execute(db.select(Document)).scalar_one()
    assert (document.state, document.problem, document.files, document.subject) == (State.REFUSED, "secret", [], "")
    assert kept_files(app) == []
    page = client.get(answer.location)
    assert "bị từ chối" in page.text
    assert "hành quân" not in page.text
    assert client.get(answer.location + "/sua").status_code == 403
    assert client.get("/").text.count("ke-hoach.txt") == 1
    entry = db.session.execute(db.select(AuditEntry).where(AuditEntry.verb == "documents.refuse")).scalar_one()
    assert (entry.object_id, entry.facts["mark_in"]) == (document.id, "text")


def test_the_letter_that_speaks_of_keeping_secrets_passes(as_) -> None:
    assert b"b\xe1\xba\xa3o m\xe1\xba\xadt" in seed(LETTER_98)
    upload(as_("office_staff"), LETTER_98, seed(LETTER_98))
    assert db.session.execute(db.select(Document.state)).scalar_one() == State.DRAFT


@pytest.mark.once
@pytest.mark.parametrize(("body", "problem", "words", "publishable"), [
    (pdf(), "no_text", "không có chữ", True),
    (pdf("Xin chao", "khoa"), "encrypted", "có mật khẩu", False),
    (pdf("Xin chao cac dong chi")[:300], "broken", "hỏng", False),
])
def test_a_file_without_text_ends_in_a_stated_problem(as_, body: bytes, problem: str, words: str,
                                                       publishable: bool) -> None:
    client = as_("committee_secretary")
    answer = upload(client, "van-ban.pdf", body)
    document = db.session.execute(db.select(Document)).scalar_one()
    assert (document.state, document.problem) == (State.DRAFT, problem)
    assert words in client.get(answer.location).text
    form = client.get(answer.location + "/sua")
    saved = client.submit(form, {"kind": "CV|công văn", "subject": "gõ bằng tay", "lacking": "y"}, action="/sua")
    assert saved.status_code == 303
    done = client.submit(client.get(answer.location), action="/cong-bo")
    assert done.status_code == (303 if publishable else 422)


def test_a_copy_is_named_with_a_link_and_allowed(as_) -> None:
    client = as_("office_staff")
    first = taken_in(client, LETTER_98)
    second = upload(client, "ban-sao.md", seed(LETTER_98)).location
    page = client.get(second + "/sua").text
    assert "Tệp này đã có trong:" in page
    assert f'href="{first}"' in page


def test_copies_one_may_not_see_are_not_named(as_) -> None:
    taken_in(as_("secretary_elsewhere"), LETTER_98)
    client = as_("office_staff")
    second = upload(client, LETTER_98, seed(LETTER_98)).location
    assert "Tệp này đã có trong" not in client.get(second + "/sua").text


def test_reading_twice_changes_nothing(as_, app) -> None:
    client = as_("office_staff")
    answer = upload(client, LETTER_98, seed(LETTER_98), work=False)
    assert "đang chờ đọc" in client.get(answer.location).text
    from portal.core.db import transaction
    from portal.jobs.registry import KINDS

    payload = dict(db.session.execute(db.select(Job.payload).where(Job.kind == "documents.extract")).scalar_one())
    run_all()
    with transaction():
        KINDS["documents.extract"].handler([payload])
    assert db.session.execute(db.select(Document.version)).scalar_one() == 2


def test_waiting_page_asks_again_and_then_leads_on(as_) -> None:
    client = as_("office_staff")
    address = upload(client, LETTER_98, seed(LETTER_98), work=False).location
    page = client.get(address)
    assert 'data-hx-trigger="every 2s"' in page.text
    poll = {"HX-Request": "true", "HX-Target": "div#reading"}
    part = client.get(address, headers=poll)
    assert part.text.strip() in page.text
    run_all()
    assert client.get(address, headers=poll).headers["HX-Redirect"] == address + "/sua"


def test_another_units_papers_are_not_taken_in(as_, actor, app) -> None:
    client = as_("secretary")
    form = client.get("/van-ban/them")
    sent = {"files": (io.BytesIO(b"xin chao"), "a.txt"), "declared": "y", "unit_id": str(unit("ga_vinh").id)}
    assert client.submit(form, sent).status_code == 404
    answer = client.submit(form, {"files": (io.BytesIO("Xin chào".encode()), "a.txt"), "declared": "y",
                                  "readers": [f"s{unit('ga_vinh').id}"]})
    assert answer.status_code == 422
    from portal.core.errors import DomainError
    from portal.core.files import Stored

    with pytest.raises(DomainError) as refused:
        services.receive(actor("secretary"), unit("ga_vinh"), Stored("0" * 64, 1, "a.txt"), "text/plain", declared=True,
                         readers=[])
    assert refused.value.field == "unit_id"


def test_files_sent_last_are_told_apart_by_symbol_and_name(as_) -> None:
    client = as_("office_staff")
    for name in ("mot.md", "hai.md"):
        upload(client, name, seed(LETTER_98) + name.encode())
    shown = client.get("/van-ban/them").text
    assert shown.count(">Công văn 98-CV/ĐU: tiếp tục sử dụng") == 2 and ">mot.md<" in shown and ">hai.md<" in shown
