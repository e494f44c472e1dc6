"""Files of members as they come in, and imports brought to a step."""

import csv
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter
from werkzeug.datastructures import FileStorage

from portal.core import files
from portal.core.db import db
from portal.imports import services
from portal.imports.models import ImportRow, MemberImport, Step
from portal.jobs.worker import run_all
from tests.factories.meetings import acting
from tests.people import unit

REAL = ["STT", "Họ và tên", "Số thẻ Đảng viên", "Số CCCD", "Ngày sinh", "Ngày kết nạp", "Chi bộ đang sinh hoạt",
        "Chi bộ nơi cư trú", "Trạng thái"]
"""The headings of one real export."""
CELL = "Chi bộ Ga Hà Nội"


def citizen_id(number: int) -> str:
    """A number nobody can have."""
    return f"999{number:09d}"


def person(number: int, name: str = "NGUYỄN THỊ MỚI", **said: str) -> list[str]:
    """A row under REAL."""
    row = {"stt": str(number), "name": name, "card": "", "id": citizen_id(5000 + number), "born": "02/03/1990",
           "joined": "19/05/2015", "cell": CELL, "home": "", "state": "Chính thức", **said}
    return list(row.values())


def xlsx(rows: Sequence[Sequence[Any]], sheet: str = "Danh sách") -> bytes:
    """A workbook of one sheet; texts as texts, numbers as numbers. The same rows give the same bytes at any hour."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 1, 1)})
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(number, place, value)
            else:
                page.write(number, place, value)
    book.close()
    return out.getvalue()


def csv_file(rows: Sequence[Sequence[Any]], separator: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """The same as CSV."""
    out = StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode(encoding)


def upload(data: bytes, name: str = "danh-sach.xlsx") -> FileStorage:
    """What a browser sends."""
    return FileStorage(BytesIO(data), name)


def brought(data: bytes, *, who: str = "delegate", unit_key: str = "ga_hanoi", name: str = "danh-sach.xlsx") -> int:
    """The id of an import whose file was read."""
    made = services.take_in(acting(who), unit(unit_key), files.keep(upload(data, name)))
    import_id = made.id
    db.session.commit()
    run_all()
    return import_id


def get(import_id: int) -> MemberImport:
    """The import as it is now."""
    db.session.rollback()
    return db.session.get_one(MemberImport, import_id, populate_existing=True)


def rows(import_id: int) -> list[ImportRow]:
    """Its judged rows in order."""
    found = db.select(ImportRow).where(ImportRow.import_id == import_id, ImportRow.action != "")
    return list(db.session.execute(found.order_by(ImportRow.number), execution_options={"populate_existing": True})
                .scalars())


def previewed(data: bytes | Sequence[Sequence[Any]], *, who: str = "delegate", unit_key: str = "ga_hanoi",
              columns: Mapping[str, int] | None = None, cell_id: int | None = None, state: str = "",
              **how: Any) -> int:
    """The id of an import whose preview is ready; `data` a file, or rows under REAL."""
    content = data if isinstance(data, bytes) else xlsx([REAL, *data])
    import_id = brought(content, who=who, unit_key=unit_key, **how)
    made = get(import_id)
    assert made.step == Step.MAPPING, made.problem
    services.save_columns(acting(who), made, columns if columns is not None else made.columns, since=made.since,
                          cell_id=cell_id, state=state)
    db.session.commit()
    run_all()
    return import_id


def committed(data: bytes | Sequence[Sequence[Any]], *, who: str = "delegate", leave_out: bool = False,
              **how: Any) -> int:
    """The id of an import that was written."""
    import_id = previewed(data, who=who, **how)
    commit(import_id, who, leave_out=leave_out)
    assert get(import_id).step == Step.DONE
    return import_id


def commit(import_id: int, who: str = "delegate", *, leave_out: bool = False) -> None:
    """Press "Ghi" and let the worker do it."""
    made = get(import_id)
    services.write_down(acting(who), made, version=made.version, leave_out=leave_out)
    db.session.commit()
    run_all()


def undone(import_id: int, who: str = "delegate") -> None:
    """Press "Hoàn tác" and let the worker do it."""
    services.undo(acting(who), get(import_id))
    db.session.commit()
    run_all()
