"""Vietnamese text: the orders, keys and folds of domain/TEXT.md, sections 2 to 6."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.text import equality_key, fold, name_sort_key, nfc, safe_file_name, slug, sort_key, squeeze, words

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
VIETNAMESE = st.text(alphabet=LETTERS + LETTERS.upper() + " 0123456789-/.,", max_size=60)
ANY = st.text(max_size=80)
many = settings(max_examples=200, deadline=None, derandomize=True)


@pytest.mark.parametrize("order", [
    ["ba", "bà", "bả", "bã", "bá", "bạ"], ["ác", "ách"], ["ang", "anh"], ["a", "az", "ă", "â", "b"],
    ["da", "dz", "đa", "e", "ez", "ê"], ["o", "oz", "ô", "ơ", "u", "ư"], ["ba cũng", "bà an"],
    ["Tổ 2", "Tổ 10"], ["An", "An Bình", "Anh"],
])
def test_checked_orders(order: list[str]) -> None:
    for written in (str, str.upper, lambda text: unicodedata.normalize("NFD", text)):
        texts = [written(text) for text in order]
        assert sorted(set(texts), key=sort_key) == texts


def test_order_of_persons() -> None:
    order = ["Phạm Ái", "Bùi An", "Nguyễn An", "Trần Văn Anh", "Nguyễn Thị Ánh", "Võ Ăn", "Lê Thị Ân", "Lê Dung",
             "Hoàng Dũng", "Đỗ Đức", "Lê Hoa"]
    assert sorted(set(order), key=name_sort_key) == order
    assert name_sort_key("Lê Hòa") == name_sort_key("Lê Hoà")
    assert name_sort_key("Lê Hoa") < name_sort_key("Lê Hòa")
    assert name_sort_key("") == name_sort_key("…") == ""


@pytest.mark.parametrize(("one", "other", "same"), [
    ("hòa", "hoà", True), ("thủy", "thuỷ", True), ("ủy", "uỷ", True), ("ỦY", "Uỷ", True),
    ("Hòa", unicodedata.normalize("NFD", "Hoà"), True), ("hoa", "hòa", False), ("Lý", "Lí", False),
    ("quý", "quí", False), ("  Chi  bộ Ga", "chi bộ ga", True),
])
def test_equality(one: str, other: str, same: bool) -> None:
    assert (equality_key(one) == equality_key(other)) is same


@pytest.mark.parametrize(("text", "folded"), [
    ("Đảng ủy", "dang uy"), ("Đảng uỷ", "dang uy"), ("Đường sắt", "duong sat"), ("98-CV/ĐU", "98-cv/du"),
    (unicodedata.normalize("NFD", "Đường sắt"), "duong sat"),
])
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@many
@given(VIETNAMESE)
def test_fold_keeps_length_and_is_ascii(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(text).isascii()
    assert fold(fold(text)) == fold(text) == fold(unicodedata.normalize("NFD", text)) == fold(text.upper())


@many
@given(ANY)
def test_entrance_is_nfc_without_control_signs_and_settled(text: str) -> None:
    for clean in (nfc, squeeze):
        once = clean(text)
        assert unicodedata.is_normalized("NFC", once)
        assert not any(unicodedata.category(sign) == "Cc" and sign not in "\t\n\r" for sign in once)
        assert clean(once) == once
    assert "\n" not in squeeze(text)


def test_signs_that_no_page_may_hold_are_left_out() -> None:
    every = "".join(map(chr, (*range(0x20), *range(0x7f, 0xa0))))
    assert nfc(f"a{every}b") == "a\t\n\r\nb"
    assert squeeze("Chi bộ\x85Ga\x93 Vinh\x94") == "Chi bộ Ga Vinh"
    assert nfc("e\x80\u0301") == "é"
    assert safe_file_name("Bao\x85 cao\x9f.pdf") == "Bao cao.pdf"


@many
@given(VIETNAMESE, VIETNAMESE)
def test_order_is_the_same_for_both_normal_forms_and_cases(one: str, other: str) -> None:
    assert (sort_key(one) < sort_key(other)) == (
        sort_key(unicodedata.normalize("NFD", one)) < sort_key(other.upper()))
    assert sort_key(one).isascii()


@many
@given(VIETNAMESE)
def test_equal_texts_stand_together(text: str) -> None:
    assert equality_key(text) == equality_key(text.upper()) == equality_key(f"  {text} ")
    assert name_sort_key(text) == name_sort_key(" ".join(words(text)))


@many
@given(ANY)
def test_a_file_name_is_only_a_name(name: str) -> None:
    safe = safe_file_name(name)
    assert 0 < len(safe) <= 120
    assert safe not in (".", "..")
    assert not safe.startswith(".")
    assert not set(safe) & set('/\\<>:"|?*\x00\r\n\u202e')
    assert unicodedata.is_normalized("NFC", safe)
    assert safe_file_name(safe) == safe


@pytest.mark.parametrize(("given_name", "kept"), [
    ("../../etc/passwd", "passwd"), ("C:\\Hồ sơ\\nghị quyết.pdf", "nghị quyết.pdf"), ("", "tep"), ("...", "tep"),
    ("công văn\u202efdp.exe", "công vănfdp.exe"), ("\ufeffsố\u200b 9.pdf", "số 9.pdf"),
    ("a" * 300 + ".docx", "a" * 115 + ".docx"), (" x .pdf", "x.pdf"),
    (unicodedata.normalize("NFD", "Nghị quyết.pdf"), "Nghị quyết.pdf"),
])
def test_file_names_seen(given_name: str, kept: str) -> None:
    assert safe_file_name(given_name) == kept


def test_slug() -> None:
    assert slug("Văn bản của Đảng ủy (2025)") == "van-ban-cua-dang-uy-2025"
