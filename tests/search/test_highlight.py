"""Marks and passages."""

import pytest

from portal.search.highlight import excerpt, mark


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Công tác cán bộ nữ", "can bo", ["cán bộ"]),
        ("Công tác cán bộ nữ", "CÁN nữ", ["cán", "nữ"]),
        ("Số 98-CV/ĐU ngày", "98 cv du", ["98-CV/ĐU"]),
        ("Hoà giải", "hòa", ["Hoà"]),
        ("ca\u0301n bộ", "cán", ["cán"]),
        ("Lý Công Sáng, bác sĩ Quí", "lí công sáng bác sỹ quý", ["Lý Công Sáng", "bác sĩ Quí"]),
        ("tay và tai", "tay", ["tay"]),
        ("Không có gì", "xyz", []),
        ("Không có gì", "", []),
        ("đoàn thể", "đoàn -thể", ["đoàn"]),
        ("<b>đoàn</b>", "đoàn", ["đoàn"]),
    ],
)
def test_mark(text: str, query: str, marked: list[str]) -> None:
    assert [piece for piece, is_marked in mark(text, query) if is_marked] == marked


def test_the_best_passage_is_shown() -> None:
    filler = "Phần này nói về việc khác hẳn và rất dài dòng. " * 40
    text = f"{filler}Bộ nào cũng vậy. {filler}Nghị quyết về cán bộ\nlà then chốt. {filler}"
    pieces = excerpt(text, "nghị quyết cán bộ", width=120)
    assert "".join(piece for piece, marked in pieces if marked) == "Nghị quyếtcán bộ"
    assert (pieces[0], pieces[-1]) == (("…", False), ("…", False))
    shown = "".join(piece for piece, _ in pieces)
    assert 90 < len(shown) <= 122
    assert "\n" not in shown
    assert shown[1:2].strip()


def test_short_texts_are_whole_and_long_ones_begin_at_the_beginning() -> None:
    assert excerpt("Ngắn  gọn", "gì") == [("Ngắn gọn", False)]
    assert excerpt("từ " * 500, "gì", width=50) == [(("từ " * 17).strip(), False), ("…", False)]
    assert excerpt("", "gì") == []


def test_texts_are_capped() -> None:
    pieces = mark("a " * 150_000 + "đoàn", "đoàn")
    assert [marked for _, marked in pieces] == [False]
    assert len(excerpt("a " * 500_000 + "đoàn", "đoàn")) == 2
