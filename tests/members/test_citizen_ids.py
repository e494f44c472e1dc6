"""What a citizen id says against what is recorded: warnings, never refusals."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.errors import DomainError
from portal.members.models.citizen_ids import (
    OTHER_SEX,
    OTHER_YEAR,
    UNKNOWN_PROVINCE,
    birth_year,
    id_warnings,
    province,
    sex_of,
)
from portal.members.services import check_citizen_id
from portal.seeds.provinces import PROVINCES


def test_sixty_three_provinces() -> None:
    assert len(PROVINCES) == 63
    assert PROVINCES["001"] == "Hà Nội" and PROVINCES["087"] == "Đồng Tháp" and PROVINCES["096"] == "Cà Mau"


def test_the_example_of_the_letter() -> None:
    number = "087084000999"
    assert (province(number), sex_of(number), birth_year(number)) == ("Đồng Tháp", "male", 1984)
    assert id_warnings(number, "male", date(1984, 5, 6)) == []
    assert id_warnings(number, "female", date(1984, 5, 6)) == [OTHER_SEX]
    assert id_warnings(number, "male", date(1985, 5, 6)) == [OTHER_YEAR]
    assert id_warnings("999084000001") == [UNKNOWN_PROVINCE]


@pytest.mark.parametrize(("number", "words"), [
    ("87084000999", "số 0 ở đầu"), ("123456789", "chứng minh nhân dân"), ("08708400099a", "12 chữ số"),
    ("", "12 chữ số"), ("０８７０８４０００９９９", "12 chữ số")])
def test_what_is_no_citizen_id_is_refused_in_words(number: str, words: str) -> None:
    with pytest.raises(DomainError) as caught:
        check_citizen_id(number)
    assert words in str(caught.value.message)
    assert id_warnings(number, "male", date(1984, 1, 1)) == []


@given(st.sampled_from(sorted(PROVINCES)), st.sampled_from(["male", "female"]),
       st.dates(date(1900, 1, 1), date(2399, 12, 31)),
       st.integers(0, 999_999))
def test_a_number_made_by_the_rule_fits(code: str, sex: str, born: date, rest: int) -> None:
    digit = (born.year // 100 - 19) * 2 + (sex == "female")
    number = f"{code}{digit}{born.year % 100:02d}{rest:06d}"
    check_citizen_id(number)
    assert id_warnings(number, sex, born) == []
    assert OTHER_SEX in id_warnings(number, "male" if sex == "female" else "female", born)
    assert OTHER_YEAR in id_warnings(number, sex, date(born.year % 2399 + 1, 1, 1))


@given(st.from_regex(r"\A[0-9]{12}\Z"), st.sampled_from(["", "male", "female"]), st.none() | st.dates())
def test_any_twelve_digits_are_taken(number: str, sex: str, born: date | None) -> None:
    check_citizen_id(number)
    assert len(id_warnings(number, sex, born)) <= 3
