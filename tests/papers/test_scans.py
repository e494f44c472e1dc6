"""Scans: drawn with noise, read by tesseract where it is, made light; and the answer where it is not."""

import io
import random

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from portal.papers import light, ocr
from portal.papers.extraction import PDF, extract
from portal.papers.first_page import propose
from portal.papers.ocr import READINESS, Readiness, readiness, recognise
from portal.papers.reasons import State
from tests.papers.conftest import SEEDS
from tests.papers.test_first_page import EXPECTED

needs_tesseract = pytest.mark.skipif(readiness(True) != Readiness.READY, reason="no tesseract with `vie` here")


def scanned(pdf, target, *, dpi=200, most=1, quality=90):
    """The first pages of a PDF as pictures with grey noise and specks, as a scanner gives them."""
    source, copy, chance = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument.new(), random.Random(1)
    for at in range(min(most, len(source))):
        page = source[at]
        picture = page.render(scale=dpi / 72, grayscale=True).to_pil()
        points = picture.load()
        for _ in range(picture.width * picture.height // 60):
            x, y = chance.randrange(picture.width), chance.randrange(picture.height)
            points[x, y] = max(0, min(255, points[x, y] + chance.randrange(-90, 30)))
        data = io.BytesIO()
        picture.save(data, "JPEG", quality=quality)
        image = pypdfium2.PdfImage.new(copy)
        image.load_jpeg(data, inline=True)
        image.set_matrix(pypdfium2.PdfMatrix().scale(*page.get_size()))
        drawn = copy.new_page(*page.get_size())
        drawn.insert_obj(image)
        drawn.gen_content()
    copy.save(target)
    source.close()
    copy.close()
    return target


@pytest.fixture
def scan_215(as_pdf, tmp_path):
    return scanned(as_pdf(SEEDS / "215-CV-TU.txt"), tmp_path / "scan.pdf")


def test_a_scan_is_called_one(scan_215):
    extracted = extract(scan_215, PDF)
    assert (extracted.state, extracted.label, extracted.page_count, extracted.empty_pages) == ("no_text", "scan", 1, 1)


@needs_tesseract
def test_the_letter_is_read(scan_215):
    extracted = recognise(scan_215)
    assert (extracted.state, extracted.label) == ("ok", "scan")
    assert len(extracted.pages) == len(extracted.confidence) == 1
    assert extracted.confidence[0] > 80
    assert extracted.quality > 0.95
    proposal = propose("\n".join(extracted.pages))
    wanted = EXPECTED["215-CV/TU"]
    for field in ("symbol", "kind_name", "date", "place", "issuer", "subject", "national_head"):
        assert getattr(proposal, field) == wanted[field]
    assert [cited.symbol.text for cited in proposal.citations] == ["21-KH/TU"]


@needs_tesseract
def test_one_page_of_many(tmp_path):
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for words in ("Trang thu nhat", "Trang thu hai"):
        canvas.setFont("Helvetica", 40)
        canvas.drawString(100, 700, words)
        canvas.showPage()
    canvas.save()
    scan = scanned(tmp_path / "a.pdf", tmp_path / "scan.pdf", dpi=150, most=2)
    second = ocr.recognise_page(scan, 1)
    assert (second.state, second.page_count, len(second.pages), len(second.confidence)) == ("ok", 2, 1, 1)
    assert "hai" in second.pages[0]
    assert ocr.recognise_page(scan, 2).pages == []


@needs_tesseract
def test_a_stamp_on_a_scan_is_seen(tmp_path, as_pdf):
    letter = tmp_path / "a.txt"
    letter.write_text("TỐI MẬT\n\nĐẢNG CỘNG SẢN VIỆT NAM\n\nHà Nội, ngày 15 tháng 12 năm 2025\n\nBáo cáo về bảo mật.\n")
    extracted = recognise(scanned(as_pdf(letter), tmp_path / "scan.pdf"))
    assert (extracted.state, extracted.secrecy, extracted.html) == (State.SECRET, "Tối mật", "")


def test_without_tesseract_the_answer_says_so(scan_215, monkeypatch):
    monkeypatch.setattr(ocr, "PLACES", "/nowhere")
    assert readiness(True) == Readiness.MISSING
    with pytest.raises(ocr.Unreadable) as caught:
        ocr.read_scan(scan_215)
    assert caught.value.state == State.NO_READER


def test_readiness_is_told_in_words():
    assert readiness(False) == Readiness.OFF
    assert set(READINESS) == set(Readiness)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 broken", b"x" * 400])
def test_bad_files(tmp_path, data):
    (tmp_path / "a.pdf").write_bytes(data)
    assert recognise(tmp_path / "a.pdf", timeout_s=30).state in {"broken", "empty"}


def test_a_heavy_scan_becomes_light(as_pdf, tmp_path):
    heavy = scanned(as_pdf(SEEDS / "98-CV-DU.md"), tmp_path / "scan.pdf", dpi=250, most=2, quality=95)
    data = heavy.read_bytes()
    assert len(data) > light.HEAVY_FROM
    copy = light.lighten(data)
    assert copy is not None
    assert len(copy) < len(data) / 4
    pages = pypdfium2.PdfDocument(copy)
    assert len(pages) == 2
    assert [round(side) for side in pages[0].get_size()] == [595, 842]
    assert abs(len(light.lighten_file(heavy) or b"") - len(copy)) < 200


def test_what_is_no_heavy_scan_is_left_alone(as_pdf, tmp_path):
    words = as_pdf(SEEDS / "98-CV-DU.md").read_bytes()
    assert light.lighten(words) is None
    assert light.lighten(words + b"\n" * light.HEAVY_FROM) is None
    assert light.lighten(b"no PDF" * light.HEAVY_FROM) is None
    assert light.lighten_file(tmp_path / "missing.pdf") is None
