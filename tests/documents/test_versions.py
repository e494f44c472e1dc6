"""A new version: read first, then in force and searched; the older one readable and marked."""

import io

import pytest

from portal.core.db import db
from portal.documents import queries
from portal.documents.models import Document, DocumentEdition, DocumentText
from portal.jobs.registry import KINDS
from portal.jobs.worker import run_all
from portal.search import active
from portal.search.entry import Query
from tests.documents.test_intake import pdf
from tests.factories.documents import LETTER_98, LETTER_215, seed, taken_in
from tests.people import unit


def replace(client, address: str, body: bytes, name: str = "ban-moi.md", reason: str = "đính chính", **more):
    form = client.get(address + "/cac-ban")
    return client.submit(form, {"file": (io.BytesIO(body), name), "reason": reason, "declared": "y", **more},
                         action="/cac-ban")


@pytest.fixture
def letter(as_) -> str:
    return taken_in(as_("committee_secretary"), LETTER_98)


def found(words: str) -> bool:
    readers = frozenset({f"s{unit('hanoi').id}"})
    return bool(active.engine().find(Query(text=words, readers=readers)).hits)


def test_the_newest_opens_and_is_searched_the_older_stays(as_, letter) -> None:
    client, member = as_("committee_secretary"), as_("member")
    body = seed(LETTER_98) + "\n\nĐoạn thêm về toa tàu hàng.\n".encode()
    assert replace(client, letter, body).status_code == 303
    assert "toa tàu hàng" not in member.get(letter).text, "not before it has been read"
    run_all()
    page = member.get(letter).text
    assert "toa tàu hàng" in page and "Bản 2." in page
    assert found("toa tàu hàng")
    listed = member.get(letter + "/cac-ban").text
    assert "đính chính" in listed and "đã thay" in listed and "Thay bằng bản mới" not in listed
    old = member.get(letter + "/ban/1").text
    assert "Đây là bản cũ" in old and "toa tàu hàng" not in old
    file = member.get(letter + "/ban/1/tep")
    assert file.data == seed(LETTER_98)
    file.close()
    assert "đính chính" in client.get(letter + "/lich-su").text
    assert db.session.execute(db.select(Document.symbol)).scalar_one() == "98-CV/ĐU", "confirmed fields stay"


def test_three_versions_are_counted(as_, letter) -> None:
    client = as_("committee_secretary")
    for n in (2, 3):
        replace(client, letter, seed(LETTER_98) + f"\nLần {n}.\n".encode(), reason=f"lần {n}")
        run_all()
    states = db.session.execute(db.select(DocumentEdition.number, DocumentEdition.state).order_by(
        DocumentEdition.number)).all()
    assert [tuple(row) for row in states] == [(1, "replaced"), (2, "replaced"), (3, "current")]
    assert "Lần 2" in client.get(letter + "/ban/2").text
    assert client.get(letter + "/ban/3").status_code == 404, "the one in force has its own page"
    assert client.get(letter + "/ban/9").status_code == 404


def test_a_version_that_cannot_be_read_changes_nothing(as_, letter) -> None:
    client = as_("committee_secretary")
    assert replace(client, letter, pdf("Xin chao", "khoa"), "khoa.pdf").status_code == 303
    run_all()
    assert "không dùng được" in client.get(letter + "/cac-ban").text
    assert "không dùng được" not in as_("member").get(letter + "/cac-ban").text
    assert "98-CV/ĐU" in as_("member").get(letter).text
    assert db.session.execute(db.select(Document.edition)).scalar_one() == 1
    db.session.rollback()
    assert replace(client, letter, seed(LETTER_215), "215.md").status_code == 303


def test_a_secret_version_is_refused_and_not_kept(as_, letter, app) -> None:
    client = as_("committee_secretary")
    secret = "ĐẢNG ỦY\n*\nSố 12-KH/ĐU\n\nTỐI MẬT\n\nKế hoạch số bảy bảy bảy.\n"
    assert replace(client, letter, secret.encode(), "kh.txt").status_code == 303
    run_all()
    row = db.session.execute(db.select(DocumentEdition).where(DocumentEdition.number == 2)).scalar_one()
    assert (row.state, row.problem, row.digest, row.plain) == ("refused", "secret", "", "")
    assert "bảy bảy bảy" not in str(db.session.execute(db.select(DocumentText.plain)).scalars().all())


@pytest.mark.once
@pytest.mark.parametrize(("more", "words"), [
    ({"reason": " "}, "Ghi lý do"), ({"declared": None}, "bí mật nhà nước"),
    ({"file": (io.BytesIO(b""), "")}, "Chọn tệp"),
    ({"file": (io.BytesIO(seed(LETTER_98)), "y.md")}, "giống hệt"),
    ({"file": (io.BytesIO(b"MZ binary"), "y.exe")}, "Không nhận được"),
    ({"file": (io.BytesIO(b"abc"), "KH (MẬT).txt")}, "độ mật"),
])
def test_bad_input(as_, letter, more: dict, words: str) -> None:
    client = as_("committee_secretary")
    form = client.get(letter + "/cac-ban")
    sent = {"file": (io.BytesIO(b"Noi dung moi."), "a.txt"), "reason": "x", "declared": "y", **more}
    answer = client.submit(form, sent, action="/cac-ban")
    assert answer.status_code == 422 and words in answer.text
    assert not db.session.execute(db.select(DocumentEdition).where(DocumentEdition.number > 1)).first()


def test_one_at_a_time_and_read_once(as_, letter) -> None:
    client = as_("committee_secretary")
    replace(client, letter, seed(LETTER_98) + b"\nA\n")
    again = replace(client, letter, seed(LETTER_98) + b"\nB\n")
    assert again.status_code == 422 and "đang chờ đọc" in again.text
    run_all()
    row = db.session.execute(db.select(DocumentEdition).where(DocumentEdition.number == 2)).scalar_one()
    payload = {"edition_id": row.id, "digest": row.digest, "media_type": row.media_type}
    db.session.rollback()
    KINDS["documents.extract_edition"].handler([payload])
    db.session.rollback()
    assert db.session.execute(db.select(Document.edition)).scalar_one() == 2


def test_rights(as_, letter) -> None:
    replace(as_("committee_secretary"), letter, seed(LETTER_98) + b"\nA\n")
    run_all()
    assert as_("member_elsewhere").get(letter + "/cac-ban").status_code == 404
    assert as_("member_elsewhere").get(letter + "/ban/1").status_code == 404
    assert as_("member_elsewhere").get(letter + "/ban/1/tep").status_code == 404
    assert as_(None).get(letter + "/ban/1").status_code == 401


def test_the_files_of_older_versions_stay_and_go_with_the_document(as_, letter, app) -> None:
    from portal.core import files

    replace(as_("committee_secretary"), letter, seed(LETTER_98) + b"\nA\n")
    run_all()
    digest = db.session.execute(db.select(DocumentEdition.digest).where(DocumentEdition.number == 1)).scalar_one()
    files.forget(digest)
    assert files.store().path(digest) is not None
    assert queries.names_edition(digest)
    db.session.rollback()
