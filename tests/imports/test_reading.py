"""Files of every kind, judged by content; hostile ones cost nothing but themselves."""

import datetime
import subprocess
import sys
import unicodedata
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from portal.imports.models import SENTENCES, Problem
from portal.imports.services.reading import CHILD, Sheet, read_sheet
from tests.factories.imports import csv_file, xlsx
from tests.imports import books

ROWS = [["Họ và tên", "Số CCCD"], ["Nguyễn Thị Ánh", "099900000001"]]
pytestmark = [pytest.mark.once, pytest.mark.usefixtures("children")]
READ = [(1, ROWS[0]), (2, ROWS[1])]


def read(data: bytes, tmp_path: Path, name: str = "tep", **how: int) -> tuple[Sheet, list[tuple[int, list[str]]]]:
    place = tmp_path / name
    place.write_bytes(data)
    with read_sheet(place, **how) as sheet:  # type: ignore[arg-type]
        return sheet, [(number, cells) for number, cells in sheet.rows]


@pytest.mark.parametrize("data", [
    xlsx(ROWS), books.ods(ROWS), books.xls(ROWS), csv_file(ROWS), csv_file(ROWS, ";"), csv_file(ROWS, "\t", "utf-16"),
    csv_file(ROWS, encoding="utf-8"), csv_file(ROWS, "\t", "utf-16-le"), b"sep=;\n" + csv_file(ROWS, ";", "utf-8"),
], ids=["xlsx", "ods", "xls", "csv", "semicolon", "tab utf-16", "no mark", "utf-16 without mark", "sep="])
def test_every_kind_reads_the_same(data: bytes, tmp_path: Path) -> None:
    sheet, rows = read(data, tmp_path)
    assert not sheet.problem
    assert rows == READ


def test_the_name_says_nothing(tmp_path: Path) -> None:
    assert read(xlsx(ROWS), tmp_path, "a.csv")[1] == read(csv_file(ROWS), tmp_path, "a.xlsx")[1] == READ


def test_windows_1258_and_decomposed_letters_become_nfc(tmp_path: Path) -> None:
    nfd = [[unicodedata.normalize("NFD", cell) for cell in row] for row in ROWS]
    assert read(csv_file(nfd, encoding="utf-8"), tmp_path)[1] == READ
    text = "\r\n".join(",".join(row) for row in ROWS)
    body = bytearray()
    for sign in text:
        try:
            body += sign.encode("cp1258")
        except UnicodeEncodeError:
            bare, *marks = unicodedata.normalize("NFD", sign)
            keep = unicodedata.normalize("NFC", bare + "".join(one for one in marks if one in "\u0302\u0306\u031b"))
            body += keep.encode("cp1258") + b"".join(
                one.encode("cp1258") for one in marks if one not in "\u0302\u0306\u031b")
    assert read(bytes(body), tmp_path)[1] == READ


def test_wrapped_digits_and_harmless_quotes_are_unwrapped(tmp_path: Path) -> None:
    _, rows = read(b'a,b,c\n"=""0123""",\'+84912345678,\'abc\n', tmp_path)
    assert rows[1] == (2, ["0123", "+84912345678", "'abc"])


def test_values_of_a_workbook(tmp_path: Path) -> None:
    """Formulas by their value, days as ISO, numbers without a point, rows by their place in the file."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    cover, page = book.add_worksheet("Bìa"), book.add_worksheet("Danh sách")
    cover.write(0, 0, "DANH SÁCH")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    page.merge_range(1, 0, 1, 3, "TIÊU ĐỀ")
    page.write_row(3, 0, ["Họ và tên", "Ngày sinh", "Số", "Tính"])
    page.write_string(5, 0, "An")
    page.write_datetime(5, 1, datetime.datetime(1985, 1, 2), day)
    page.write_number(5, 2, 87084000999)
    page.write_formula(5, 3, "=1+1", None, 2)
    page.write_row(6, 0, ["Bình", 31049, 1.5, True])
    book.close()
    sheet, rows = read(out.getvalue(), tmp_path)
    assert (sheet.name, sheet.others) == ("Danh sách", ["Bìa"])
    assert sheet.merged == [[2, 0, 2, 3]]
    assert rows[1:] == [(4, ["Họ và tên", "Ngày sinh", "Số", "Tính"]), (6, ["An", "1985-01-02", "87084000999", "2"]),
                        (7, ["Bình", "31049", "1.5", "TRUE"])]


@pytest.mark.parametrize("since1904", [False, True])
def test_the_epoch_of_serial_numbers_is_known(tmp_path: Path, since1904: bool) -> None:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": since1904})
    page = book.add_worksheet()
    page.write_row(0, 0, ["a", "b"])
    page.write_datetime(1, 0, datetime.datetime(1985, 1, 2), book.add_format({"num_format": "d.m.yyyy"}))
    book.close()
    sheet, rows = read(out.getvalue(), tmp_path)
    assert sheet.date1904 is since1904
    assert rows[1] == (2, ["1985-01-02"])


def test_days_of_an_opendocument_sheet(tmp_path: Path) -> None:
    assert read(books.ods([["a", "b"], ["date:1985-01-02", "x"]]), tmp_path)[1][1] == (2, ["1985-01-02", "x"])


def huge_part() -> bytes:
    return books.zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>",
                         "xl/worksheets/sheet1.xml": b" " * 450_000_000})


def far_cell() -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    page.write(0, 0, "a")
    page.write(1048575, 300, "b")
    book.close()
    return out.getvalue()


USELESS = {
    "nothing": (b"", Problem.EMPTY), "blanks": (b" \n\t ", Problem.EMPTY), "pdf": (b"%PDF-1.7\n%abc", Problem.KIND),
    "one line": (b"chi mot dong chu", Problem.KIND), "bytes": (bytes(range(256)) * 20, Problem.KIND),
    "web page": (b"<html><table>", Problem.WEB), "broken zip": (b"PK\x03\x04abc", Problem.BROKEN),
    "word": (books.zipped({"word/document.xml": "<w/>"}), Problem.KIND), "cut": (xlsx(ROWS)[:-200], Problem.BROKEN),
    "old word": (books.compound({"WordDocument": b"abc"}), Problem.KIND),
    "locked xlsx": (books.compound({"EncryptedPackage": b"abc"}), Problem.ENCRYPTED),
    "locked xls": (books.xls(ROWS, locked=True), Problem.ENCRYPTED),
    "locked ods": (books.ods(ROWS, "<encryption-data/>"), Problem.ENCRYPTED),
    "empty sheet": (xlsx([]), Problem.EMPTY), "wide xlsx": (xlsx([["x"] * 200]), Problem.COLUMNS),
    "wide csv": (csv_file([["x"] * 200]), Problem.COLUMNS), "long xlsx": (xlsx([["a", "b"]] * 31), Problem.ROWS),
    "long csv": (csv_file([["a", "b"]] * 31), Problem.ROWS),
}


@pytest.mark.parametrize(("data", "problem"), USELESS.values(), ids=USELESS)
def test_what_can_not_be_used_is_said(data: bytes, problem: Problem, tmp_path: Path) -> None:
    sheet, rows = read(data, tmp_path, most_rows=30)
    assert sheet.problem == problem
    assert rows == []
    assert SENTENCES[problem]


@pytest.mark.parametrize("make", [huge_part, far_cell])
def test_bombs_stay_in_the_child(make: object, tmp_path: Path) -> None:
    sheet, rows = read(make(), tmp_path, memory_mb=512, timeout_s=20)  # type: ignore[operator]
    assert sheet.problem in (Problem.LARGE, Problem.COLUMNS, Problem.TIMEOUT, Problem.BROKEN)
    assert rows == []


def test_a_missing_file_is_a_broken_one() -> None:
    with read_sheet(None) as sheet:
        assert sheet.problem == Problem.BROKEN


def test_a_child_that_reads_a_workbook_loads_no_parsers_of_letters() -> None:
    asked = f"import runpy, sys; runpy.run_path({str(CHILD)!r}); print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert {one for one in loaded if one.startswith("portal.")} == {
        "portal.core", "portal.core.text", "portal.papers", "portal.papers.bounds"}
