"""Citations of both letters exactly as DOCUMENTS.md section 11, and rules 7 and 8."""

from datetime import date

from portal.papers.citations import find_citations


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
