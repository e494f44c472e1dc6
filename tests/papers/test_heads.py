"""First pages in State form and of the bottom of the Party, and all real symbols in three layouts."""

from datetime import date

import pytest

from portal.core.text import equality_key
from portal.papers.first_page import propose
from tests.papers.pages_of_list import first_page, rows

DECREE = """CHÍNH PHỦ    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
    Độc lập - Tự do - Hạnh phúc
Số: 30/2020/NĐ-CP    Hà Nội, ngày 05 tháng 3 năm 2020

NGHỊ ĐỊNH
Về công tác văn thư

Căn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;
Chính phủ ban hành Nghị định về công tác văn thư.
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Nghị định này quy định.

Nơi nhận:
- Ban Bí thư Trung ương Đảng;
- Lưu: VT, KSTT (2b).

TM. CHÍNH PHỦ
THỦ TƯỚNG

Nguyễn Xuân Phúc"""
LAW = """QUỐC HỘI
Luật số: 91/2025/QH15
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nội, ngày 26 tháng 6 năm 2025

LUẬT
BẢO VỆ DỮ LIỆU CÁ NHÂN

Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam đã được sửa đổi;
Quốc hội ban hành Luật Bảo vệ dữ liệu cá nhân.

CHỦ TỊCH QUỐC HỘI

Trần Thanh Mẫn"""
CIRCULAR = """BỘ NỘI VỤ
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 02/2019/TT-BNV
Hà Nội, ngày 24 tháng 01 năm 2019

THÔNG TƯ
QUY ĐỊNH TIÊU CHUẨN DỮ LIỆU THÔNG TIN ĐẦU VÀO VÀ YÊU CẦU BẢO QUẢN TÀI LIỆU LƯU TRỮ ĐIỆN TỬ

Căn cứ Luật Lưu trữ ngày 11 tháng 11 năm 2011;

Nơi nhận:
- Các Bộ;
- Lưu: VT.

BỘ TRƯỞNG

Lê Vĩnh Tân"""
DECISION = """ỦY BAN NHÂN DÂN
TỈNH NGHỆ AN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 08/QĐ-UBND
Nghệ An, ngày 05 tháng 01 năm 2026
QUYẾT ĐỊNH
Về việc công bố danh mục thủ tục hành chính
ỦY BAN NHÂN DÂN TỈNH NGHỆ AN
Căn cứ Luật Tổ chức chính quyền địa phương;
Nơi nhận:
- Như Điều 3;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Bùi Đình Long"""
LETTER = """ỦY BAN NHÂN DÂN    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH NGHỆ AN    Độc lập - Tự do - Hạnh phúc
Số: 1234/UBND-NC    Nghệ An, ngày 5 tháng 1 năm 2026
V/v triển khai ứng dụng
Sổ tay đảng viên điện tử
Kính gửi:
- Các sở, ban, ngành;
- UBND các xã, phường.
Thực hiện Công văn số 2301/BNV-CVL ngày 05/6/2025 của Bộ Nội vụ.
Nơi nhận:
- Như trên;
- Lưu: VT, NC.
TL. CHỦ TỊCH
CHÁNH VĂN PHÒNG

Nguyễn Văn A"""
COMPANY = """TỔNG CÔNG TY
ĐƯỜNG SẮT VIỆT NAM
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập – Tự do – Hạnh phúc
Số: 3456/ĐS-TCCB
Hà Nội, ngày 01 tháng 02 năm 2026
V/v rà soát quy hoạch
Kính gửi: Các công ty trực thuộc

Tổng công ty yêu cầu.
Nơi nhận:
- Như trên;
- Lưu: VT, TCCB.
KT. TỔNG GIÁM ĐỐC
PHÓ TỔNG GIÁM ĐỐC

Trần Thiện Cảnh"""
CELL = """ĐẢNG BỘ CÔNG TY VẬN TẢI ĐƯỜNG SẮT
CHI BỘ GA HÀ NỘI
*
Số      -NQ/CB
ĐẢNG CỘNG SẢN VIỆT NAM
Hà Nội, ngày   tháng 7 năm 2026
NGHỊ QUYẾT
sinh hoạt chi bộ tháng 7/2026
-----
I- ĐÁNH GIÁ KẾT QUẢ
Nội dung.
Nơi nhận:
- Đảng ủy cấp trên;
- Lưu chi bộ.
T/M CHI BỘ
BÍ THƯ

Nguyễn Thị Hoa"""
CENTRAL = """BAN CHẤP HÀNH TRUNG ƯƠNG
*
Số 294-QĐ/TW
ĐẢNG CỘNG SẢN VIỆT NAM
Hà Nội, ngày 26 tháng 5 năm 2025
QUY ĐỊNH
thi hành Điều lệ Đảng
-----
- Căn cứ Điều lệ Đảng;
Ban Chấp hành Trung ương quy định.
T/M BAN CHẤP HÀNH TRUNG ƯƠNG
TỔNG BÍ THƯ

Tô Lâm"""


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        (DECREE, {"symbol": "30/2020/NĐ-CP", "kind_name": "nghị định", "issuer": "Chính phủ", "date": date(2020, 3, 5),
                  "on_behalf": "TM. CHÍNH PHỦ", "signer_post": "THỦ TƯỚNG", "signer": "Nguyễn Xuân Phúc"}),
        (LAW, {"symbol": "91/2025/QH15", "symbol_as_printed": "Luật số: 91/2025/QH15", "kind_name": "luật",
               "issuer": "Quốc hội", "subject": "BẢO VỆ DỮ LIỆU CÁ NHÂN", "signer": "Trần Thanh Mẫn"}),
        (CIRCULAR, {"symbol": "02/2019/TT-BNV", "kind_name": "thông tư", "issuer": "Bộ Nội vụ",
                    "signer_post": "BỘ TRƯỞNG", "signer": "Lê Vĩnh Tân"}),
        (DECISION, {"symbol": "08/QĐ-UBND", "kind_name": "quyết định", "issuer": "Ủy ban nhân dân tỉnh Nghệ An",
                    "subject": "công bố danh mục thủ tục hành chính", "signer": "Bùi Đình Long",
                    "signer_post": "PHÓ CHỦ TỊCH"}),
        (LETTER, {"symbol": "1234/UBND-NC", "kind_name": "công văn", "issuer": "Ủy ban nhân dân tỉnh Nghệ An",
                  "subject": "triển khai ứng dụng Sổ tay đảng viên điện tử", "subject_lead": "V/v",
                  "addressed_to": ("Các sở, ban, ngành", "UBND các xã, phường"), "signer_post": "CHÁNH VĂN PHÒNG"}),
        (COMPANY, {"symbol": "3456/ĐS-TCCB", "kind_name": "công văn", "issuer": "Tổng công ty Đường sắt Việt Nam",
                   "subject": "rà soát quy hoạch", "addressed_to": ("Các công ty trực thuộc",)}),
        (CELL, {"symbol": "-NQ/CB", "number": "", "kind_name": "nghị quyết", "issuer": "Chi bộ Ga Hà Nội",
                "parent_organization": "Đảng bộ Công ty Vận tải Đường sắt", "date": None, "form": "party",
                "doubts": ("number_blank", "date_missing")}),
        (CENTRAL, {"symbol": "294-QĐ/TW", "kind_name": "quy định", "issuer": "Ban Chấp hành Trung ương",
                   "subject": "thi hành Điều lệ Đảng", "signer_post": "TỔNG BÍ THƯ", "signer": "Tô Lâm"}),
    ],
    ids=["decree", "law", "circular", "decision", "letter", "company", "cell", "central"],
)  # fmt: skip
def test_heads(page, fields):
    proposal = propose(page)
    assert {name: getattr(proposal, name) for name in fields} == fields
    if page is not CELL:
        assert proposal.doubts == ()
    assert proposal.form == ("party" if "CỘNG SẢN" in page else "state")


@pytest.mark.parametrize("read", ["ĐẲNG CỘNG SẢN VIỆT NAM", "ĐẢNG CÔNG SAN VIÊT NAM", "DẢNG CỘNG SẢN VIỆT NAM"])
def test_a_head_whose_marks_the_scan_changed(read):
    proposal = propose(CELL.replace("ĐẢNG CỘNG SẢN VIỆT NAM", read))
    assert proposal.national_head == "ĐẢNG CỘNG SẢN VIỆT NAM"
    assert (proposal.form, proposal.issuer) == ("party", "Chi bộ Ga Hà Nội")


@pytest.mark.parametrize("layout", ["left", "right", "columns"])
def test_all_real_symbols(layout):
    for row in rows():
        proposal = propose(first_page(row, layout))
        assert (proposal.symbol or proposal.symbol_as_printed) == row.symbol
        assert (proposal.kind_name, proposal.signer) == (row.kind, "Nguyễn Văn Ninh")
        assert row.date is None or proposal.date == row.date
        assert equality_key(proposal.issuer) == equality_key(row.body)
        assert equality_key(proposal.subject) == equality_key(row.title)
