"""Attached files: judged by content, pictures made anew, opened by whoever may read the opinion."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from portal.core.db import db
from portal.core.files import store
from portal.feedback.models import FeedbackFile, Opinion
from portal.jobs.worker import run_all
from tests.client import PortalClient
from tests.factories.feedback import TEXT, opinion
from tests.factories.news import picture_file
from tests.people import person

As = Callable[[str | None], PortalClient]
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF"


def send(client: PortalClient, *files: tuple[BytesIO, str]):
    return client.submit(client.get("/gop-y/gui?loai=work_and_life"), {"text": TEXT, "files": list(files)},
                         action="/gop-y/gui")


def docx(main: bool = True) -> bytes:
    body = BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("[Content_Types].xml", "wordprocessingml.document.main+xml" if main else "x")
        archive.writestr("word/document.xml", "<w/>")
    return body.getvalue()


def the_file() -> FeedbackFile:
    row = db.session.execute(db.select(FeedbackFile)).scalar_one()
    db.session.expunge_all()
    return row


@pytest.mark.parametrize(("body", "name", "kept"), [
    (PDF, "Đơn kiến nghị.pdf", "Đơn kiến nghị.pdf"), (docx(), "don.docx", "don.docx"),
    ("Chào".encode(), "../../ghi chú.txt", "ghi chú.txt"),
    (picture_file("PNG", (60, 40)).getvalue(), "anh.jpg", "anh.jpg"),
    (picture_file("WEBP", (60, 40)).getvalue(), "anh.html", "anh.jpg")])
def test_good_files_are_kept_by_content(as_: As, body: bytes, name: str, kept: str) -> None:
    sent = send(as_("member"), (BytesIO(body), name))
    assert sent.status_code == 303
    run_all()
    row = the_file()
    assert row.name == kept
    answer = as_("office_staff").get(f"/gop-y/{row.opinion_id}/tep/{row.id}", buffered=True)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.mimetype == row.media_type


@pytest.mark.parametrize(("body", "name"), [
    (b"<html><script>alert(1)</script></html>", "anh.jpg"), (b"MZ\x90\0" + b"\0" * 60, "cai-dat.exe"),
    (PDF, "anh.txt"), (docx(main=False), "don.docx"), (b"\x89PNG\r\n\x1a\n hong", "anh.png"), (b"", "rong.txt"),
    (b"<svg/>", "anh.svg"), (PDF, "khong-duoi")])
def test_bad_files_are_refused_and_the_text_is_kept(as_: As, body: bytes, name: str) -> None:
    answer = send(as_("member"), (BytesIO(body), name))
    assert answer.status_code == 422
    assert "sân ga hỏng" in answer.text
    assert "Tệp kèm theo" in answer.text
    assert db.session.execute(db.select(db.func.count(Opinion.id))).scalar() == 0


def test_an_empty_file_is_called_empty(as_: As) -> None:
    answer = send(as_("member"), (BytesIO(b""), "anh.jpg"))
    assert answer.status_code == 422
    assert "Tệp “anh.jpg” rỗng." in answer.text


def test_a_marked_name_is_refused_before_anything_is_kept(as_: As) -> None:
    answer = send(as_("member"), (BytesIO(b"Noi dung"), "TUYỆT MẬT ke hoach.txt"))
    assert answer.status_code == 422
    assert "dấu chỉ độ mật" in answer.text
    assert db.session.execute(db.select(db.func.count(FeedbackFile.id))).scalar() == 0


def test_a_marked_text_is_dropped_and_the_heads_are_told(as_: As) -> None:
    body = "TỐI MẬT\n\nKế hoạch\n\nNội dung của kế hoạch.".encode()
    assert send(as_("member"), (BytesIO(body), "ke hoach.txt")).status_code == 303
    row = the_file()
    assert as_("office_staff").get(f"/gop-y/{row.opinion_id}/tep/{row.id}").status_code == 404
    run_all()
    kept = the_file()
    assert kept.is_refused and "ke hoach" not in kept.name
    assert store().path(row.digest) is None
    path = f"/gop-y/{row.opinion_id}"
    assert as_("office_staff").get(f"{path}/tep/{row.id}").status_code == 404
    assert "mang dấu chỉ độ mật đã bị từ chối" in as_("member").get(path).text
    assert "Một tệp gửi kèm góp ý" in as_("committee_secretary").get("/thong-bao").text


def test_who_speaks_of_secrecy_only_may_send(as_: As) -> None:
    send(as_("member"), (BytesIO("Đề nghị tập huấn về bảo mật thông tin.".encode()), "bao-mat.txt"))
    run_all()
    assert the_file().is_ready


def test_six_files_are_too_many(as_: As) -> None:
    answer = send(as_("member"), *[(BytesIO(b"a"), f"{number}.txt") for number in range(6)])
    assert answer.status_code == 422
    assert "nhiều nhất 5 tệp" in answer.text


def test_pictures_wait_for_the_worker_and_lose_their_position(as_: As) -> None:
    sent = send(as_("member"), (picture_file(position=True), "san-ga.jpg"))
    path, row, handler = sent.location.partition("?")[0], the_file(), as_("office_staff")
    assert "bỏ vị trí chụp khỏi ảnh" in handler.get(path).text
    assert handler.get(f"{path}/tep/{row.id}").status_code == 404
    run_all()
    answer = handler.get(f"{path}/tep/{row.id}", buffered=True)
    assert b"MayAnhBiMat" not in answer.data
    picture = Image.open(BytesIO(answer.data))
    assert not picture.getexif()
    assert max(picture.size) <= 1600


def test_broken_picture_stops_nothing(as_: As) -> None:
    whole = picture_file(noise=True).getvalue()
    sent = send(as_("member"), (BytesIO(whole[: len(whole) // 9]), "a.jpg"))
    run_all()
    assert "không đọc được ảnh" in as_("member").get(sent.location.partition("?")[0]).text


def test_files_follow_the_rights_of_the_opinion(as_: As) -> None:
    send(as_("member"), (BytesIO(b"a"), "a.txt"))
    run_all()
    row, other = the_file(), opinion("member_elsewhere")
    path = f"/gop-y/{row.opinion_id}/tep/{row.id}"
    assert as_("member").get(path, buffered=True).status_code == 200
    for who in ("probationary", "member_elsewhere", "administrator"):
        assert as_(who).get(path).status_code == 404
    assert as_(None).get(path).status_code == 401
    assert as_("member_elsewhere").get(f"/gop-y/{other.id}/tep/{row.id}").status_code == 404
    assert person("member").account_id
