"""Marks of secrecy and urgency: stamps, not words (RULES.md section 19)."""

import unicodedata

import pytest

from portal.papers.secrecy import secrecy_mark, urgency_mark

BODY = "ĐẢNG ỦY X\n*\nSố 12-BC/ĐU\n{}\nĐẢNG CỘNG SẢN VIỆT NAM\nHà Nội, ngày 01 tháng 02 năm 2026\nBÁO CÁO\n"


def test_both_letters_pass(letter):
    _, path = letter
    assert secrecy_mark(path.read_text(encoding="utf-8"), path.name) is None


@pytest.mark.parametrize(
    ("stamp", "grade"),
    [
        ("MẬT", "Mật"),
        ("TỐI MẬT", "Tối mật"),
        ("TUYỆT MẬT", "Tuyệt mật"),
        ("[ MẬT ]", "Mật"),
        ("**MẬT**", "Mật"),
        ("M Ậ T", "Mật"),
        ("MẬT Bản số: 03", "Mật"),
        ("Độ mật: Tối mật", "Tối mật"),
        ("TỐI MẬT ĐẢNG CỘNG SẢN VIỆT NAM", "Tối mật"),
        ("Số 12-BC/ĐU MẬT", "Mật"),
        (unicodedata.normalize("NFD", "TUYỆT MẬT"), "Tuyệt mật"),
    ],
)
def test_stamps(stamp, grade):
    assert secrecy_mark(BODY.format(stamp)) == grade


@pytest.mark.parametrize(
    "line",
    [
        "quy định về bảo mật, an toàn thông tin",
        "BẢO MẬT",
        "BÍ MẬT NHÀ NƯỚC",
        "CÔNG TÁC BẢO MẬT THÔNG TIN",
        "Mật khẩu lần đầu",
        "Mật",
        "MẶT TRẬN",
        "ĐỘ MẬT ONG",
    ],
)
def test_words_are_no_marks(line):
    assert secrecy_mark(BODY.format(line)) is None


def test_far_from_the_head_is_no_mark():
    assert secrecy_mark("dòng\n" * 200 + "MẬT\n") is None


@pytest.mark.parametrize(
    ("name", "grade"),
    [
        ("12-BC-ĐU MẬT.pdf", "Mật"),
        ("TỐI_MẬT_bao cao.docx", "Tối mật"),
        (unicodedata.normalize("NFD", "TUYỆT MẬT.pdf"), "Tuyệt mật"),
        ("BC TOI MAT.pdf", "Tối mật"),
        ("BC (MAT).pdf", "Mật"),
        ("BẢO MẬT.pdf", None),
        ("bảo mật thông tin.pdf", None),
        ("MAT TRAN TO QUOC.pdf", None),
        ("98-CV-DU.md", None),
        ("Mật ong.pdf", None),
    ],
)
def test_file_names(name, grade):
    assert secrecy_mark("", name) == grade


@pytest.mark.parametrize(
    ("line", "urgency"),
    [("KHẨN", "Khẩn"), ("HỎA TỐC", "Hỏa tốc"), ("Thượng khẩn", None), ("KHẨN TRƯƠNG", None)],
)
def test_urgency(line, urgency):
    assert urgency_mark(BODY.format(line)) == urgency
