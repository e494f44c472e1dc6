"""Each format made here and read back: every word, headings, tables; the letters with all their fields."""

from datetime import date

import pytest

from portal.core.text import fold, words
from portal.papers import extraction, legacy
from portal.papers.blocks import Block
from portal.papers.extraction import DOC, HTML, ODT, PPTX, RTF, XLSX, extract, judge
from portal.papers.first_page import propose
from portal.papers.reasons import State
from tests.papers import makers
from tests.papers.conftest import parts_of
from tests.papers.test_first_page import check

SMALL = [
    Block("h", "Mục một", "", 2),
    Block("p", "Đảng bộ Tổng công ty Đường sắt Việt Nam họp & bàn <ba> việc", ""),
    Block("li", "việc thứ nhất", ""),
    Block("table", "", "", 1, (("Họ tên", "Tuổi"), ("Nguyễn An", "40"))),
]
TABLE = (
    '<table class="paper-table"><thead><tr><th>Họ tên</th><th>Tuổi</th></tr></thead>'
    "<tbody><tr><td>Nguyễn An</td><td>40</td></tr></tbody></table>"
)
MAKERS = {ODT: (makers.odt, "a.odt"), RTF: (makers.rtf, "a.rtf"), HTML: (makers.html, "a.html")}


def read(path, media_type):
    found, state = judge(path.read_bytes()[:8192], path.name, path)
    assert (found, state) == (media_type, State.OK)
    return extract(path, media_type)


@pytest.mark.parametrize("media_type", MAKERS)
def test_structure(tmp_path, media_type):
    make, name = MAKERS[media_type]
    extracted = read(make(tmp_path / name, SMALL), media_type)
    assert extracted.html == (
        "<h2>Mục một</h2><p>Đảng bộ Tổng công ty Đường sắt Việt Nam họp &amp; bàn &lt;ba&gt; việc</p>"
        f"<ul><li>việc thứ nhất</li></ul>{TABLE}"
    )
    assert (extracted.state, extracted.page_count, extracted.label) == ("ok", 1, "good")
    assert extracted.encodings == {}


@pytest.mark.parametrize("media_type", MAKERS)
def test_letters(letter, tmp_path, media_type):
    symbol, path = letter
    make, name = MAKERS[media_type]
    extracted = read(make(tmp_path / name, parts_of(path)), media_type)
    wanted = words(fold(path.read_text(encoding="utf-8")))
    assert words(fold(extracted.pages[0])) == wanted
    assert '<header class="paper-head">' in extracted.html
    check(symbol, propose("\n".join(extracted.pages)))


def test_letters_through_doc(letter, tmp_path):
    symbol, path = letter
    text = "\n".join(("- " if part.kind == "li" else "") + part.text for part in parts_of(path))
    extracted = read(makers.doc(tmp_path / "a.doc", text), DOC)
    assert extracted.state == "ok"
    check(symbol, propose("\n".join(extracted.pages)))


def test_doc_in_an_old_encoding(tmp_path):
    path = makers.doc(tmp_path / "a.doc", makers.tcvn3("Đảng bộ Tổng công ty Đường sắt Việt Nam họp bàn"))
    extracted = read(path, DOC)
    assert extracted.pages == ["Đảng bộ Tổng công ty Đường sắt Việt Nam họp bàn"]
    assert set(extracted.encodings) == {legacy.TCVN3}


def test_doc_fields_breaks_and_headers(tmp_path):
    text = "Một\x0bhai \x13 HYPERLINK x \x14xem\x15 ba\x1ebốn"
    extracted = read(makers.doc(tmp_path / "a.doc", text, header="Lưu hành nội bộ"), DOC)
    assert extracted.pages == ["Lưu hành nội bộ\n\nMột\nhai xem ba-bốn"]


def test_doc_of_word_6_says_what_to_do(tmp_path):
    assert extract(makers.doc(tmp_path / "a.doc", "x", version=0x65), DOC).state == State.NO_READER


def test_slides(tmp_path):
    slides = [("Tiêu đề một", ["Đoạn một\nđoạn hai", [["Họ tên", "Tuổi"], ["Nguyễn An", "40"]]]), ("Hai", ["Chữ"])]
    extracted = read(makers.pptx(tmp_path / "a.pptx", slides, notes="Lời người nói"), PPTX)
    assert extracted.page_count == 2
    assert extracted.pages[1] == "Hai\n\nChữ"
    assert extracted.html.startswith(f"<h2>Tiêu đề một</h2><p>Đoạn một</p><p>đoạn hai</p>{TABLE}<p>Lời người nói</p>")


def test_slides_stand_in_their_order(tmp_path):
    slides = [(f"Trang {number}", []) for number in range(12)]
    extracted = read(makers.pptx(tmp_path / "a.pptx", slides), PPTX)
    assert extracted.pages == [title for title, _ in slides]


def test_sheets(tmp_path):
    rows = [["Danh sách đảng viên"], [], ["Họ tên", "Tuổi"], ["Nguyễn An", 40]]
    other = [["Ngày", "Số"], [date(2026, 1, 26), 1.5], ["=cmd|x", True]]
    extracted = read(makers.xlsx(tmp_path / "a.xlsx", {"Một": rows, "Hai": other}, header="&CTrang &P"), XLSX)
    assert extracted.page_count == 3
    assert extracted.pages[1] == "Hai\n\nNgày\tSố\n26/01/2026\t1,5\n0\tĐúng"
    assert f"<h2>Một</h2><p>Danh sách đảng viên</p>{TABLE}" in extracted.html


def test_an_empty_sheet_has_no_text(tmp_path):
    assert read(makers.xlsx(tmp_path / "a.xlsx", {"Một": []}), XLSX).state == State.NO_TEXT


def test_pages_of_others_are_sieved(tmp_path):
    page = (
        '<html><body><p onclick="a()">Chữ <b>đậm</b> <a href="javascript:a()">x</a> '
        '<a href="https://a.vn/?b=1&amp;c">y</a></p><script>xấu()</script><svg onload="a()"><text>z</text></svg>'
        '<img src=x onerror="a()"><style>p{}</style><ol><li>một<li>hai</ol><p>A<br>b'
    )
    path = tmp_path / "a.html"
    path.write_text(page, encoding="utf-8")
    extracted = read(path, HTML)
    assert extracted.html == (
        '<p>Chữ <strong>đậm</strong> x <a href="https://a.vn/?b=1&amp;c" rel="noopener nofollow">y</a></p>'
        "<p>1. một</p><p>2. hai</p><p>A<br>b</p>"
    )


def test_tables_in_tables_lose_no_word(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(
        "<html><table><tr><td>một</td><td><table><tr><td>hai</td><td>ba</td></tr><tr><td>bốn</td><td>năm</td></tr>"
        "</table></td></tr><tr><td>sáu</td><td>bảy</td></tr></table>tám</html>", encoding="utf-8",
    )  # fmt: skip
    extracted = read(path, HTML)
    assert words(extracted.pages[0]) == ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám"]
    assert extracted.html.count("<table") == 1


def test_rtf_of_other_programs(tmp_path):
    path = tmp_path / "a.rtf"
    path.write_bytes(
        rb"{\rtf1\ansi\ansicpg1258\uc1{\fonttbl{\f0\fnil\fcharset163{\*\fname Arial;}Arial;}{\f1\fcharset0 Wingdings;}}"
        rb"{\stylesheet{\s0 Normal;}}{\*\unknown kh\'f4ng}{\pict\wmetafile8 0102030405}{\object{\*\objdata 0105}}"
        rb"\pard\f0 C\'f4ng v\'e3n {\b s\u7889?\~12}\par {\field{\*\fldinst HYPERLINK x}{\fldrslt Xem}}\emdash"
        b"\\bin5 \x00{}\\\x00 ha\xf2t\\par{\\v an}}"
    )
    extracted = extract(path, RTF)
    assert extracted.pages == ["Công văn số 12\n\nXem— hạt"]
    assert extracted.html == "<p>Công văn <strong>số 12</strong></p><p>Xem— hạt</p>"


def test_every_type_has_a_name_and_an_ending():
    assert set(extraction.LABELS) == extraction.SUPPORTED
    assert {".pdf", ".docx", ".doc", ".odt", ".rtf", ".xlsx", ".pptx", ".txt", ".html", ".md"} <= set(
        extraction.EXTENSIONS
    )
