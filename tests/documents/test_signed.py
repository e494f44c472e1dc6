"""A signed PDF on its reading page (A38): who, when, valid or not; judged again when other roots are trusted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.core.db import db, transaction
from portal.documents import services
from portal.documents.models import DocumentEdition, DocumentFile
from portal.jobs.models import Job
from portal.jobs.worker import run_all
from tests.documents.test_intake import pdf
from tests.documents.test_versions import replace as replace_file
from tests.factories.documents import document, upload
from tests.papers.signers import Authority, signed, with_other_words


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture
def trusting(app, tmp_path):
    """Have the portal trust these."""
    folder = tmp_path / "roots"
    folder.mkdir()
    app.extensions["settings"] = replace(app.extensions["settings"], trust_roots=folder)

    def trust(*authorities):
        for one in authorities:
            (folder / f"{one.certificate.serial_number}.pem").write_bytes(one.pem())

    return trust


def again():
    with transaction():
        found = services.check_again()
    run_all()
    return found


def file_of(address):
    number = int(address.rsplit("/", 1)[-1])
    return db.session.execute(db.select(DocumentFile).where(DocumentFile.document_id == number)).scalar_one()


def test_signer_time_and_no_green_tick_without_root(as_, authority) -> None:
    client = as_("committee_secretary")
    data = signed(pdf("Kế hoạch kiểm tra cầu"), authority.signer("Nguyễn Văn Ái", organization="Đảng ủy Đường sắt"))
    address = upload(client, "ky.pdf", data).location
    run_all()
    shown = client.get(address).text
    assert "Ký số: Nguyễn Văn Ái, Đảng ủy Đường sắt" in shown and "theo máy của người ký" in shown
    assert "chưa kiểm tra được" in shown and "máy chủ chưa có chứng thư gốc nào" in shown
    assert '<span class="badge success">hợp lệ' not in shown


def test_other_roots_judge_it_again(as_, authority, trusting) -> None:
    client = as_("committee_secretary")
    address = upload(client, "ky.pdf", signed(pdf("Kế hoạch"), authority.signer("Bí thư"))).location
    run_all()
    assert again() == 0, "nothing changed"
    trusting(authority)
    assert again() == 1
    assert '<span class="badge success">hợp lệ</span>' in client.get(address).text
    first = file_of(address).signatures_at
    trusting(Authority("Khác"))
    assert again() == 1 and file_of(address).signatures_at == first, "judged at the moment it came in"


def test_altered_is_said_whatever_is_trusted(as_, authority, trusting) -> None:
    trusting(authority)
    client = as_("committee_secretary")
    data = with_other_words(signed(pdf("Chi một triệu"), authority.signer("Bí thư")))
    address = upload(client, "sua.pdf", data).location
    run_all()
    shown = client.get(address).text
    assert '<span class="badge error">không hợp lệ</span>' in shown and "tệp đã bị sửa sau khi ký" in shown


def test_unsigned_says_nothing_and_is_not_looked_at_again(as_, authority, trusting) -> None:
    client = as_("committee_secretary")
    address = upload(client, "thuong.pdf", pdf("Kế hoạch")).location
    run_all()
    assert "Ký số" not in client.get(address).text
    assert (file_of(address).signatures, file_of(address).signatures_under) == ([], "")
    trusting(authority)
    assert again() == 0


def test_unreadable_is_said(as_, authority) -> None:
    client = as_("committee_secretary")
    data = pdf("Kế hoạch").replace(b"%%EOF", b"/ByteRange [0 1 2 3]\n%%EOF")
    address = upload(client, "hong.pdf", data).location
    run_all()
    with transaction():
        services.keep_signatures(file_of(address).digest, file_of(address).signatures_at, "1:x", None)
    shown = client.get(address).text
    assert "Tệp có chữ ký số nhưng máy chủ không đọc được" in shown and "chưa kiểm tra được" in shown


def test_files_from_before_are_looked_at(as_, authority) -> None:
    client = as_("committee_secretary")
    address = upload(client, "ky.pdf", signed(pdf("Kế hoạch"), authority.signer("Bí thư"))).location
    run_all()
    with transaction():
        db.session.execute(db.update(DocumentFile).values(signatures=None, signatures_at=None, signatures_under=None))
    assert again() == 1 and "Ký số: Bí thư" in client.get(address).text


def test_an_older_version_keeps_its_signatures(as_, authority, trusting) -> None:
    """What was replaced says who signed it, judged again like the one in force; also one from before this was kept."""
    client = as_("committee_secretary")
    address = upload(client, "ky.pdf", signed(pdf("Kế hoạch"), authority.signer("Bí thư cũ"))).location
    run_all()
    replace_file(client, address, signed(pdf("Kế hoạch mới"), authority.signer("Bí thư mới")), name="moi.pdf")
    run_all()
    now, before = client.get(address).text, client.get(address + "/ban/1").text
    assert "Ký số: Bí thư mới" in now and "Bí thư cũ" not in now
    assert "Ký số: Bí thư cũ" in before and "Bí thư mới" not in before and "chưa kiểm tra được" in before
    first = db.session.execute(db.select(DocumentEdition.signatures_at).where(DocumentEdition.number == 1)).scalar_one()
    trusting(authority)
    assert again() == 2 and again() == 0
    assert '<span class="badge success">hợp lệ</span>' in client.get(address + "/ban/1").text
    with transaction():
        db.session.execute(db.update(DocumentEdition).values(
            signatures=None, signatures_at=None, signatures_under=None))
    assert again() == 1 and "Ký số: Bí thư cũ" in client.get(address + "/ban/1").text
    kept = db.session.execute(db.select(DocumentEdition.signatures_at).where(DocumentEdition.number == 1)).scalar_one()
    assert kept > first


def test_names_in_a_certificate_are_text(as_, authority) -> None:
    client = as_("committee_secretary")
    data = signed(pdf("Kế hoạch"), authority.signer("<b>Bí\u202ethư</b>"))
    address = upload(client, "ky.pdf", data).location
    run_all()
    assert "Ký số: &lt;b&gt;Bí thư&lt;/b&gt;" in client.get(address).text


def test_many_are_judged_in_turns(app, monkeypatch) -> None:
    monkeypatch.setattr("portal.documents.services.signatures.AT_ONCE", 2)
    for _ in range(3):
        document()
    with transaction():
        db.session.execute(db.update(DocumentFile).values(media_type="application/pdf"))
    with transaction():
        assert services.check_again() == 2
    waiting = db.session.execute(db.select(Job).where(Job.kind == "documents.check_again")).scalar_one()
    assert waiting.run_at - waiting.created_at >= timedelta(minutes=1)
