"""Citations of both letters exactly as DOCUMENTS.md section 11, and rules 7 and 8."""

from datetime import date

import pytest

from portal.core.text import equality_key
from portal.papers.citations import find_citations
from tests.papers.pages_of_list import CITED, NO_SYMBOLS, cited, rows


def facts(text, own=""):
    return [(c.symbol.text, c.kind_word, c.date, c.issuer) for c in find_citations(text, own=own)]


def test_98(text_98):
    found = find_citations(text_98, own="98-CV/ĐU")
    assert len(found) == 7
    assert len({c.symbol.text for c in found}) == 6
    printed = [text_98[c.start : c.end] for c in found]
    assert printed == [
        "339-QĐ/TW", "168-KH/VPTW", "28-KH/ĐU", "204-QĐ/TW", "339-QĐ/TW", "11 -KH/ĐU", "59 -CV/ĐU",
    ]  # fmt: skip
    assert [(c.symbol.text, c.kind_word, c.date, c.issuer) for c in found] == [
        ("339-QĐ/TW", "quy định", date(2025, 7, 10), "Ban Bí thư Trung ương Đảng"),
        ("168-KH/VPTW", "kế hoạch", date(2025, 8, 21), "Văn phòng Trung ương Đảng"),
        ("28-KH/ĐU", "kế hoạch", date(2025, 10, 6), "Đảng ủy Chính phủ"),
        ("204-QĐ/TW", "quyết định", date(2025, 11, 29), "Ban Bí thư"),  # the printed, wrong year
        ("339-QĐ/TW", "quy định", date(2025, 7, 10), "Ban Bí thư"),
        ("11-KH/ĐU", "kế hoạch", date(2025, 12, 11), "Đảng ủy Tổng công ty"),
        ("59-CV/ĐU", "công văn", date(2025, 12, 12), "Đảng ủy Tổng công ty"),
    ]


def test_215(text_215):
    assert facts(text_215, own="Số 215-CV/TU") == [("21-KH/TU", "kế hoạch", date(2025, 9, 5), "Ban Thường vụ Thành ủy")]


def test_own_symbol_counts_when_not_told(text_215):
    assert [c.symbol.text for c in find_citations(text_215)] == ["215-CV/TU", "21-KH/TU"]


def test_the_same_symbol_of_another_day_is_a_citation():
    text = "Số 11-KH/ĐU\nthực hiện Kế hoạch số 11-KH/ĐU, ngày 06/10/2021 của Đảng ủy Chính phủ"
    assert facts(text, own="11-KH/ĐU") == [("11-KH/ĐU", "kế hoạch", date(2021, 10, 6), "Đảng ủy Chính phủ")]


def test_a_bare_date_is_no_citation_date():
    assert facts("theo Nghị quyết 12-NQ/ĐU, từ ngày 01/01/2026") == [("12-NQ/ĐU", "nghị quyết", None, "")]


def test_a_day_that_cannot_be():
    assert facts("Hướng dẫn số 01-HD/TW ngày 31/02/2026 của Ban Bí thư.") == [
        ("01-HD/TW", "hướng dẫn", None, "Ban Bí thư")
    ]


def test_long_dates_laws_and_verbs_behind_the_issuer():
    text = (
        "Luật số 91/2025/QH15; Nghị định số 30/2020/NĐ-CP, ngày 05 tháng 3 năm 2020 của Chính phủ và các quy định; "
        "Kế hoạch 03-KH/UBND của Ủy ban nhân dân tỉnh Nghệ An triển khai; Hướng dẫn số 26-HD/BTGDVTW, ngày "
        "27.8.2025 của Ban Tuyên giáo và Dân vận Trung ương và Công văn số 7-CV/ĐU của Đảng ủy cấp trên"
    )
    assert facts(text) == [
        ("91/2025/QH15", "luật", None, ""),
        ("30/2020/NĐ-CP", "nghị định", date(2020, 3, 5), "Chính phủ"),
        ("03-KH/UBND", "kế hoạch", None, "Ủy ban nhân dân tỉnh Nghệ An"),
        ("26-HD/BTGDVTW", "hướng dẫn", date(2025, 8, 27), "Ban Tuyên giáo và Dân vận Trung ương"),
        ("7-CV/ĐU", "công văn", None, "Đảng ủy cấp trên"),
    ]


def test_an_ambiguous_kind_without_its_word():
    assert facts("(339-QĐ/TW)") == [("339-QĐ/TW", "", None, "")]
    assert facts("(168-KH/VPTW)") == [("168-KH/VPTW", "kế hoạch", None, "")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Công văn số 59-CV/ĐU, ngày 12/12/2025", ("59-CV/ĐU", "công văn", date(2025, 12, 12), "")),
        ("Công văn 98\u2011CV/ĐU ngày 15/12/2025", ("98-CV/ĐU", "công văn", date(2025, 12, 15), "")),
        ("Công văn số 98\u00a0-\u00a0CV/ĐU, ngày\u00a015/12/2025", ("98-CV/ĐU", "công văn", date(2025, 12, 15), "")),
        (
            "Nghị quyết 27-NQ/TW, ngày 21/5/2018, của Ban Chấp hành Trung ương Đảng khóa XII về cải cách",
            ("27-NQ/TW", "nghị quyết", date(2018, 5, 21), "Ban Chấp hành Trung ương Đảng"),
        ),
        (
            "Quyết định 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ phê duyệt Chương trình",
            ("749/QĐ-TTg", "quyết định", date(2020, 6, 3), "Thủ tướng Chính phủ"),
        ),
        (
            "Công văn số 1234/UBND-NC ngày 5/1/2026 của Ủy ban nhân dân tỉnh Nghệ An về việc",
            ("1234/UBND-NC", "công văn", date(2026, 1, 5), "Ủy ban nhân dân tỉnh Nghệ An"),
        ),
        (
            "Nghị quyết số 1685/NQ-UBTVQH15 ngày 16/6/2025 của Ủy ban Thường vụ Quốc hội",
            ("1685/NQ-UBTVQH15", "nghị quyết", date(2025, 6, 16), "Ủy ban Thường vụ Quốc hội"),
        ),
        (
            "Thông tư liên tịch số 01/2016/TTLT-VPCP-BNV ngày 2/3/2016",
            ("01/2016/TTLT-VPCP-BNV", "thông tư liên tịch", date(2016, 3, 2), ""),
        ),
        (
            "Luật Bảo vệ bí mật nhà nước số 117/2025/QH15 ngày 10/12/2025 của Quốc hội",
            ("117/2025/QH15", "luật", date(2025, 12, 10), "Quốc hội"),
        ),
        (
            "Thông báo kết luận số 45-TB/VPTW, ngày 3/3/2026 của Văn phòng Trung ương Đảng",
            ("45-TB/VPTW", "thông báo", date(2026, 3, 3), "Văn phòng Trung ương Đảng"),
        ),
        (
            "văn bản số 2301/BNV-CVL ngày 05/6/2025 của Bộ Nội vụ",
            ("2301/BNV-CVL", "công văn", date(2025, 6, 5), "Bộ Nội vụ"),
        ),
        (
            "Quyết định số 1836 QĐ/TWĐTN, ngày 23/6/2006 của Ban Bí thư Trung ương Đoàn",
            ("1836 QĐ/TWĐTN", "quyết định", date(2006, 6, 23), "Ban Bí thư Trung ương Đoàn"),
        ),
        (
            "Quy chế số QC-01/CB-LH, ngày 10/8/2026 của Chi bộ",
            ("QC-01/CB-LH", "quy chế", date(2026, 8, 10), "Chi bộ"),
        ),
        (
            "nghị quyết 09-NQ/CB (DT), ngày 3/9/2026 của Chi bộ",
            ("09-NQ/CB", "nghị quyết", date(2026, 9, 3), "Chi bộ"),
        ),
        ("Hướng dẫn liên ngành số 01-HDLN/BTC-UBKT", ("01-HDLN/BTC-UBKT", "hướng dẫn liên ngành", None, "")),
        ("Công điện số 65/CĐ-TTg ngày 17/5/2025", ("65/CĐ-TTg", "công điện", date(2025, 5, 17), "")),
    ],
)
def test_as_people_write(text, found):
    assert facts(text) == [found]


def test_dates_that_stand_elsewhere():
    assert facts("Quy định 5-QĐ/ĐU ban hành ngày 3/4/2026 của Đảng ủy, các cơ quan") == [
        ("5-QĐ/ĐU", "quy định", date(2026, 4, 3), "Đảng ủy")
    ]
    assert facts("Quy định số 5-QĐ/ĐU của Đảng ủy (ngày 3/4/2026)") == [
        ("5-QĐ/ĐU", "quy định", date(2026, 4, 3), "Đảng ủy")
    ]
    assert facts("Quy định số 5-QĐ/ĐU của Đảng ủy có hiệu lực từ ngày 3/4/2026") == [
        ("5-QĐ/ĐU", "quy định", None, "Đảng ủy")
    ]


def test_lists_share_issuer_and_kind():
    text = "các Quy định số 12-QĐ/ĐU, số 13-QĐ/ĐU ngày 5/6/2025 của Đảng ủy Tổng công ty"
    assert facts(text) == [
        ("12-QĐ/ĐU", "quy định", None, "Đảng ủy Tổng công ty"),
        ("13-QĐ/ĐU", "quy định", date(2025, 6, 5), "Đảng ủy Tổng công ty"),
    ]


def test_all_real_symbols_in_all_ways_to_cite():
    for row in rows():
        for pattern in CITED if row.date else ():
            text = cited(row, pattern)
            ((symbol, kind, day, issuer),) = facts(text)
            assert symbol == row.symbol.removesuffix(" (DT)"), text
            assert (kind, day, equality_key(issuer)) == (row.kind, row.date, equality_key(row.issuer)), text


def test_numbers_that_are_no_symbols():
    assert facts(NO_SYMBOLS) == []
