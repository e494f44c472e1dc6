"""Every field of DOCUMENTS.md section 11, from the letters as given and through DOCX and PDF."""

import unicodedata
from datetime import date

import pytest

from portal.papers.extraction import DOCX, MARKDOWN, PDF, TEXT, extract
from portal.papers.first_page import propose

EXPECTED = {
    "98-CV/ĐU": {
        "symbol": "98-CV/ĐU",
        "symbol_as_printed": "Số 98 -CV/ĐU",
        "number": "98",
        "kind": "CV",
        "kind_name": "công văn",
        "issuer_suffix": "ĐU",
        "form": "party",
        "national_head": "ĐẢNG CỘNG SẢN VIỆT NAM",
        "parent_organization": "Đảng ủy Chính phủ",
        "issuer_as_printed": "ĐẢNG BỘ TỔNG CÔNG TY ĐƯỜNG SẮT VIỆT NAM",
        "issuer": "Đảng ủy Tổng công ty Đường sắt Việt Nam",
        "issuing_organ": "Ban Thường vụ",
        "place": "Hà Nội",
        "date": date(2025, 12, 15),
        "subject": "tiếp tục sử dụng “Sổ tay đảng viên điện tử” trên ứng dụng phần mềm do Tập đoàn Viettel "
        "cung cấp thay thế phần mềm của Tổng công ty Mobifone",
        "subject_lead": "Về việc",
        "addressed_to": ("Các cơ sở đảng trực thuộc",),
        "recipients": ("Như trên", "Lưu: VP.TCĐU"),
        "typist_mark": "",
        "on_behalf": "T/M BAN THƯỜNG VỤ",
        "signer_post": "PHÓ BÍ THƯ",
        "signer": "Nguyễn Tất Thương",
        "secrecy": None,
        "urgency": None,
        "end_mark": "./.",
        "enclosures": (
            "Hướng dẫn sử dụng STĐVĐT của Đảng bộ",
            "Hướng dẫn sử dụng STĐVĐT của chi bộ",
            "Hướng dẫn sử dụng STĐVĐT của đảng viên",
        ),
        "unicode_form": "NFC",
        "doubts": (),
    },
    "215-CV/TU": {
        "symbol": "215-CV/TU",
        "symbol_as_printed": "Số 215-CV/TU",
        "number": "215",
        "kind": "CV",
        "kind_name": "công văn",
        "issuer_suffix": "TU",
        "form": "party",
        "national_head": "ĐẢNG CỘNG SẢN VIỆT NAM",
        "parent_organization": "",
        "issuer_as_printed": "",
        "issuer": "Thành ủy Cần Thơ",
        "issuing_organ": "Ban Thường vụ Thành ủy",
        "place": "Cần Thơ",
        "date": date(2026, 1, 26),
        "subject": "triển khai thực hiện ứng dụng Sổ tay đảng viên điện tử",
        "subject_lead": "Về việc",
        "addressed_to": (
            "Các cơ quan tham mưu, giúp việc Thành ủy",
            "Các đảng ủy, đơn vị sự nghiệp trực thuộc Thành ủy",
            "Ủy ban Mặt trận Tổ quốc Việt Nam và các tổ chức chính trị - xã hội thành phố",
        ),
        "recipients": (
            "Như trên",
            "Các đ/c Ủy viên BCH Đảng bộ thành phố",
            "Phòng Chuyển đổi số - Cơ yếu, VPTU",
            "Lưu Văn phòng Thành ủy",
        ),
        "typist_mark": "LINH-196",
        "on_behalf": "T/M BAN THƯỜNG VỤ",
        "signer_post": "PHÓ BÍ THƯ",
        "signer": "Nguyễn Tuấn Anh",
        "secrecy": None,
        "urgency": None,
        "end_mark": ".",
        "enclosures": (),
        "unicode_form": "NFC",
        "doubts": ("issuer_guessed",),
    },
}
EFFECTS = {
    "98-CV/ĐU": [(date(2026, 1, 1), "from"), (date(2025, 12, 25), "before")],
    "215-CV/TU": [(date(2026, 2, 1), "from")],
}
LINKS = {"98-CV/ĐU": 4, "215-CV/TU": 0}
CITED = {
    "98-CV/ĐU": [
        ("339-QĐ/TW", "quy định", date(2025, 7, 10), "Ban Bí thư Trung ương Đảng"),
        ("168-KH/VPTW", "kế hoạch", date(2025, 8, 21), "Văn phòng Trung ương Đảng"),
        ("28-KH/ĐU", "kế hoạch", date(2025, 10, 6), "Đảng ủy Chính phủ"),
        ("204-QĐ/TW", "quyết định", date(2025, 11, 29), "Ban Bí thư"),
        ("339-QĐ/TW", "quy định", date(2025, 7, 10), "Ban Bí thư"),
        ("11-KH/ĐU", "kế hoạch", date(2025, 12, 11), "Đảng ủy Tổng công ty"),
        ("59-CV/ĐU", "công văn", date(2025, 12, 12), "Đảng ủy Tổng công ty"),
    ],
    "215-CV/TU": [("21-KH/TU", "kế hoạch", date(2025, 9, 5), "Ban Thường vụ Thành ủy")],
}


def check(symbol, proposal):
    got = {name: getattr(proposal, name) for name in EXPECTED[symbol]}
    assert got == EXPECTED[symbol]
    assert [(effect.date, effect.sense) for effect in proposal.effective_dates] == EFFECTS[symbol]
    cited = [(c.symbol.text, c.kind_word, c.date, c.issuer) for c in proposal.citations]
    assert cited == CITED[symbol]


def test_as_given(letter):
    symbol, path = letter
    proposal = propose(path.read_text(encoding="utf-8"))
    check(symbol, proposal)
    assert len(proposal.links) == LINKS[symbol]


def test_after_extraction(letter):
    symbol, path = letter
    extracted = extract(path, MARKDOWN if path.suffix == ".md" else TEXT)
    check(symbol, propose("\n".join(extracted.pages)))


@pytest.mark.parametrize("layout", ["plain", "table"])
def test_through_docx(letter, as_docx, layout):
    symbol, path = letter
    extracted = extract(as_docx(path, layout=layout), DOCX)
    assert extracted.state == "ok"
    check(symbol, propose("\n".join(extracted.pages)))


@pytest.mark.parametrize("layout", ["plain", "table"])
def test_through_pdf(letter, as_pdf, layout):
    symbol, path = letter
    extracted = extract(as_pdf(path, layout=layout), PDF)
    assert extracted.state == "ok"
    assert extracted.page_count > 1
    check(symbol, propose("\n".join(extracted.pages)))


def test_decomposed_letters_give_the_same(text_215):
    proposal = propose(unicodedata.normalize("NFD", text_215))
    assert proposal.unicode_form == "NFD"
    assert proposal.subject == EXPECTED["215-CV/TU"]["subject"]
    assert proposal.signer == "Nguyễn Tuấn Anh"


def test_sources_name_the_passage(text_98):
    sources = propose(text_98).sources
    assert sources["date"] == "Hà Nội, ngày 15 tháng 12 năm 2025"
    assert sources["symbol"] == "Số 98 -CV/ĐU"
    assert "Mobifone”" in sources["subject"]
    assert "typist_mark" not in sources


RESOLUTION = """ĐẢNG BỘ XÃ CÔNG HẢI
CHI BỘ THÔN HIỆP KIẾT
*
Số      -NQ/CB
ĐẢNG CỘNG SẢN VIỆT NAM
Công Hải, ngày    tháng 9 năm 2026

NGHỊ QUYẾT
sinh hoạt chi bộ thường kỳ tháng 9/2026
-----
Căn cứ Điều lệ Đảng; Quy định số 208-QĐ/TW, ngày 26/7/2026 của Ban Chấp hành Trung ương;
Chi bộ quyết nghị:
I- ĐÁNH GIÁ
1. Kết quả đạt được.
Nơi nhận:
- Đảng ủy xã,
- Lưu Chi bộ.
T/M CHI BỘ
BÍ THƯ

Trần Thị Ánh
"""


def test_draft_of_a_cell():
    proposal = propose(RESOLUTION)
    assert (proposal.symbol, proposal.number, proposal.kind) == ("-NQ/CB", "", "NQ")
    assert (proposal.kind_name, proposal.subject) == (
        "nghị quyết",
        "sinh hoạt chi bộ thường kỳ tháng 9/2026",
    )
    assert proposal.parent_organization == "Đảng bộ xã Công Hải"
    assert proposal.issuer == "Chi bộ thôn Hiệp Kiết"
    assert (proposal.place, proposal.date) == ("Công Hải", None)
    assert (proposal.on_behalf, proposal.signer_post, proposal.signer) == (
        "T/M CHI BỘ",
        "BÍ THƯ",
        "Trần Thị Ánh",
    )
    assert proposal.recipients == ("Đảng ủy xã", "Lưu Chi bộ")
    assert {"number_blank", "date_missing"} <= set(proposal.doubts)


def test_title_tells_the_kind_of_qd():
    text = RESOLUTION.replace("Số      -NQ/CB", "Số 12-QĐ/CB").replace("NGHỊ QUYẾT", "QUY ĐỊNH")
    proposal = propose(text)
    assert (proposal.kind, proposal.kind_name) == ("QĐ", "quy định")
    assert "kind_ambiguous" not in proposal.doubts


def test_a_date_line_in_the_subject_is_not_the_date(text_98):
    changed = text_98.replace(
        "trên ứng dụng phần mềm do Tập đoàn Viettel cung cấp",
        "theo Quy định số 363-QĐ/TW, ngày 30 tháng 8 năm 2025 của Ban Bí thư",
    )
    proposal = propose(changed)
    assert proposal.date == date(2025, 12, 15)
    assert "ngày 30 tháng 8 năm 2025 của Ban Bí thư" in proposal.subject


@pytest.mark.parametrize("spoilt", ["Kính gừi:", "Kinh gửi :", "Kfnh gửi:", "Kính gứi:"])
def test_the_subject_stops_at_a_spoilt_address(text_98, spoilt):
    proposal = propose(text_98.replace("Kính gửi:", spoilt))
    assert proposal.subject.endswith("Mobifone")
    assert proposal.addressed_to == ("Các cơ sở đảng trực thuộc",)


@pytest.mark.parametrize(
    ("suffix", "place", "issuer"),
    [
        ("TU", "Nghệ An", "Tỉnh ủy Nghệ An"),
        ("TU", "TP. Hồ Chí Minh", "Thành ủy Thành phố Hồ Chí Minh"),
        ("VPTU", "Phú Thọ", "Văn phòng Tỉnh ủy Phú Thọ"),
        ("BTCTW", "Hà Nội", "Ban Tổ chức Trung ương"),
        ("TW", "Hà Nội", "Ban Thường vụ"),
        ("ĐU", "Cần Thơ", ""),
    ],
)
def test_issuer_from_suffix_and_place(text_215, suffix, place, issuer):
    text = text_215.replace("215-CV/TU", f"215-CV/{suffix}").replace("Cần Thơ, ngày", f"{place}, ngày")
    proposal = propose(text)
    assert proposal.issuer == issuer
    assert ("issuer_guessed" if issuer else "issuer_unknown") in proposal.doubts


TWO_COLUMNS = """TỈNH ỦY NGHỆ AN ĐẢNG CỘNG SẢN VIỆT NAM
* Nghệ An, ngày 30 tháng 10 năm 2025
Số 132 - CV/TU
V/v triển khai ứng dụng Sổ tay đảng viên
điện tử trong toàn Đảng bộ tỉnh
Kính gửi: - Các huyện ủy, thành ủy, thị ủy;
- Các đảng ủy trực thuộc Tỉnh ủy.
Thực hiện Quy định số 339-QĐ/TW, ngày 10/7/2025 của Ban Bí thư về sử dụng ứng dụng
Sổ tay đảng viên điện tử, Ban Thường vụ Tỉnh ủy yêu cầu các cấp ủy thực hiện tốt các
nội dung sau:
1. Các cấp ủy triển khai nghiêm túc.
Nơi nhận: T/L BAN THƯỜNG VỤ
- Như trên; CHÁNH VĂN PHÒNG
- Lưu Văn phòng Tỉnh ủy. HOA-12
Lê Văn A
"""


def test_two_columns_on_one_line_are_taken_apart():
    proposal = propose(TWO_COLUMNS)
    assert (proposal.symbol, proposal.issuer) == ("132-CV/TU", "Tỉnh ủy Nghệ An")
    assert (proposal.place, proposal.date) == ("Nghệ An", date(2025, 10, 30))
    assert proposal.subject == "triển khai ứng dụng Sổ tay đảng viên điện tử trong toàn Đảng bộ tỉnh"
    assert proposal.addressed_to == ("Các huyện ủy, thành ủy, thị ủy", "Các đảng ủy trực thuộc Tỉnh ủy")
    assert proposal.recipients == ("Như trên", "Lưu Văn phòng Tỉnh ủy")
    assert (proposal.on_behalf, proposal.signer_post, proposal.signer, proposal.typist_mark) == (
        "T/L BAN THƯỜNG VỤ",
        "CHÁNH VĂN PHÒNG",
        "Lê Văn A",
        "HOA-12",
    )


def test_resolution_of_the_politburo():
    text = RESOLUTION.replace("sinh hoạt chi bộ", "CỦA BỘ CHÍNH TRỊ\nvề sinh hoạt chi bộ")
    assert propose(text).subject == "về sinh hoạt chi bộ thường kỳ tháng 9/2026"


def test_state_form():
    text = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nTỔNG CÔNG TY ĐƯỜNG SẮT VIỆT NAM\n"
        "CÔNG TY CỔ PHẦN VẬN TẢI ĐƯỜNG SẮT\nSố: 439/QĐ-VTĐS\nHà Nội, ngày 05 tháng 02 năm 2026\nQUYẾT ĐỊNH\n"
        "Về việc ban hành Quy chế quản lý văn bản\nTỔNG GIÁM ĐỐC\nCăn cứ Nghị định số 30/2020/NĐ-CP;\n"
    )
    proposal = propose(text)
    assert (proposal.form, proposal.symbol, proposal.kind_name) == ("state", "439/QĐ-VTĐS", "quyết định")
    assert proposal.issuer == "Công ty cổ phần Vận tải Đường sắt"
    assert proposal.parent_organization == "Tổng công ty Đường sắt Việt Nam"
    assert proposal.subject == "ban hành Quy chế quản lý văn bản"


def test_nothing_in_nothing_out():
    for text in ("", "\n\n", "xin chào", "*" * 50, "- " * 40):
        proposal = propose(text)
        assert proposal.symbol == ""
        assert "symbol_missing" in proposal.doubts
