"""The whole library as a folder, and back into an empty portal with nothing changed (A40).

FOLDER/tep/<digest>: the files. FOLDER/<table>.jsonl: one row a line; units by their code, terms by their first day.
FOLDER/danh-muc.csv: the list for people. FOLDER/DOC-TRUOC.txt: what does not travel. A folder may have been written by
anybody: texts that are shown as HTML pass the same sieve as when they were read from a file.
"""

import csv
import json
import shutil
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Date, Table, delete, exists, func, insert, select, text

from portal.core import audit, files
from portal.core.actor import SYSTEM
from portal.core.db import UtcDateTime, db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.documents.models import (
    DisposalList,
    Document,
    DocumentCitation,
    DocumentEdition,
    DocumentEvent,
    DocumentFile,
    DocumentPart,
    DocumentReader,
    DocumentRelation,
    DocumentTerm,
    DocumentText,
    FieldOfWork,
    IncomingEntry,
    LightCopy,
    NumberingRule,
    RegisterNumber,
    State,
    terms_of,
)
from portal.documents.services.places import Places
from portal.jobs.queue import enqueue, index_later
from portal.papers.reading import clean

TABLES: tuple[Any, ...] = (
    FieldOfWork, Document, DocumentText, DocumentPart, DocumentCitation, DocumentFile, DocumentReader, DocumentEvent,
    DocumentEdition, DocumentRelation, LightCopy, NumberingRule, RegisterNumber, IncomingEntry, DisposalList)
"""What travels, each after what it names."""
EMPTY = (Document, RegisterNumber, IncomingEntry, DisposalList)
"""What must have no row where a library is loaded; fields of work and rules of numbering are replaced."""
NOT_CARRIED = _l(
    "Không đi theo: tên người đã làm từng việc (lịch sử giữ việc, giờ và lý do); ghi chú riêng, mục Xem sau, lần mở và "
    "danh sách đã lưu của từng người; tệp đang tải dở, gói ZIP, thông báo và nhật ký hệ thống. Quyền đọc đi theo đơn "
    "vị, đơn vị được nhận ra bằng mã; ai giữ chức vụ nào là dữ liệu của phần đảng viên.")
FILES, LIST, NOTE = "tep", "danh-muc.csv", "DOC-TRUOC.txt"
AT_ONCE = 500


def export(folder: Path) -> int:
    """Write the library, whole or not at all, into a new folder that only its owner opens; answers how many."""
    if folder.exists() and any(folder.iterdir()):
        raise DomainError(_l("Thư mục %(folder)s không trống. Chọn thư mục mới.", folder=str(folder)))
    places = Places()
    places.check(TABLES)
    with ExitStack() as undo:
        undo.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        (folder / FILES).mkdir(exist_ok=True)
        for model in TABLES:
            with (folder / f"{model.__tablename__}.jsonl").open("w", encoding="utf-8") as out, \
                    closing(_rows(model.__table__)) as rows:
                for row in rows:
                    out.write(json.dumps(_outward(model, row, places), ensure_ascii=False, sort_keys=True) + "\n")
        missing = [digest for digest in sorted(_digests()) if not _copy(digest, folder)]
        number = _list(folder, places)
        lost = ["", "Tệp không còn trong kho:", *missing] if missing else []
        (folder / NOTE).write_text("\n".join([str(NOT_CARRIED), *lost, ""]), "utf-8")
        audit.record(SYSTEM, "documents.export_library", "library", None, number=number)
        undo.pop_all()
    return number


def load(folder: Path) -> int:
    """Read a folder into a portal without a library; answers the number of documents. All or nothing."""
    if any(db.session.execute(select(exists(select(model.id)))).scalar() for model in EMPTY):
        raise DomainError(_l("Thư viện hoặc sổ văn bản ở đây không trống. Chỉ nạp vào cổng chưa có văn bản nào."))
    if not (folder / "document.jsonl").is_file():
        raise DomainError(_l("%(folder)s không phải thư mục xuất từ thư viện.", folder=str(folder)))
    for place in sorted((folder / FILES).glob("*")):
        with place.open("rb") as file:
            if files.store().put(file)[0] != place.name:
                raise DomainError(_l("Tệp %(name)s đã bị đổi sau khi xuất. Xuất lại từ nguồn.", name=place.name))
    places = Places()
    places.expect(_codes(folder))
    _clear()
    for model in TABLES:
        lines = _lines(folder / f"{model.__tablename__}.jsonl")
        while some := list(islice(lines, AT_ONCE)):
            rows = [_inward(model, row, places) for row in some]
            db.session.execute(insert(model.__table__), rows)
            if model is Document:
                _find_by_terms(rows)
        _tell_sequence(model.__table__)
    return _settle()


def _rows(table: Table) -> Generator[dict[str, Any], None, None]:
    order = [func.length(table.c.path)] if "path" in table.c else []
    found = select(table).order_by(*order, *table.primary_key.columns).execution_options(yield_per=AT_ONCE)
    with db.session.execute(found) as result:
        yield from (dict(row._mapping) for row in result)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if not path.is_file():
        raise DomainError(_l("Thư mục thiếu tệp %(name)s. Xuất lại từ nguồn.", name=path.name))
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, start=1):
            try:
                yield dict(json.loads(line).items())
            except (ValueError, AttributeError) as error:
                raise DomainError(_l("Dòng %(n)s của tệp %(name)s bị hỏng. Xuất lại từ nguồn.", n=number,
                                     name=path.name)) from error


def _codes(folder: Path) -> Iterator[str]:
    """The codes of units that the rows of a folder name."""
    for model in TABLES:
        if columns := {"unit_id", "token"} & set(model.__table__.c.keys()):
            for row in _lines(folder / f"{model.__tablename__}.jsonl"):
                yield from (row[name][1:] if name == "token" else row[name]
                            for name in columns if row.get(name) is not None)


def _outward(model: Any, row: dict[str, Any], places: Places) -> dict[str, Any]:
    if "period" in row and row["period"].startswith("term:"):
        term = int(row["period"].removeprefix("term:"))
        row["period"] = "term:" + places.days(row["unit_id"])[term]
    if row.get("unit_id") is not None:
        row["unit_id"] = places.code(row["unit_id"])
    if "token" in row:
        row["token"] = row["token"][0] + places.code(int(row["token"][1:]))
    if "proposal" in row:
        scan = (row["proposal"] or {}).get("scan")
        row["proposal"] = {**row["proposal"], "scan": {**scan, "asked_by": None}} if scan else row["proposal"]
    return {name: None if _is_person(name) else value.isoformat() if isinstance(value, date) else value
            for name, value in row.items()}


def _inward(model: Any, row: dict[str, Any], places: Places) -> dict[str, Any]:
    columns = model.__table__.c
    if set(row) - set(columns.keys()) or any(column.name not in row and not column.nullable and column.default is None
                                             for column in columns):
        raise DomainError(_l("Tệp %(name)s do một phiên bản khác của sổ tay xuất. Nâng hai nơi lên cùng phiên bản rồi "
                             "xuất lại.", name=f"{model.__tablename__}.jsonl"))
    for name, value in row.items():
        kind = columns[name].type
        if value is not None and isinstance(kind, UtcDateTime | Date):
            row[name] = (datetime if isinstance(kind, UtcDateTime) else date).fromisoformat(value)
    if row.get("html"):
        row["html"] = clean(row["html"], marked=True)
    if row.get("unit_id") is not None:
        row["unit_id"] = places.id(row["unit_id"])
    if "token" in row:
        row["token"] = f"{row['token'][0]}{places.id(row['token'][1:])}"
    if "period" in row and row["period"].startswith("term:"):
        row["period"] = f"term:{places.term(row['period'].removeprefix('term:'), row['unit_id'])}"
    return row


def _is_person(name: str) -> bool:
    return name == "account_id" or name.endswith("_by")


def _digests() -> set[str]:
    columns = (DocumentFile.digest, DocumentEdition.digest, LightCopy.light_digest)
    return {digest for column in columns for digest in db.session.execute(select(column)).scalars() if digest}


def _copy(digest: str, folder: Path) -> bool:
    place = files.store().path(digest)
    if place is not None:
        shutil.copyfile(place, folder / FILES / digest)
    return place is not None


def _list(folder: Path, places: Places) -> int:
    """The list that people open in a spreadsheet."""
    number = 0
    with (folder / LIST).open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Số, ký hiệu", "Ngày ban hành", "Thể loại", "Cơ quan ban hành", "Trích yếu", "Người ký",
                         "Mã đơn vị", "Trạng thái", "Tệp"])
        for one in db.session.execute(select(Document).order_by(Document.id)).scalars():
            number += 1
            held = "; ".join(f"{file.name} ({FILES}/{file.digest})" for file in one.files)
            day = one.issued_on.strftime("%d/%m/%Y") if one.issued_on else ""
            row = [one.symbol, day, one.kind_name, one.issuer, one.subject, one.signer, places.code(one.unit_id),
                   str(State(one.state).label), held]
            writer.writerow([f"'{cell}" if cell[:1] in "=+-@" and cell else cell for cell in row])
    return number


def _clear() -> None:
    """Fields and rules of a new portal make room for those of the library."""
    deepest = select(FieldOfWork.id).order_by(func.length(FieldOfWork.path).desc())
    for one in db.session.execute(deepest).scalars().all():
        db.session.execute(delete(FieldOfWork).where(FieldOfWork.id == one))
    db.session.execute(delete(LightCopy))
    db.session.execute(delete(NumberingRule))


def _find_by_terms(rows: list[dict[str, Any]]) -> None:
    """Made from the papers, and not by the session here: they come in as plain rows."""
    db.session.execute(insert(DocumentTerm), [{"document_id": row["id"], "term": term} for row in rows
                                              for term in terms_of(SimpleNamespace(**row))])


def _tell_sequence(table: Table) -> None:
    """The ids were given: on PostgreSQL the sequence must know."""
    if db.session.connection().dialect.name == "postgresql" and "id" in table.c:
        highest = db.session.execute(select(func.max(table.c.id))).scalar()
        if highest:
            db.session.execute(text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :n)"),
                               {"name": table.name, "n": highest})


def _settle() -> int:
    """The index follows; what was still waiting to be read is read here."""
    number = 0
    for one in db.session.execute(select(Document).order_by(Document.id)).scalars():
        number += 1
        index_later("document", one.id)
        for file in one.files if one.state == State.RECEIVED else ():
            enqueue("documents.extract", document_id=one.id, digest=file.digest, media_type=file.media_type)
    audit.record(SYSTEM, "documents.import_library", "library", None, number=number)
    return number


audit.says({
    "documents.export_library": _l("xuất cả thư viện văn bản ra thư mục"),
    "documents.import_library": _l("nạp thư viện văn bản từ thư mục"),
})
