"""Every kind of file, good and bad."""

import struct
import time
import zipfile
import zlib

import docx
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from portal.core.text import fold, words
from portal.papers import process
from portal.papers.extraction import DOCX, MARKDOWN, PDF, TEXT, extract, sniff
from portal.papers.quality import is_syllable, syllable_quality
from portal.papers.readers.archive import MAX_PART
from portal.papers.reasons import REASONS, Doubt, State

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 1, 1, 8, 0, 0, 0, 0) + b"\0" * 20
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName='
    '"/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.'
    'document.main+xml"/></Types>'
)
DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def zipped(path, members, packing=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def put(path, data):
    path.write_bytes(data)
    return path


def nothing(extracted, state):
    assert (extracted.state, extracted.pages, extracted.html) == (state, [], "")


def test_letters(letter):
    symbol, path = letter
    extracted = extract(path, MARKDOWN if path.suffix == ".md" else TEXT)
    assert extracted.state == "ok"
    assert extracted.page_count == len(extracted.pages) == 1
    assert extracted.quality > 0.95
    assert symbol.split("-")[0] in extracted.pages[0]
    assert '<header class="paper-head">' in extracted.html


def test_docx_gives_every_word(letter, as_docx):
    _, path = letter
    extracted = extract(as_docx(path), DOCX)
    got, wanted = words(fold(extracted.pages[0])), words(fold(path.read_text(encoding="utf-8")))
    assert got == wanted
    assert "<ul><li>" in extracted.html


def test_pdf_gives_every_word_of_the_text(letter, as_pdf):
    _, path = letter
    extracted = extract(as_pdf(path), PDF)
    assert extracted.page_count == len(extracted.pages) > 1
    text = " ".join(extracted.html.replace("<", " <").split())
    assert "Ban Tổ chức" in text
    assert "cho các chi bộ, đảng bộ" in text or "Đảng viên chính thức, dự bị (trừ đảng viên" in text
    assert extracted.quality > 0.95


@pytest.mark.parametrize("media_type", [PDF, DOCX, TEXT, MARKDOWN])
def test_empty_and_missing_files(tmp_path, media_type):
    nothing(extract(put(tmp_path / "a", b""), media_type), State.EMPTY)
    nothing(extract(tmp_path / "missing", media_type), State.BROKEN)


@pytest.mark.parametrize("media_type", [PDF, DOCX])
def test_rubbish(tmp_path, media_type):
    nothing(extract(put(tmp_path / "a", PNG), media_type), State.BROKEN)


def test_truncated(letter, tmp_path, as_pdf, as_docx):
    _, path = letter
    half = as_docx(path).read_bytes()
    nothing(extract(put(tmp_path / "half.docx", half[: len(half) // 2]), DOCX), State.BROKEN)
    half = as_pdf(path).read_bytes()
    assert extract(put(tmp_path / "half.pdf", half[: len(half) // 2]), PDF).state in {"broken", "no_text", "ok"}
    nothing(extract(put(tmp_path / "start.pdf", half[:300]), PDF), State.BROKEN)


def test_encrypted(letter, tmp_path, as_pdf):
    _, path = letter
    locked = as_pdf(path, encrypt=StandardEncryption("bí mật"))
    nothing(extract(locked, PDF), State.ENCRYPTED)
    nothing(extract(put(tmp_path / "ole.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), DOCX), "encrypted")


def test_scan_has_no_text(tmp_path):
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "scan.pdf"))
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.showPage()
    canvas.save()
    extracted = extract(tmp_path / "scan.pdf", PDF)
    assert (extracted.state, extracted.page_count, extracted.pages) == ("no_text", 1, [])


def test_unsupported(tmp_path):
    nothing(extract(put(tmp_path / "a.png", PNG), "image/png"), State.UNSUPPORTED)
    nothing(extract(put(tmp_path / "a.txt", b"\xff\xd8\xff\xe0 abc"), TEXT), State.UNSUPPORTED)


@pytest.mark.usefixtures("children")
def test_zip_bombs(tmp_path):
    bomb = zipped(tmp_path / "a.docx", {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": b" " * 30_000_000})
    nothing(extract(bomb, DOCX), State.TOO_LARGE)
    many = zipped(tmp_path / "b.docx", {f"word/{at}.xml": b"" for at in range(3_100)})
    nothing(extract(many, DOCX), State.TOO_LARGE)


@pytest.mark.usefixtures("children")
def test_declared_size_may_lie(tmp_path):
    big = DOCUMENT.format(f"<w:p><w:r><w:t>{'x' * MAX_PART}</w:t></w:r></w:p>").encode()
    path = zipped(tmp_path / "a.docx", {"word/document.xml": big}, zipfile.ZIP_STORED)
    data = path.read_bytes().replace(struct.pack("<I", len(big)), struct.pack("<I", 100))
    assert extract(put(path, data), DOCX).state in {"too_large", "broken"}


@pytest.mark.usefixtures("children")
def test_entities_are_refused(tmp_path):
    laughs = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]>' + DOCUMENT.format("<w:p/>")
    nothing(extract(zipped(tmp_path / "a.docx", {"word/document.xml": laughs}), DOCX), State.BROKEN)


@pytest.mark.usefixtures("children")
def test_deep_nesting(tmp_path):
    deep = DOCUMENT.format("<w:sdt>" * 50_000 + "</w:sdt>" * 50_000)
    assert extract(zipped(tmp_path / "a.docx", {"word/document.xml": deep}), DOCX).state in {
        "broken", "too_large", "no_text",
    }  # fmt: skip


@pytest.mark.usefixtures("children")
def test_time_limit(letter):
    _, path = letter
    start = time.monotonic()
    nothing(extract(path, TEXT, timeout_s=0.01), State.TIMEOUT)
    assert time.monotonic() - start < 5


@pytest.mark.usefixtures("children")
def test_memory_limit(tmp_path):
    path = put(tmp_path / "a.txt", ("Đảng bộ Tổng công ty. \n" * 300_000).encode())
    assert extract(path, TEXT, memory_mb=120, timeout_s=30).state in {"too_large", "broken", "timeout"}


@pytest.mark.usefixtures("children")
def test_a_crashed_child_is_a_state(letter, monkeypatch):
    _, path = letter
    monkeypatch.setattr(process.sys, "executable", "/bin/false")
    nothing(extract(path, TEXT), State.BROKEN)
    monkeypatch.setattr(process.sys, "executable", "/nowhere")
    nothing(extract(path, TEXT), State.BROKEN)


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "cp1258", "latin-1"],
)
def test_encodings_of_text(tmp_path, encoding):
    import unicodedata

    wanted = text = "Chi bộ họp và bàn về công tác đảng viên"
    if encoding == "cp1258":  # base letter and combining mark, but precomposed ă â ê ô ơ ư
        parts = unicodedata.normalize("NFD", text)
        data = b""
        for char in unicodedata.normalize("NFC", parts):
            pieces = [char] if can(char, encoding) else list(split_tone(char))
            data += "".join(pieces).encode(encoding)
    elif encoding == "latin-1":
        wanted = "Tiếng Việt Đảng bộ Tổng công ty Đường sắt Việt Nam"
        data = "TiÕng ViÖt §¶ng bé Tæng c«ng ty §­êng s¾t ViÖt Nam".encode(encoding)
    else:
        data = text.encode(encoding)
    extracted = extract(put(tmp_path / "a.txt", data), TEXT)
    assert (extracted.state, extracted.pages) == ("ok", [wanted])


def can(char, encoding):
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def split_tone(char):
    import unicodedata

    marks = "\u0300\u0301\u0303\u0309\u0323"
    parts = unicodedata.normalize("NFD", char)
    tone = "".join(mark for mark in parts if mark in marks)
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in marks)) + tone


def test_docx_of_word(tmp_path):
    """Header stamp, table, footnote-free text box order, hyperlink, bold, deleted text, page number."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Lưu hành nội bộ"
    document.sections[0].footer.paragraphs[0].text = "2"
    paragraph = document.add_paragraph("Chi bộ ")
    paragraph.add_run("họp").bold = True
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["Họ tên", "Tuổi", "Nguyễn <An>", "40"], strict=True):
        cell.text = text
    document.add_paragraph("Một", style="List Number")
    document.add_paragraph("Hai", style="List Number")
    document.save(str(tmp_path / "a.docx"))
    extracted = extract(tmp_path / "a.docx", DOCX)
    assert extracted.pages[0].startswith("Lưu hành nội bộ")
    assert "<p>Chi bộ <strong>họp</strong></p>" in extracted.html
    assert "<thead><tr><th>Họ tên</th><th>Tuổi</th></tr></thead>" in extracted.html
    assert "<td>Nguyễn &lt;An&gt;</td>" in extracted.html
    assert "<p>1. Một</p><p>2. Hai</p>" in extracted.html
    assert extracted.pages[0].endswith("2. Hai")


def test_docx_tracked_changes_links_and_boxes(tmp_path):
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    body = (
        f"<w:p>{run.format('Giữ ')}<w:del><w:r><w:delText>xóa</w:delText></w:r></w:del>{run.format('lại')}</w:p>"
        f"<w:p><w:hyperlink xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' r:id='r1'>"
        f"{run.format('Mở')}</w:hyperlink></w:p>"
        f"<w:p><w:r><w:txbxContent><w:p>{run.format('Trong khung')}</w:p></w:txbxContent></w:r>"
        f"{run.format('Ngoài')}</w:p>"
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Target="https://example.vn/?a=1&amp;b=2" TargetMode="External"/></Relationships>'
    )
    path = zipped(
        tmp_path / "a.docx",
        {"word/document.xml": DOCUMENT.format(body), "word/_rels/document.xml.rels": relations},
    )
    extracted = extract(path, DOCX)
    assert extracted.html == (
        '<p>Giữ lại</p><p><a href="https://example.vn/?a=1&amp;b=2" rel="noopener nofollow">Mở</a></p>'
        "<p>Trong khung</p><p>Ngoài</p>"
    )


def test_sniff(letter, tmp_path, as_pdf, as_docx):
    _, path = letter
    assert sniff(path.read_bytes()[:4000], path.name, path) == (MARKDOWN if path.suffix == ".md" else TEXT)
    pdf, word = as_pdf(path), as_docx(path)
    assert sniff(pdf.read_bytes()[:4000], "a.PDF", pdf) == PDF
    assert sniff(word.read_bytes()[:4000], "a.docx", word) == DOCX
    assert sniff(word.read_bytes()[:4000], "a.docx") == DOCX
    assert sniff(pdf.read_bytes()[:4000], "a.docx", pdf) is None
    assert sniff(pdf.read_bytes()[:4000], "a.txt", pdf) is None
    assert sniff(word.read_bytes()[:4000], "a.pdf", word) is None


@pytest.mark.parametrize(
    ("head", "name", "found"),
    [
        (PNG, "a.pdf", None),
        (PNG, "a.txt", None),
        (b"", "a.txt", None),
        (b"MZ\x90\x00", "a.txt", None),
        (b"<html><script>alert(1)</script>", "a.txt", TEXT),
        ("Đảng".encode()[:-1], "a.txt", TEXT),
        ("Đảng".encode("utf-16"), "a.md", MARKDOWN),
        ("chữ".encode(), "a.exe", None),
        ("chữ".encode(), "khong-duoi", None),
        (b"PK\x03\x04" + b"\0" * 40, "a.docx", None),
    ],
)
def test_sniff_by_content(head, name, found):
    assert sniff(head, name) == found


def test_sniff_looks_into_the_zip(tmp_path):
    good = {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": DOCUMENT.format("")}
    cases = {
        "good": (good, DOCX),
        "macros": (good | {"word/vbaProject.bin": b"x"}, None),
        "sheet": ({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "x"}, None),
        "plain zip": ({"a.txt": "x"}, None),
    }
    for name, (members, found) in cases.items():
        path = zipped(tmp_path / f"{name}.docx", members)
        assert sniff(path.read_bytes()[:2000], path.name, path) == found, name
    broken = put(tmp_path / "broken.docx", zlib.compress(b"x") + b"PK\x03\x04")
    assert sniff(b"PK\x03\x04", "broken.docx", broken) is None


def test_html_named_txt_stays_text(tmp_path):
    path = put(tmp_path / "a.txt", b'<script>alert(1)</script><img src="http://x/y.png" onerror=a()>')
    html = extract(path, TEXT).html
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_quality():
    assert all(map(is_syllable, words("nghiêng khuỷu quốc giếng yêu ừ Đảng uỷ ủy hoà hòa thuở khuya quyền")))
    assert not any(map(is_syllable, words("ViÖt Mobifone button Tiếếng Vieät")))
    assert syllable_quality("Đảng ủy STĐVĐT Tổng công ty https://www.youtube.com/watch") == 1
    assert syllable_quality("TiÕng ViÖt §¶ng bé") < 0.6
    assert syllable_quality("123 ./.") == 0


def test_every_code_has_a_sentence():
    assert set(REASONS) == {*State, *Doubt}
    assert all(sentence.endswith(".") for sentence in REASONS.values())
