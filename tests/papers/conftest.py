"""The two real letters, and the same letters as DOCX and PDF."""

from pathlib import Path

import docx
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from portal.papers import blocks, markdown

SEEDS = Path(__file__).resolve().parents[2] / "portal" / "seeds"
LETTERS = {"98-CV/ĐU": "98-CV-DU.md", "215-CV/TU": "215-CV-TU.txt"}
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


@pytest.fixture(params=LETTERS, ids=["98", "215"])
def letter(request):
    """(symbol, path) of each letter."""
    return request.param, SEEDS / LETTERS[request.param]


@pytest.fixture
def text_98():
    return (SEEDS / LETTERS["98-CV/ĐU"]).read_text(encoding="utf-8")


@pytest.fixture
def text_215():
    return (SEEDS / LETTERS["215-CV/TU"]).read_text(encoding="utf-8")


def parts_of(path):
    text = path.read_text(encoding="utf-8")
    return markdown.from_markdown(text) if path.suffix == ".md" else blocks.from_text(text)


@pytest.fixture
def as_docx(tmp_path):
    """Writes a letter as Word would: head and signature in a table without lines, lists, headings."""

    def make(path, *, layout="plain"):
        document = docx.Document()
        parts = parts_of(path)
        head = 6 if layout == "table" and path.suffix == ".md" else 0
        if head:
            table = document.add_table(rows=1, cols=2)
            left, right = table.rows[0].cells
            for part in parts[:head]:
                is_right = part.text.startswith(("ĐẢNG CỘNG", "Hà Nội"))
                (right if is_right else left).add_paragraph(part.text)
        for part in parts[head:]:
            if part.kind == "li":
                document.add_paragraph(part.text, style="List Bullet")
            elif part.kind == "h":
                document.add_heading(part.text, level=2)
            else:
                document.add_paragraph(part.text)
        target = tmp_path / f"{path.stem}-{layout}.docx"
        document.save(str(target))
        return target

    return make


@pytest.fixture
def as_pdf(tmp_path):
    """Sets a letter as a PDF of several pages; `layout="table"` puts the head into two columns."""
    pdfmetrics.registerFont(TTFont("Viet", FONT))
    style = ParagraphStyle("body", fontName="Viet", fontSize=11, leading=15)

    def make(path, *, layout="plain", encrypt=None):
        target = tmp_path / f"{path.stem}-{layout}.pdf"
        parts = parts_of(path)
        story, head = [], 0
        if layout == "table" and path.suffix == ".md":
            head = 5
            upper = "<br/>".join(parts[0].text.split("\n"))
            rows = [
                [Paragraph(upper, style), Paragraph(parts[1].text, style)],
                [Paragraph(parts[2].text, style), ""],
                [Paragraph(parts[3].text, style), Paragraph(parts[4].text, style)],
            ]
            story.append(Table(rows, colWidths=[75 * mm, 95 * mm]))
        for part in parts[head:]:
            sign = "- " if part.kind == "li" else ""
            markup = part.text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br/>")
            story.append(Paragraph(sign + markup, style))
        document = SimpleDocTemplate(str(target), pagesize=A4, encrypt=encrypt)

        def number(canvas, page):
            canvas.setFont("Viet", 9)
            canvas.drawString(100 * mm, 10 * mm, str(page.page))

        document.build(story, onFirstPage=number, onLaterPages=number)
        return target

    return make
