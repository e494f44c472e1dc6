"""TCVN3 and VNI: by the font of each run, by content; nothing else is touched, no `ư` is dropped."""

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.papers.extraction import DOCX, HTML, ODT, PDF, RTF, TEXT, extract
from portal.papers.first_page import propose
from portal.papers.legacy import TCVN3, VNI, Letters, convert, detect, encoding_of_font
from tests.papers import makers
from tests.papers.conftest import parts_of
from tests.papers.test_first_page import check

SAYING = "Đảng ủy Tổng công ty Đường sắt Việt Nam yêu cầu các chi bộ hướng dẫn đảng viên dự họp đầy đủ, đúng giờ"
_WORDS = """
đảng ủy bộ chi hướng dẫn quý người nghị quyết ưu tiên tuổi thuở khuỷu ngoằn ngoèo Ứng Ủy ĐẢNG ưỡn ẵm ỵ ý ỹ
"""
SYLLABLES = st.sampled_from(_WORDS.split())


@pytest.mark.parametrize(
    ("written", "encoding", "right"),
    [
        ("TiÕng ViÖt", TCVN3, "Tiếng Việt"),
        ("§¶ng bé Tæng c«ng ty §­êng s¾t ViÖt Nam", TCVN3, "Đảng bộ Tổng công ty Đường sắt Việt Nam"),
        ("Uû ban nh©n d©n", TCVN3, "Uỷ ban nhân dân"),
        ("Tieáng Vieät", VNI, "Tiếng Việt"),
        ("Xin chaøo caùc baïn", VNI, "Xin chào các bạn"),
        ("ÑAÛNG BOÄ ÑÖÔØNG SAÉT", VNI, "ĐẢNG BỘ ĐƯỜNG SẮT"),
    ],
)
def test_samples(written, encoding, right):
    assert convert(written, encoding) == right
    assert detect(written) == encoding


@given(st.lists(SYLLABLES, min_size=3, max_size=12))
def test_both_ways(syllables):
    text = " ".join(syllables)
    assert convert(makers.tcvn3(text), TCVN3) == text
    assert convert(makers.vni(text), VNI) == text


@given(st.lists(SYLLABLES, min_size=1, max_size=12))
def test_right_text_is_never_touched(syllables):
    text = " ".join(syllables)
    letters = Letters()
    assert letters.by_content(text) == text
    assert letters.of_font(text, ".VnTime") == text or not set(text) & set("ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệ")
    assert not letters.changed or letters.of_font(text, "Times New Roman") == text


@pytest.mark.parametrize(
    "text",
    ["L'été dernier, le président a été élu à Genève.", "Über die Straße führen Brücken", "plain words only", "",
     "Kính gửi: cá, nhà, là, tôi có ý đó và hòa", "Mã số 12/2025 – khoản 3 §5"],
)  # fmt: skip
def test_other_languages_are_no_old_encoding(text):
    assert detect(text) == ""


def test_fonts():
    assert [encoding_of_font(name) for name in (".VnTime", ".vnArialH", "VNI-Times", "'VNI Helve'", "Arial", "")] == [
        TCVN3, TCVN3, VNI, VNI, "", "",
    ]  # fmt: skip


def old_docx(path, parts, runs):
    document = docx.Document()
    for part in parts:
        paragraph = document.add_paragraph(style="List Bullet" if part.kind == "li" else None)
        for line_number, line in enumerate(part.text.split("\n")):
            if line_number:
                paragraph.add_run().add_break()
            for text, font in runs(line):
                run = paragraph.add_run(text)
                run.font.name = font or None
    document.save(str(path))
    return path


RUNS = {TCVN3: makers.tcvn3_runs, VNI: lambda text: [(makers.vni(text), "VNI-Times")]}


@pytest.mark.parametrize("encoding", RUNS)
@pytest.mark.parametrize("media_type", [DOCX, ODT, RTF])
def test_letters_by_font(letter, tmp_path, encoding, media_type):
    symbol, path = letter
    parts = parts_of(path)
    if media_type == DOCX:
        file = old_docx(tmp_path / "a.docx", parts, RUNS[encoding])
    else:
        make = makers.odt if media_type == ODT else makers.rtf
        file = make(tmp_path / "a", parts, runs=RUNS[encoding])
    extracted = extract(file, media_type)
    assert extracted.state == "ok"
    assert list(extracted.encodings) == [encoding]
    assert extracted.encodings[encoding] > 500
    assert extracted.quality > 0.95
    check(symbol, propose("\n".join(extracted.pages)))


def test_font_of_the_style_and_of_the_whole_document(tmp_path):
    document = docx.Document()
    document.styles["Normal"].font.name = ".VnTime"
    document.add_paragraph(makers.tcvn3(SAYING))
    run = document.add_paragraph().add_run("Đã gõ lại bằng Unicode: é à")
    run.font.name = "Times New Roman"
    document.save(str(tmp_path / "a.docx"))
    assert extract(tmp_path / "a.docx", DOCX).pages == [f"{SAYING}\n\nĐã gõ lại bằng Unicode: é à"]


@pytest.mark.parametrize("write", [makers.tcvn3, makers.vni])
def test_fonts_that_were_lost(tmp_path, write):
    file = old_docx(tmp_path / "a.docx", parts_of_text(SAYING), lambda text: [(write(text), "Times New Roman")])
    extracted = extract(file, DOCX)
    assert extracted.pages == [SAYING]
    assert extracted.encodings


def parts_of_text(text):
    from portal.papers.blocks import plain_block

    return [plain_block("p", text)]


@pytest.mark.parametrize("write", [makers.tcvn3, makers.vni])
@pytest.mark.parametrize("code_page", ["cp1252", "utf-8"])
def test_letters_as_plain_text(letter, tmp_path, write, code_page):
    symbol, path = letter
    text = "\n".join(("- " if part.kind == "li" else "") + part.text + "\n" for part in parts_of(path))
    file = tmp_path / "a.txt"
    file.write_bytes(write(text.replace("→", "->")).encode(code_page))
    extracted = extract(file, TEXT)
    assert extracted.state == "ok"
    assert extracted.encodings
    check(symbol, propose("\n".join(extracted.pages)))


def test_saved_page_with_old_fonts(tmp_path):
    parts = parts_of_text(makers.tcvn3("hướng dẫn"))
    file = makers.html(tmp_path / "a.html", parts, encoding="iso-8859-1", font=".VnTime")
    assert extract(file, HTML).pages == ["hướng dẫn"]


def test_old_letters_in_a_pdf(tmp_path):
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from tests.papers.conftest import FONT

    pdfmetrics.registerFont(TTFont("Viet", FONT))
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.setFont("Viet", 12)
    canvas.drawString(50, 700, makers.vni(SAYING))
    canvas.save()
    extracted = extract(tmp_path / "a.pdf", PDF)
    assert extracted.pages == [SAYING]
    assert list(extracted.encodings) == [VNI]


def test_the_icelandic_letter_is_meant_as_ours(tmp_path):
    (tmp_path / "a.txt").write_text("Ðảng ủy và ðảng bộ, 339-QÐ/TW\n", "utf-8")
    assert extract(tmp_path / "a.txt", TEXT).pages == ["Đảng ủy và đảng bộ, 339-QĐ/TW\n"]


def test_lost_letters_are_labelled(tmp_path):
    (tmp_path / "a.txt").write_text(SAYING.replace("ả", "?").replace("ư", "").replace("ộ", "\ufffd") * 3, "utf-8")
    extracted = extract(tmp_path / "a.txt", TEXT)
    assert extracted.label == "poor"
    assert extracted.quality < 0.85
