"""Headings found under titles, merged cells and numbering; columns guessed."""

from hypothesis import given
from hypothesis import strategies as st

from portal.imports.models import HEADINGS
from portal.imports.services.headings import find, fingerprint, guess
from portal.members.api import EXPORT_COLUMNS
from tests.factories.imports import REAL


def test_the_real_export() -> None:
    assert guess(REAL) == {"full_name": 1, "card_number": 2, "citizen_id": 3, "birth_date": 4, "joined_on": 5,
                           "cell_name": 6, "state": 8}


def test_our_own_export() -> None:
    found = guess([one.heading for one in EXPORT_COLUMNS])
    assert {EXPORT_COLUMNS[place].key: name for name, place in found.items()} == {
        one.key: one.key for one in EXPORT_COLUMNS if one.key != "number"}


def test_under_titles_and_over_numbering() -> None:
    rows = [(1, ["ĐẢNG BỘ TỔNG CÔNG TY"]), (3, ["DANH SÁCH ĐẢNG VIÊN"]), (5, REAL),
            (6, [f"({number})" for number in range(1, 10)]), (7, ["1", "NGUYỄN VĂN AN"])]
    heading = find(rows)
    assert (heading.first, heading.last) == (5, 6)
    assert heading.titles == REAL


def test_merged_cells_of_two_rows() -> None:
    """Name over two columns; "Vào Đảng" over its two days; the others merged downwards."""
    rows = [(1, ["DANH SÁCH", "", "", "", "", ""]), (2, ["STT", "Họ và tên", "", "Số CCCD", "Ngày vào Đảng", ""]),
            (3, ["", "", "", "", "Dự bị", "Chính thức"]), (4, ["1", "Nguyễn Văn", "An", "999", "", ""])]
    merged = [[1, 0, 1, 5], [2, 0, 3, 0], [2, 1, 3, 2], [2, 3, 3, 3], [2, 4, 2, 5]]
    heading = find(rows, merged)
    assert (heading.first, heading.last) == (2, 3)
    assert guess(heading.titles) == {"family_name": 1, "given_name": 2, "citizen_id": 3, "joined_on": 4,
                                     "official_on": 5}


def test_variants_people_write() -> None:
    titles = ["TT", "HỌ, CHỮ ĐỆM VÀ TÊN", "Giới tính (Nam/Nữ)", "Ngày, tháng, năm sinh", "Số CCCD/ĐDCN",
              "Ngày vào Đảng (dự bị)", "Ngày công nhận chính thức", "SĐT", "Nơi ở hiện nay", "Quê quán"]
    assert guess(titles) == {"full_name": 1, "sex": 2, "birth_date": 3, "citizen_id": 4, "joined_on": 5,
                             "official_on": 6, "phone": 7}


def test_residence_is_not_the_cell() -> None:
    assert "cell_name" not in guess(["Họ và tên", "Chi bộ nơi cư trú"])


def test_without_any_known_word_the_first_row_serves() -> None:
    heading = find([(1, ["Bảng"]), (4, ["a", "b"]), (5, ["c", "d"])])
    assert (heading.first, heading.titles) == (4, ["a", "b"])
    assert find([], []).titles == []


def test_a_person_may_name_the_row() -> None:
    assert find([(1, REAL), (2, ["x", "y"])], at=2).first == 2


def test_fingerprints() -> None:
    assert fingerprint(REAL) == fingerprint([title.upper() for title in REAL])
    assert fingerprint(REAL) != fingerprint(REAL[::-1])


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=8),
       st.lists(st.tuples(*[st.integers(-1, 9)] * 4).map(list), max_size=4))
def test_any_table_has_a_heading(table: list[list[str]], merged: list[list[int]]) -> None:
    heading = find([(number, cells) for number, cells in enumerate(table, start=1)], merged)
    width = max(map(len, table), default=0)
    assert len(heading.titles) == width
    found = guess(heading.titles)
    assert set(found) <= set(HEADINGS)
    assert len(set(found.values())) == len(found)
