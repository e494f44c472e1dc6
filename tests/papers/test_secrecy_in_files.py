"""The guard in every format: a mark in the text, a header, a footer, a master, a stamp, a water mark is seen;
a text that speaks of secrets is not."""

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.papers.blocks import plain_block
from portal.papers.extraction import DOC, DOCX, HTML, ODT, PDF, PPTX, RTF, TEXT, XLSX, extract
from portal.papers.reasons import State
from portal.papers.secrecy import secrecy_mark, secrecy_of
from tests.papers import makers

SPEAKS = [
    "quy định về bảo mật, an toàn thông tin", "Luật Bảo vệ bí mật nhà nước", "CÔNG TÁC BẢO MẬT", "BÍ MẬT NHÀ NƯỚC",
    "Mật khẩu lần đầu: số định danh", "văn bản mật, tối mật và tuyệt mật được quản lý riêng", "ĐỘ MẬT CỦA TÀI LIỆU",
    "Danh mục bí mật nhà nước độ Tuyệt mật, Tối mật, Mật", "MẶT TRẬN TỔ QUỐC", "Mật ong", "MẬT ONG RỪNG",
    "KHÔNG MẬT", "TÀI LIỆU KHÔNG THUỘC DANH MỤC BÍ MẬT",
]  # fmt: skip
LONG = [plain_block("p", f"Đoạn thứ {number} của văn bản nói về bảo mật thông tin.") for number in range(120)]


def slides(path, text="", **more):
    return makers.pptx(path, [("Báo cáo", [text or "Nội dung"])], **more)


def words(path, text="", *, header="", footer="", size=LONG):
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = header
    document.sections[0].footer.paragraphs[0].text = footer
    for part in [plain_block("p", text), *size] if text else size:
        document.add_paragraph(part.text)
    document.save(str(path))
    return path


def stamped_pdf(path, text="", *, note=""):
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from tests.papers.conftest import FONT

    pdfmetrics.registerFont(TTFont("Viet", FONT))
    canvas = Canvas(str(path))
    for page in range(3):
        canvas.setFont("Viet", 12)
        canvas.drawString(50, 700, "Báo cáo công tác bảo mật")
        if page == 2:
            canvas.drawString(50, 30, text)
            if note:
                canvas.freeTextAnnotation(note, "/Helv 12 Tf", Rect=[50, 50, 200, 80])
        canvas.showPage()
    canvas.save()
    return path


PLACES = {
    "docx text": (DOCX, words), "docx header": (DOCX, lambda path, text: words(path, header=text)),
    "docx footer": (DOCX, lambda path, text: words(path, footer=text)),
    "odt text": (ODT, lambda path, text: makers.odt(path, [plain_block("p", text), *LONG])),
    "odt header": (ODT, lambda path, text: makers.odt(path, LONG, header=text)),
    "odt footer": (ODT, lambda path, text: makers.odt(path, LONG, footer=text)),
    "rtf text": (RTF, lambda path, text: makers.rtf(path, [plain_block("p", text), *LONG])),
    "rtf header": (RTF, lambda path, text: makers.rtf(path, LONG, header=text)),
    "rtf footer": (RTF, lambda path, text: makers.rtf(path, LONG, footer=text)),
    "doc text": (DOC, lambda path, text: makers.doc(path, text + "\n" + LONG[0].text)),
    "doc header": (DOC, lambda path, text: makers.doc(path, LONG[0].text, header=text)),
    "pptx slide": (PPTX, slides), "pptx master": (PPTX, lambda path, text: slides(path, master=text)),
    "xlsx cell": (XLSX, lambda path, text: makers.xlsx(path, {"Một": [["Họ tên", "Tuổi"], [text], ["An", 40]]})),
    "xlsx header": (XLSX, lambda path, text: makers.xlsx(path, {"Một": [["Họ tên", "Tuổi"]]}, header=f"&R{text}")),
    "html text": (HTML, lambda path, text: makers.html(path, [plain_block("p", text), *LONG])),
    "pdf last page": (PDF, stamped_pdf), "pdf stamp": (PDF, lambda path, text: stamped_pdf(path, note=text)),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_marks_are_seen(tmp_path, place):
    media_type, make = PLACES[place]
    for mark, grade in (("TỐI MẬT", "Tối mật"), ("MẬT", "Mật")):
        extracted = extract(make(tmp_path / "a", mark), media_type)
        assert (extracted.state, extracted.secrecy, extracted.html) == (State.SECRET, grade, "")
        assert extracted.pages == [mark], "nothing of the text is handed on but the mark"


@pytest.mark.parametrize("place", PLACES)
def test_words_are_no_marks(tmp_path, place):
    media_type, make = PLACES[place]
    for text in ("CÔNG TÁC BẢO MẬT", "Văn bản mật và tối mật được quản lý riêng"):
        extracted = extract(make(tmp_path / "a", text), media_type)
        assert (extracted.state, extracted.secrecy) == (State.OK, "")


def test_capitals_by_format_and_water_marks(tmp_path):
    document = docx.Document()
    run = document.add_paragraph().add_run("Tối mật")
    run.font.all_caps = True
    document.save(str(tmp_path / "a.docx"))
    assert extract(tmp_path / "a.docx", DOCX).secrecy == "Tối mật"
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    names = f"xmlns:w='{word}' xmlns:v='urn:schemas-microsoft-com:vml'"
    shape = "<v:shape><v:textpath string='MẬT'/></v:shape>"
    mark = f"<w:hdr {names}><w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p></w:hdr>"
    body = f"<w:document {names}><w:body><w:p><w:r><w:t>Chữ</w:t></w:r></w:p></w:body></w:document>"
    makers.zipped(tmp_path / "b.docx", {"word/document.xml": body, "word/header1.xml": mark})
    assert extract(tmp_path / "b.docx", DOCX).secrecy == "Mật"


@pytest.mark.parametrize("write", [makers.tcvn3, makers.vni])
def test_marks_in_old_letters(tmp_path, write):
    text = "TỐI MẬT\nĐảng ủy Tổng công ty Đường sắt Việt Nam\nbáo cáo về công tác đảng viên"
    (tmp_path / "a.txt").write_bytes(write(text).encode("cp1252"))
    assert extract(tmp_path / "a.txt", TEXT).secrecy == "Tối mật"


GRADES = {"MẬT": "Mật", "TỐI MẬT": "Tối mật", "TUYỆT MẬT": "Tuyệt mật"}
FRAMES = st.sampled_from(["{}", "[{}]", "( {} )", "**{}**", "– {} –", "{}.", "Độ mật: {}", "  {}  ", "* {} *"])
LINES = st.lists(st.sampled_from(SPEAKS), max_size=20)


@given(st.sampled_from(sorted(GRADES)), FRAMES, LINES, LINES)
def test_a_mark_among_any_lines_is_found(mark, frame, before, after):
    text = "\n".join([*before, frame.format(mark), *after])
    assert secrecy_mark(text) == GRADES[mark]
    assert secrecy_of([text]) == GRADES[mark]
    assert secrecy_of(["Trang đầu", text]) == GRADES[mark]
    assert secrecy_of(["Trang đầu"], [text]) == GRADES[mark]


@settings(max_examples=200)
@given(LINES)
def test_any_lines_that_speak_of_secrets_pass(lines):
    text = "\n".join(lines)
    assert secrecy_mark(text) is None
    assert secrecy_of([text, text], lines, recognised=True) == ""


@given(st.text(alphabet="abcdeghiklmnopqrstuvxyâăêôơưđáàảãạ ,.", max_size=80))
def test_small_letters_are_never_a_mark(text):
    assert secrecy_of([f"{text} mật {text}"], [text], recognised=True) == ""


@pytest.mark.parametrize(
    ("line", "grade"),
    [("MÂT", "Mật"), ("TÓI MẬT", "Tối mật"), ("TUYỆT MÂT", "Tuyệt mật"), ("MẶT", ""), ("MẶT TRẬN", ""), ("MAT", "Mật"),
     ("Mat", ""), ("MẤT", "Mật")],
)  # fmt: skip
def test_marks_whose_signs_the_scan_lost(line, grade):
    assert secrecy_of([f"{line}\nSố 12-BC/ĐU"], recognised=True) == grade
    assert secrecy_of([f"{line}\nSố 12-BC/ĐU"]) == ""


def test_the_highest_grade_is_told():
    assert secrecy_of(["MẬT", "TUYỆT MẬT", "TỐI MẬT"]) == "Tuyệt mật"
