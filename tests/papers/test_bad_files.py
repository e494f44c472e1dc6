"""Files that lie, are locked, cut, blown up, or bring code: each ends in a stated reason; none outlives its limits."""

import io
import random
import time
import zipfile

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from portal.papers.blocks import plain_block
from portal.papers.child import read
from portal.papers.extraction import DOC, DOCX, HTML, ODT, PDF, PPTX, RTF, TEXT, XLSX, extract, judge, sniff
from portal.papers.readers.pdf import MAX_PAGES
from portal.papers.reasons import REASONS, State
from tests.papers import makers

PARTS = [plain_block("p", "Đảng bộ Tổng công ty Đường sắt Việt Nam")]
STATES = {str(state) for state in State}
pytestmark = pytest.mark.usefixtures("children")
ENDINGS = {DOC: "doc", ODT: "odt", RTF: "rtf", XLSX: "xlsx", PPTX: "pptx", HTML: "html", PDF: "pdf"}


def pdf(path, pages=1, text="Đảng bộ"):
    canvas = Canvas(str(path))
    for _ in range(pages):
        canvas.drawString(100, 700, text)
        canvas.showPage()
    canvas.save()
    return path


MAKE = {
    DOC: lambda path: makers.doc(path, PARTS[0].text),
    ODT: lambda path: makers.odt(path, PARTS),
    RTF: lambda path: makers.rtf(path, PARTS),
    XLSX: lambda path: makers.xlsx(path, {"Một": [["Đảng bộ", "Đường sắt"]]}),
    PPTX: lambda path: makers.pptx(path, [("Đảng bộ", ["Đường sắt"])]),
    HTML: lambda path: makers.html(path, PARTS),
    PDF: pdf,
}


def judged(path):
    return judge(path.read_bytes()[:8192], path.name, path)


@pytest.mark.parametrize("media_type", MAKE)
def test_names_that_lie(tmp_path, media_type):
    whole = MAKE[media_type](tmp_path / f"a.{ENDINGS[media_type]}")
    assert judged(whole) == (media_type, State.OK)
    for other in {"pdf", "docx", "xlsx", "doc", "rtf", "odt", "pptx"} - {ENDINGS[media_type]}:
        assert judged(whole.rename(tmp_path / f"a.{other}")) == (None, State.NAME_LIES)
        whole = tmp_path / f"a.{other}"
    assert judged(whole.rename(tmp_path / "a.exe")) == (None, State.UNSUPPORTED)


@pytest.mark.parametrize(
    "page",
    [b"<svg xmlns='http://www.w3.org/2000/svg' onload='a()'/>", b"<html><script>a()</script>", b"\x89PNG\r\n\x1a\n"],
)  # fmt: skip
def test_pages_and_pictures_dressed_as_papers(tmp_path, page):
    for name in ("a.pdf", "a.docx", "a.rtf", "a.doc"):
        path = tmp_path / name
        path.write_bytes(page)
        assert judged(path) == (None, State.NAME_LIES)
    assert extract(path, PDF).state in {State.BROKEN, State.UNSUPPORTED}


def test_a_drawing_is_no_page(tmp_path):
    assert judge(b"<?xml version='1.0'?><svg onload='a()'></svg>", "a.html") == (None, State.NAME_LIES)


def test_empty(tmp_path):
    assert judge(b"", "a.pdf") == (None, State.EMPTY)
    (tmp_path / "a.odt").write_bytes(b"")
    assert extract(tmp_path / "a.odt", ODT).state == State.EMPTY


def test_locked(tmp_path):
    doc = makers.doc(tmp_path / "a.doc", "x", locked=True)
    assert judged(doc) == (None, State.ENCRYPTED)
    assert extract(doc, DOC).state == State.ENCRYPTED
    manifest = {"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"}
    odt = makers.odt(tmp_path / "a.odt", PARTS, extra=manifest)
    assert judged(odt) == (None, State.ENCRYPTED)
    assert extract(odt, ODT).state == State.ENCRYPTED
    newer = makers.compound(tmp_path / "a.docx", {"EncryptedPackage": b"x"})
    assert judged(newer) == (None, State.ENCRYPTED)
    assert extract(newer, DOCX).state == State.ENCRYPTED


def test_macros(tmp_path):
    assert judged(makers.doc(tmp_path / "a.doc", "x", macros=True)) == (None, State.MACROS)
    assert judged(makers.odt(tmp_path / "a.odt", PARTS, extra={"Basic/Standard/a.xml": "x"})) == (None, State.MACROS)
    slides = makers.pptx(tmp_path / "a.pptx", [("x", [])], extra={"ppt/vbaProject.bin": "x"})
    assert judged(slides) == (None, State.MACROS)
    sheet = makers.xlsx(tmp_path / "a.xlsx", {"Một": [["x"]]})
    with zipfile.ZipFile(sheet, "a") as archive:
        archive.writestr("xl/vbaProject.bin", "x")
    assert judged(sheet) == (None, State.MACROS)


@pytest.mark.parametrize(
    "action",
    ["<</S/JavaScript/JS(app.alert\\(1\\))>>", "<</S/Java#53cript/JS(a)>>", "<</S/Launch/F(cmd.exe)>>"],
)
@pytest.mark.parametrize("is_packed", [False, True])
def test_pdf_with_code(tmp_path, action, is_packed):
    path = tmp_path / "a.pdf"
    path.write_bytes(scripted(action.encode(), is_packed=is_packed))
    assert extract(path, PDF).state == State.SCRIPTED


def test_pdf_that_speaks_of_code(tmp_path):
    assert extract(pdf(tmp_path / "a.pdf", text="JavaScript / Launch"), PDF).state == State.OK


def scripted(action, *, is_packed):
    """A PDF of one page with an action at opening, its objects packed in a stream or not."""
    import zlib

    objects = {1: b"<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>", 2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>", 4: action}  # fmt: skip
    if not is_packed:
        body, places = b"%PDF-1.7\n", []
        for number, data in objects.items():
            places.append(len(body))
            body += b"%d 0 obj %b endobj\n" % (number, data)
        table = b"".join(b"%010d 00000 n \n" % place for place in places)
        return body + b"xref\n0 5\n0000000000 65535 f \n%btrailer <</Root 1 0 R/Size 5>>\nstartxref\n%d\n%%%%EOF" % (
            table, len(body),
        )  # fmt: skip
    index, inner = b"", b""
    for number, data in objects.items():
        index += b"%d %d " % (number, len(inner))
        inner += data + b" "
    packed = zlib.compress(index + inner)
    body = b"%PDF-1.7\n5 0 obj " + stream(b"/Type/ObjStm/N 4/First %d/Filter/FlateDecode" % len(index), packed)
    rows = b"".join(bytes([2, 0, 5, at]) for at in range(4)) + bytes([1, 0, 9, 0])
    rows = bytes([0, 0, 0, 0]) + rows + bytes([1]) + len(body).to_bytes(2, "big") + b"\0"
    last = b"6 0 obj " + stream(b"/Type/XRef/Size 7/W[1 2 1]/Root 1 0 R", rows)
    return body + last + b"startxref\n%d\n%%%%EOF" % len(body)


def stream(about, data):
    return b"<<%b/Length %d>> stream\n%b\nendstream endobj\n" % (about, len(data), data)


def test_too_many_pages(tmp_path):
    extracted = extract(pdf(tmp_path / "a.pdf", pages=MAX_PAGES + 1), PDF)
    assert (extracted.state, extracted.page_count) == (State.TOO_MANY_PAGES, MAX_PAGES + 1)


@pytest.mark.parametrize("media_type", [ODT, XLSX, PPTX])
def test_bombs(tmp_path, media_type):
    path = MAKE[media_type](tmp_path / f"a.{ENDINGS[media_type]}")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("more.xml", b" " * 30_000_000)
    assert extract(path, media_type).state == State.TOO_LARGE


def test_a_page_that_unpacks_to_gigabytes(tmp_path):
    import zlib

    packer = zlib.compressobj(9)
    first, more = (packer.compress(b" " * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    packed = first + more * 2_000 + packer.flush()
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>",
               stream(b"/Filter/FlateDecode", packed).removesuffix(b"endobj\n")]  # fmt: skip
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj %b endobj\n" % (at, one) for at, one in enumerate(objects, start=1))
    (tmp_path / "a.pdf").write_bytes(body + b"trailer<</Root 1 0 R/Size 5>>\n%%EOF")
    assert extract(tmp_path / "a.pdf", PDF, timeout_s=30).state in {State.TOO_LARGE, State.BROKEN, State.TIMEOUT}


@pytest.mark.parametrize("media_type", [ODT, PPTX])
def test_entities(tmp_path, media_type):
    path = tmp_path / "a"
    laughs = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    makers.zipped(path, {"content.xml": laughs, "ppt/presentation.xml": laughs})
    assert extract(path, media_type).state == State.BROKEN


def test_deep_groups(tmp_path):
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1 " + b"{" * 100_000)
    assert extract(tmp_path / "a.rtf", RTF).state in {State.TOO_LARGE, State.BROKEN}
    (tmp_path / "a.html").write_bytes(b"<html>" + b"<div>" * 15_000 + b"x")
    assert extract(tmp_path / "a.html", HTML).state in {State.OK, State.TOO_LARGE, State.BROKEN}
    deep = "<table><tr><td>" * 3_000 + "x"
    (tmp_path / "b.html").write_text(f"<html>{deep}")
    assert extract(tmp_path / "b.html", HTML).state in {State.OK, State.TOO_LARGE, State.BROKEN}


def test_a_child_that_hangs_is_ended_with_all_it_started(tmp_path, monkeypatch):
    from portal.papers import process

    (tmp_path / "slow").write_text("#!/bin/sh\nsleep 60 & sleep 60\n")
    (tmp_path / "slow").chmod(0o755)
    monkeypatch.setattr(process.sys, "executable", str(tmp_path / "slow"))
    start = time.monotonic()
    assert extract(pdf(tmp_path / "a.pdf"), PDF, timeout_s=0.5).state == State.TIMEOUT
    assert time.monotonic() - start < 5


@pytest.mark.parametrize("media_type", MAKE)
def test_cut_anywhere(tmp_path, media_type):
    whole = MAKE[media_type](tmp_path / "whole").read_bytes()
    path = tmp_path / "cut"
    for share in (0.1, 0.3, 0.5, 0.7, 0.9, 0.99):
        path.write_bytes(whole[: int(len(whole) * share)])
        assert read(path, media_type)["state"] in STATES


@pytest.mark.parametrize("media_type", MAKE)
def test_spoilt_anywhere(tmp_path, media_type):
    """Random bytes in the midst of good ones never raise anything but a stated reason."""
    whole = MAKE[media_type](tmp_path / "whole").read_bytes()
    chance, path = random.Random(7), tmp_path / "spoilt"
    for _ in range(40):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(bytes(data))
        assert read(path, media_type)["state"] in STATES
        assert judge(bytes(data[:8192]), f"a.{ENDINGS[media_type]}", path)[1] in State


@pytest.mark.parametrize("media_type", [DOC, ODT, PPTX])
def test_spoilt_inside(tmp_path, media_type):
    """The same inside the packed parts, where check sums no longer help."""
    whole = MAKE[media_type](tmp_path / "whole")
    chance, path = random.Random(9), tmp_path / "spoilt"
    for _ in range(40):
        if media_type == DOC:
            data = bytearray(whole.read_bytes())
            for _ in range(8):
                data[chance.randrange(0x200, 0xA00)] = chance.choice((0, 1, 0x7F, 0xFF))
            path.write_bytes(bytes(data))
        else:
            with zipfile.ZipFile(whole) as source:
                parts = {name: bytearray(source.read(name)) for name in source.namelist()}
            for data in parts.values():
                if data:
                    data[chance.randrange(len(data))] = chance.randrange(32, 127)
            makers.zipped(path, {name: bytes(data) for name, data in parts.items()})
        assert read(path, media_type)["state"] in STATES


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.sampled_from([b"", b"{\\rtf1 ", b"%PDF-1.7\n", b"PK\x03\x04", b"<html>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
    st.binary(max_size=600), st.sampled_from([*MAKE, DOCX, TEXT]),
)  # fmt: skip
def test_any_bytes(tmp_path, start, data, media_type):
    path = tmp_path / "any"
    path.write_bytes(start + data)
    assert read(path, media_type)["state"] in STATES
    found, state = judge(start + data, "a.pdf", path)
    assert (found is None) == (state is not State.OK)
    assert sniff(start + data, "a.txt", path) in {None, TEXT}


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(
    [r"\par", r"\cell", r"\row", r"\intbl", r"\pard", r"\trowd", "{", "}", r"\*", r"\u-3 ?", r"\'e9", r"\header", r"\b",
     r"\bin3 ", r"\uc0", r"\f9", "chữ", r"\shptxt", r"\pict", r"\v", r"\plain", "\\", r"\outlinelevel1"]
), max_size=40))  # fmt: skip
def test_any_rtf(tmp_path, words):
    path = tmp_path / "any.rtf"
    path.write_bytes(b"{\\rtf1" + " ".join(words).encode() + b"}")
    assert read(path, RTF)["state"] in STATES


def test_a_cut_rtf_is_called_broken(tmp_path):
    whole = makers.rtf(tmp_path / "a.rtf", PARTS).read_bytes()
    (tmp_path / "a.rtf").write_bytes(whole[:-3])
    assert extract(tmp_path / "a.rtf", RTF).state == State.BROKEN


def test_every_reason_says_what_to_do():
    for state in set(State) - {State.OK, State.NO_TEXT}:
        assert "." in REASONS[state]
        assert any(word in REASONS[state] for word in ("Hãy", "không nhận"))


def test_good_pdf_of_this_test_opens():
    assert len(pypdfium2.PdfDocument(io.BytesIO(scripted(b"<<>>", is_packed=True)))) == 1
