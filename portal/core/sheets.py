"""Tables that open rightly in Excel: XLSX, and CSV with a byte-order mark.

Citizen ids, cards and phone numbers are text in both (leading zeros stay); nothing typed by a person is ever
a formula (SECURITY 1.3.5). `answer` sends one as a download.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from werkzeug.wrappers import Response

from portal.core import clock

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, a width in signs, and whether the values are digits that must keep their zeros."""

    label: Any
    width: int = 18
    digits: bool = False


def xlsx(title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet: headings in bold and kept in sight, every value as text but whole numbers."""
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "in_memory": False, "strings_to_formulas": False,
                                     "strings_to_urls": False})
    sheet = book.add_worksheet(title[:31].translate({ord(sign): " " for sign in "[]:*?/\\"}) or "Trang 1")
    bold, text = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "@"})
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width, text if column.digits else None)
        sheet.write_string(0, place, str(column.label), bold)
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if isinstance(value, int) and not isinstance(value, bool) and not columns[place].digits:
                sheet.write_number(number, place, value)
            else:
                sheet.write_string(number, place, shown(value), text if columns[place].digits else None)
    book.close()
    return out.getvalue()


def csv_text(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with a byte-order mark; digits as `="0123"`, which Excel shows with their zeros."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([str(column.label) for column in columns])
    for row in rows:
        writer.writerow([_digits(value) if columns[place].digits else _harmless(shown(value))
                         for place, value in enumerate(row)])
    return out.getvalue().encode("utf-8-sig")


def answer(name: str, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], kind: str) -> Response:
    """A download `name.xlsx` or `name.csv`; `name` is without marks."""
    as_csv = kind == "csv"
    body = csv_text(columns, rows) if as_csv else xlsx(title, columns, rows)
    response = Response(body, mimetype="text/csv" if as_csv else XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{"csv" if as_csv else "xlsx"}"'
    return response


def shown(value: Any) -> str:
    """A value as text: days as `05/09/2025`, nothing as an empty cell."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return clock.show_moment(value)
    if isinstance(value, date):
        return clock.show_date(value)
    return str(value)


def _digits(value: Any) -> str:
    text = shown(value)
    return f'="{text}"' if text.isascii() and text.isdigit() else _harmless(text)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(RISKY) else text
