"""Ruled tables of a PDF stay tables: cells, wide and high cells, text around them, no word lost."""

import re

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

from portal.core.text import words
from portal.papers.extraction import PDF, extract
from tests.papers import makers
from tests.papers.conftest import FONT

ROWS = [["TT", "Họ và tên", "Chức vụ"], ["1", "Nguyễn Văn An", "Bí thư"], ["2", "Trần Thị Bình", "Phó Bí thư"]]


@pytest.fixture
def page(tmp_path):
    pdfmetrics.registerFont(TTFont("Viet", FONT))
    style = ParagraphStyle("body", fontName="Viet", fontSize=11, leading=15)

    def make(*story):
        made = [Paragraph(one, style) if isinstance(one, str) else one for one in story]
        SimpleDocTemplate(str(tmp_path / "a.pdf"), pagesize=A4).build(made)
        return extract(tmp_path / "a.pdf", PDF)

    return make


def ruled(rows, *more):
    lines, font = ("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), "Viet")
    return Table(rows, style=TableStyle([lines, font, *more]))


def test_a_table_between_texts(page):
    extracted = page("Danh sách đảng viên dự họp như sau:", ruled(ROWS), "Danh sách có hai đồng chí.")
    assert extracted.html == (
        '<p>Danh sách đảng viên dự họp như sau:</p><table class="paper-table"><thead><tr><th>TT</th><th>Họ và tên</th>'
        "<th>Chức vụ</th></tr></thead><tbody><tr><td>1</td><td>Nguyễn Văn An</td><td>Bí thư</td></tr>"
        "<tr><td>2</td><td>Trần Thị Bình</td><td>Phó Bí thư</td></tr></tbody></table><p>Danh sách có hai đồng chí.</p>"
    )


def test_boxes_wide_and_high_cells(page):
    rows = [["Đơn vị", "Số đảng viên", ""], ["", "Nam", "Nữ"], ["Chi bộ Ga", "12", "7"]]
    table = ruled(rows, ("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (2, 0)))
    extracted = page("Biểu", table)
    assert "<th>Đơn vị</th><th>Số đảng viên</th><th></th>" in extracted.html
    assert "<td></td><td>Nam</td><td>Nữ</td>" in extracted.html
    assert "<td>Chi bộ Ga</td><td>12</td><td>7</td>" in extracted.html
    boxed = Table(ROWS, style=TableStyle([("BOX", (c, r), (c, r), 1, colors.black) for c in range(3) for r in range(3)]
                                         + [("FONT", (0, 0), (-1, -1), "Viet")]))  # fmt: skip
    assert "<td>Trần Thị Bình</td><td>Phó Bí thư</td>" in page(boxed).html


def test_two_tables_and_a_page_between(page):
    extracted = page("Một", ruled(ROWS), "Hai", ruled(ROWS), PageBreak(), "Ba", ruled(ROWS), "Bốn")
    assert extracted.html.count("<table") == 3
    assert extracted.page_count == 2
    order = [extracted.html.index(f"<p>{word}</p>") for word in ("Một", "Hai", "Ba", "Bốn")]
    assert order == sorted(order)
    assert sorted(words(" ".join(extracted.pages))) == sorted(words(re.sub("<[^>]*>", " ", extracted.html)))


def test_rules_that_are_no_table(page):
    one = Table([["ĐẢNG BỘ"], ["*"]], style=TableStyle([("LINEBELOW", (0, 0), (-1, 0), 1, colors.black),
                                                       ("FONT", (0, 0), (-1, -1), "Viet")]))  # fmt: skip
    assert "<table" not in page(one, "Văn bản").html


def test_a_table_of_old_letters(page):
    rows = [[makers.vni(cell) for cell in row] for row in ROWS]
    extracted = page(makers.vni("Danh sách đảng viên dự họp"), ruled(rows))
    assert "<td>Nguyễn Văn An</td><td>Bí thư</td>" in extracted.html
    assert "Nguyễn Văn An" in extracted.pages[0]
