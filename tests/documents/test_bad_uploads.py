"""Every kind of bad file pressed through the doors a clerk uses: a stated result, nothing run, nothing shown as a page,
the next file read as if nothing had been."""

import unicodedata

import pytest
from lxml import html as markup

from portal.core.db import db
from portal.documents.models import Document, DocumentFile, State, Upload
from portal.jobs.worker import run_all
from portal.papers.readers.pdf import MAX_PAGES
from tests.documents.test_intake import kept_files
from tests.documents.test_intake import pdf as one_page
from tests.documents.test_versions import replace as replace_file
from tests.factories.documents import LETTER_98, seed, taken_in, upload
from tests.factories.uploads import documents
from tests.papers import makers
from tests.papers.test_bad_files import PARTS, pdf, scripted

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
PAGE = b"<html><script>alert(1)</script><p>Ke hoach</p></html>"
JAVASCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"


def macro(path):
    return makers.pptx(path, [("x", [])], extra={"ppt/vbaProject.bin": "x"})


def bomb(path):
    return makers.odt(path, PARTS, extra={"more.xml": " " * 30_000_000})


def locked(path):
    return makers.compound(path, {"EncryptedPackage": b"x"})


REFUSED = {  # at the door: the page of the form, 422
    "trong.pdf": (b"", "rỗng"), "svg.pdf": (SVG, "không đúng với đuôi"), "trang.pdf": (PAGE, "không đúng với đuôi"),
    "macro.pptx": (macro, "có macro"), "khoa.docx": (locked, "có mật khẩu"),
    "that-la-odt.docx": (lambda path: makers.odt(path, PARTS), "không đúng với đuôi"),
}
STATED = {  # taken in, then read by the worker
    "cut.pdf": (one_page("Xin chao cac dong chi")[:300], "broken", "Tệp hỏng"),
    "khoa.pdf": (one_page("Xin chao", "khoa"), "encrypted", "có mật khẩu"),
    "ma.pdf": (scripted(JAVASCRIPT, is_packed=True), "scripted", "có mã chạy"),
    "bom.odt": (bomb, "too_large", "quá lớn sau khi mở"),
    "anh.pdf": (one_page(""), "no_text", "không có chữ"),
    "dai.pdf": (lambda path: pdf(path, pages=MAX_PAGES + 1), "too_many_pages", "quá nhiều trang"),
}


def made(what, path) -> bytes:
    return what if isinstance(what, bytes) else what(path).read_bytes()


@pytest.fixture(autouse=True)
def the_next_one_is_read(as_):
    """After all that, a good letter by the same door becomes a document with its text."""
    yield
    upload(as_("office_staff"), LETTER_98, seed(LETTER_98))
    assert documents()[-1].symbol == "98-CV/ĐU"


@pytest.mark.parametrize("name", REFUSED)
def test_refused_at_the_door_by_form_and_by_pieces(as_, sender, app, tmp_path, name: str) -> None:
    what, words = REFUSED[name]
    body = made(what, tmp_path / name)
    answer = upload(as_("office_staff"), name, body)
    assert answer.status_code == 422 and words in answer.text and name in answer.text
    told = sender.begin(len(body), name=name)
    if body:
        told = sender.add(0, body)
    assert told.status_code == 422 and words in told.text and name in told.text
    run_all()
    assert (documents(), kept_files(app), db.session.execute(db.select(Upload)).all()) == ([], [], [])


@pytest.mark.parametrize("name", STATED)
def test_read_to_a_stated_end(as_, sender, tmp_path, name: str) -> None:
    what, problem, words = STATED[name]
    body = made(what, tmp_path / name)
    sender.begin(len(body), name=name)
    assert sender.add(0, body).status_code == 204
    run_all()
    one, = documents()
    assert (one.state, one.problem, one.part_count) == (State.DRAFT, problem, 0)
    shown = as_("office_staff").get(f"/van-ban/{one.id}")
    assert words in shown.text and words in sender.client.get("/van-ban/them").text
    file = as_("office_staff").get(f"/van-ban/{one.id}/tep/{one.files[0].id}")
    assert file.data == body, "the file stays as it came"
    assert file.headers["Content-Disposition"].startswith("attachment")
    file.close()
    assert "sandbox" in file.headers["Content-Security-Policy"] and file.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("name", "may_be_shown"), [
    ("ma.pdf", False), ("khoa.pdf", False), ("cut.pdf", False), ("anh.pdf", True)])
def test_what_acts_or_does_not_open_reaches_no_reader(as_, actor, sender, tmp_path, name: str,
                                                      may_be_shown: bool) -> None:
    what, _, words = STATED[name]
    address = upload(as_("office_staff"), name, made(what, tmp_path / name)).location
    clerk, head = as_("office_staff"), as_("committee_secretary")
    shown = clerk.get(address).text
    assert ("Nhận dạng chữ" in shown, "không đọc được" in shown) == (may_be_shown, not may_be_shown)
    sent = {"subject": "thử", "symbol": "7-CV/ĐU", "kind": "CV|công văn", "issuer": "Đảng ủy", "lacking": "y"}
    assert clerk.submit(clerk.get(f"{address}/sua"), sent, action="/sua").status_code == 303
    answer = head.submit(head.get(address), action="/cong-bo")
    assert answer.status_code == (303 if may_be_shown else 422)
    assert may_be_shown or ("Không công bố được tệp này" in answer.text and words in answer.text)
    assert as_("member").get(address).status_code == (200 if may_be_shown else 404)


def test_a_new_version_that_acts_takes_no_place(as_, sender) -> None:
    client = as_("committee_secretary")
    address = taken_in(client, LETTER_98)
    body = made(STATED["ma.pdf"][0], None)
    assert replace_file(client, address, body, "moi.pdf").status_code == 303
    run_all()
    assert "số định danh" in as_("member").get(address).text, "the text of the letter"
    assert "không dùng được" in client.get(f"{address}/cac-ban").text


def test_a_page_of_another_is_shown_without_anything_that_acts(as_) -> None:
    body = (b"<!doctype html><html><body><script>alert(1)</script><p onclick='x()'>Ke hoach kiem tra</p>"
            b"<iframe src='//x'></iframe><form action='/thoat'><button>Bam</button></form><svg onload='x()'></svg>")
    upload(as_("office_staff"), "trang.html", body)
    shown = as_("office_staff").get(f"/van-ban/{documents()[0].id}")
    paper = markup.fromstring(shown.text).find(".//article[@class='paper']")
    assert "Ke hoach kiem tra" in paper.text_content() and "alert" not in paper.text_content()
    assert not {one.tag for one in paper.iter()} & {"script", "iframe", "form", "button", "svg", "style"}
    assert not [name for one in paper.iter() for name in one.attrib if name.startswith("on")]


@pytest.mark.parametrize(("name", "kept"), [
    ("../../etc/passwd.txt", "passwd.txt"), ("C:\\Users\\a\\Ke hoach.txt", "Ke hoach.txt"),
    ("Kế\x00 hoạch\r\n\x1b[31m.txt", "Kế hoạch[31m.txt"), ("Kế hoạch\u202egpj.txt", "Kế hoạchgpj.txt"),
    (unicodedata.normalize("NFD", "Đường sắt Việt Nam.txt"), "Đường sắt Việt Nam.txt"),
    ("dài" * 100 + ".txt", None), ("<b>x</b>.txt", "b.txt"), ("con.txt", "con.txt"),
])
def test_odd_names_become_plain_ones(as_, sender, name: str, kept: str | None) -> None:
    body = "Nội dung của ngành đường sắt.".encode()
    sender.begin(len(body), name=name)
    sender.add(0, body)
    run_all()
    found = db.session.execute(db.select(DocumentFile.name)).scalar_one()
    assert found == kept if kept else (len(found) <= 120 and found.endswith(".txt")), ascii(found)
    page = as_("office_staff").get(f"/van-ban/{db.session.execute(db.select(Document.id)).scalar_one()}")
    assert page.status_code == 200 and "<b>x" not in page.text
