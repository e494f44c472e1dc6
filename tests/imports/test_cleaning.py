"""Cells become fields: names, numbers, days, values; every refusal has its code."""

import unicodedata
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.text import nfc
from portal.imports.models import Problem
from portal.imports.services.cells import Cell, CellBook
from portal.imports.services.cleaning import Cleaned, Reading, clean, proper_name
from portal.imports.services.days import NoDay, day_of

TODAY = date(2026, 11, 22)
COLUMNS = ["full_name", "citizen_id", "card_number", "birth_date", "sex", "state", "cell_name", "phone", "joined_on"]
BOOK = CellBook.of([Cell(1, "Chi bộ 1", "01.A", "Đảng bộ Hà Nội"), Cell(2, "Chi bộ 1", "02.A", "Đảng bộ Vinh"),
                    Cell(3, "Chi bộ Ga Hòa Hưng", "", "Đảng bộ Sài Gòn")])


def reading(**how: object) -> Reading:
    given: dict[str, object] = {"columns": {name: place for place, name in enumerate(COLUMNS)}, "chosen": {},
                                "book": BOOK, "today": TODAY, "since": TODAY, **how}
    return Reading(**given)  # type: ignore[arg-type]


def row(how: Reading | None = None, **cells: str) -> Cleaned:
    found = clean([cells.get(name, "") for name in COLUMNS], how or reading())
    assert found is not None
    return found


def codes(found: Cleaned) -> set[str]:
    return {code for _, code, _ in found.problems}


@pytest.mark.parametrize(("typed", "meant"), [
    ("NGUYỄN THỊ ÁNH", "Nguyễn Thị Ánh"), ("Nguyễn Thị ÁNH", "Nguyễn Thị ÁNH"), ("nguyễn thị ánh", "nguyễn thị ánh"),
    ("  LÊ   VĂN\u00a0HÒA ", "Lê Văn Hòa"), ("H'HEN NIÊ", "H'Hen Niê"), ("ĐẶNG Y-THU", "Đặng Y-Thu"),
    (unicodedata.normalize("NFD", "ĐỖ ĐỨC ỔN"), "Đỗ Đức Ổn"), ("\u202eTrần\u200b Bình\u200f", "Trần Bình")])
def test_names(typed: str, meant: str) -> None:
    assert row(full_name=typed).fields["full_name"] == meant


@pytest.mark.parametrize(("typed", "problem"), [
    ("", Problem.NO_NAME), ("An 😀", Problem.NAME_SIGNS), ("An 2", Problem.NAME_SIGNS),
    ("<b>An</b>", Problem.NAME_SIGNS), ("An (Bí thư)", Problem.NAME_SIGNS), ("a" * 121, Problem.NAME_LONG)])
def test_names_refused(typed: str, problem: str) -> None:
    assert codes(row(full_name=typed, phone="0912345678")) == {problem}


@given(st.text(max_size=60))
def test_proper_names_are_nfc_and_settled(text: str) -> None:
    name = proper_name(text)
    assert unicodedata.is_normalized("NFC", name)
    assert proper_name(name) == name or name == name.upper()


@pytest.mark.parametrize(("typed", "problem"), [
    ("87084000999", Problem.ID_ZERO), ("123456789", Problem.ID_OLD), ("8.7084E+10", Problem.ID_SHORTENED),
    ("8,7E+10", Problem.ID_SHORTENED), ("12345", Problem.ID_FORM), ("1234567890123", Problem.ID_FORM),
    ("99900000000x", Problem.ID_FORM), ("٠٨٧٠٨٤٠٠٠٩٩٩", Problem.ID_FORM)])
def test_citizen_ids_refused(typed: str, problem: str) -> None:
    assert codes(row(full_name="An", citizen_id=typed)) == {problem}


def test_citizen_ids_with_blanks_and_marks() -> None:
    assert row(full_name="An", citizen_id=" 087 084\u00a0000.999 ").fields["citizen_id"] == "087084000999"


def test_lost_zeros_come_back_only_when_asked() -> None:
    how = reading(add_zeros=True)
    found = row(how, full_name="An", citizen_id="87084000999", card_number="87084000999", phone="912345678")
    assert not found.problems
    assert found.fields["citizen_id"] == found.fields["card_number"] == "087084000999"
    assert found.fields["phone"] == "0912345678"
    assert how.zeros == 2
    asked = reading()
    assert codes(row(asked, full_name="An", citizen_id="87084000999", phone="912345678")) == {
        Problem.ID_ZERO, Problem.PHONE_ZERO}
    assert asked.zeros == 2


@pytest.mark.parametrize(("typed", "meant"), [
    ("0912 345 678", "0912345678"), ("+84912345678", "+84912345678"), ("024.3825.1234", "02438251234"),
    ("(024) 38251234", "02438251234"), ("*******678", "*******678")])
def test_phones(typed: str, meant: str) -> None:
    assert row(full_name="An", phone=typed).fields["phone"] == meant


@pytest.mark.parametrize("typed", ["abc", "12", "9.1E+08", "0912345678/0987654321"])
def test_phones_refused(typed: str) -> None:
    assert codes(row(full_name="An", phone=typed)) == {Problem.PHONE_FORM}


@pytest.mark.parametrize("typed", [
    "02/01/1985", "2/1/1985", "02.01.1985", "2-1-1985", "1985-01-02", "1985-01-02 00:00:00", "1985/01/02", "31049",
    "31049.5", "ngày 2 tháng 1 năm 1985", "2 tháng 01 năm 1985", "02 / 01 / 1985", " 02/01/1985 ", "02/01/1985 00:00"])
def test_days(typed: str) -> None:
    assert day_of(typed, today=TODAY) == date(1985, 1, 2)


@pytest.mark.parametrize(("typed", "problem"), [
    ("1985", Problem.DATE_YEAR), ("năm 1985", Problem.DATE_YEAR), ("01/1985", Problem.DATE_MONTH),
    ("1985-01", Problem.DATE_MONTH), ("tháng 1 năm 1985", Problem.DATE_MONTH), ("02/01/85", Problem.DATE_SHORT),
    ("31/02/1985", Problem.DATE_NONE), ("12/25/1985", Problem.DATE_TURNED), ("0/1/1985", Problem.DATE_NONE),
    ("mùa xuân", Problem.DATE_FORM), ("", Problem.DATE_FORM), ("02/01/1885", Problem.DATE_RANGE),
    ("02/01/2999", Problem.DATE_RANGE), ("99999", Problem.DATE_RANGE)])
def test_what_is_no_day(typed: str, problem: Problem) -> None:
    with pytest.raises(NoDay) as raised:
        day_of(typed, today=TODAY)
    assert raised.value.problem == problem


@given(st.dates(date(1927, 5, 19), TODAY))
def test_every_way_to_write_a_day_means_that_day(day: date) -> None:
    for text in (day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day}.{day.month}.{day.year}", f"{day:%d-%m-%Y}",
                 f"ngày {day:%d} tháng {day.month} năm {day.year}", str((day - date(1899, 12, 30)).days)):
        assert day_of(text, today=TODAY) == day
    later = (day - date(1904, 1, 1)).days
    if later > 9999:
        assert day_of(str(later), today=TODAY, date1904=True) == day


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_says_why_not(text: str) -> None:
    with suppress(NoDay):
        assert date(1900, 1, 1) <= day_of(text, today=TODAY) <= TODAY


def test_days_after_birth() -> None:
    assert codes(row(full_name="An", birth_date="02/01/1985", joined_on="02/01/1985")) == {Problem.DATE_ORDER}
    assert TODAY + timedelta(days=1) > TODAY


@pytest.mark.parametrize(("typed", "meant"), [("Nam", "male"), ("NỮ", "female"), ("nu", "female"), ("", None)])
def test_sexes(typed: str, meant: str | None) -> None:
    assert row(full_name="An", sex=typed).fields.get("sex") == meant


def test_states() -> None:
    assert row(full_name="An", state="Đảng viên dự bị").fields["state"] == "probationary"
    assert "state" not in row(full_name="An", state="Đang sinh hoạt").fields
    unknown = row(full_name="An", state="loại 1")
    assert codes(unknown) == {Problem.VALUE_STATE}
    assert unknown.unclear == [("state", "loại 1", [])]
    assert row(reading(chosen={"state": {"loai 1": "official"}}), full_name="An",
               state="LOẠI 1").fields["state"] == "official"
    assert "state" not in row(reading(chosen={"state": {"loai 1": ""}}), full_name="An", state="loại 1").fields


@pytest.mark.parametrize(("typed", "meant"), [
    ("01.a", 1), ("Chi bộ 1, Đảng bộ Vinh", 2), ("Đảng bộ Hà Nội - Chi bộ 1", 1), ("CHI BỘ GA HOÀ HƯNG", 3),
    ("chi bo ga hoa hung", 3)])
def test_cells(typed: str, meant: int) -> None:
    assert row(full_name="An", cell_name=typed).fields["cell"] == meant


def test_ambiguous_and_unknown_cells_wait() -> None:
    assert row(full_name="An", cell_name="Chi bộ 1").unclear == [("cell_name", "Chi bộ 1", [1, 2])]
    assert row(full_name="An", cell_name="Chi bộ 9").unclear == [("cell_name", "Chi bộ 9", [])]
    how = reading(chosen={"cell_name": {"chi bo 1": 2}})
    assert row(how, full_name="An", cell_name="Chi bộ 1").fields["cell"] == 2


def test_a_row_without_anything_is_no_row() -> None:
    assert clean(["", "  ", ""], reading()) is None
    assert clean([], reading()) is None


@given(st.lists(st.text(max_size=20), min_size=len(COLUMNS), max_size=len(COLUMNS)))
def test_any_row_is_cleaned(cells: list[str]) -> None:
    found = clean([nfc(cell) for cell in cells], reading(add_zeros=True))
    if found is not None:
        assert all(isinstance(code, str) for _, code, _ in found.problems)
        assert found.fields or found.problems or found.unclear
