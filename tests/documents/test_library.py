"""The library out into a folder and into an empty portal: every row and file as it was."""

import csv
import json
from datetime import date

import pytest

from portal.core import clock, files
from portal.core.db import db
from portal.documents import services
from portal.documents.models import (
    Document,
    DocumentEvent,
    DocumentMark,
    DocumentRelation,
    DocumentTerm,
    IncomingEntry,
    RegisterNumber,
    Relation,
    Upload,
)
from portal.documents.services import Arrival, library, purging
from portal.jobs.worker import run_all
from portal.organizations.api import Organization
from tests.documents.test_lifecycle import found
from tests.documents.test_versions import replace
from tests.factories.documents import LETTER_98, LETTER_215, document, seed, taken_in
from tests.factories.meetings import acting
from tests.people import person, unit


@pytest.fixture
def whole(as_) -> None:
    """A library with everything that travels."""
    for one in db.session.execute(db.select(Organization)).scalars():
        one.code = one.code or f"M.{one.id:03d}"
    db.session.commit()
    client = as_("committee_secretary")
    address = taken_in(client, LETTER_98, seed(LETTER_98))
    assert replace(client, address, seed(LETTER_98) + b"\nThem mot dong.\n").status_code == 303
    run_all()
    first, other = int(address.rpartition("/")[2]), document(symbol="7-QĐ/ĐU", to=[f"u{unit('ga_hanoi').id}"]).id
    document("ga_vinh", trashed=True)
    taken_in(client, LETTER_215, publish=False)
    head, clerk = acting("committee_secretary"), acting("office_staff")
    services.relate(head, db.session.get_one(Document, first), Relation.BASIS, db.session.get_one(Document, other))
    services.reserve(head, unit("hanoi"), kind="CV", on=date(2026, 3, 3), suffix="ĐU", number=9, subject="x",
                     reason="y")
    services.enter(clerk, unit("hanoi"), Arrival(arrived_on=date(2026, 2, 2), sender="Thành ủy", symbol="1-CV/TU",
                                                 dated_on=None, subject="Về tàu", passed_to="", note=""))
    db.session.add(DocumentMark(account_id=person("member").account_id, document_id=other, note="riêng tư"))
    db.session.commit()


def held() -> dict[str, list[dict]]:
    """Every row that travels, without the persons."""
    db.session.rollback()
    return {model.__tablename__: [{name: value for name, value in row.items() if not library._is_person(name)}
                                  for row in library._rows(model.__table__)] for model in library.TABLES}


def found_by() -> set[tuple[int, str]]:
    return {tuple(row) for row in db.session.execute(db.select(DocumentTerm.document_id, DocumentTerm.term))}


def emptied(app) -> None:
    """As in a new portal: no documents, none of their files."""
    for model in (*(column.class_ for column in (*purging.GOES, *purging.STAYS)), library.DisposalList):
        db.session.execute(db.delete(model))
    db.session.execute(db.delete(library.LightCopy))
    db.session.execute(db.delete(DocumentTerm))
    db.session.execute(db.delete(Document))
    db.session.commit()
    for path in app.extensions["settings"].files.rglob("*"):
        if path.is_file():
            path.unlink()


def test_round_trip(app, as_, actor, whole, tmp_path) -> None:
    before, run, terms = held(), app.test_cli_runner(), found_by()
    out = run.invoke(args=["library", "export", str(tmp_path / "kho")])
    assert out.exit_code == 0 and "Đã xuất 4 văn bản" in out.output and "Không đi theo" in out.output, out.output
    texts = "".join(path.read_text("utf-8") for path in (tmp_path / "kho").glob("*.*"))
    assert "riêng tư" not in texts
    with (tmp_path / "kho" / "danh-muc.csv").open(encoding="utf-8-sig") as file:
        listed = list(csv.reader(file))
    assert len(listed) == 5 and any("98-CV/ĐU" in row for row in listed)
    emptied(app)
    back = run.invoke(args=["library", "import", str(tmp_path / "kho")])
    assert back.exit_code == 0 and "Đã nạp 4 văn bản" in back.output, back.output
    after = held()
    for table, rows in before.items():
        assert after[table] == rows, table
    assert terms and found_by() == terms, "the words that lists find them by"
    for one in db.session.execute(db.select(library.DocumentEdition.digest)).scalars():
        assert files.store().path(one) is not None
    for model in (DocumentRelation, RegisterNumber, IncomingEntry, DocumentEvent):
        assert db.session.execute(db.select(model)).first(), model
    db.session.rollback()
    run_all()
    assert found(actor("member"), "98-CV/ĐU")
    assert as_("member").get(f"/van-ban/{found(actor('member'), '98-CV/ĐU')[0]}").status_code == 200
    assert document(symbol="99-CV/ĐU").id > 4, "new papers go on behind"


@pytest.mark.once
def test_a_folder_that_somebody_wrote_into_shows_nothing_of_it_as_html(app, as_, whole, tmp_path) -> None:
    run, target = app.test_cli_runner(), tmp_path / "kho"
    assert run.invoke(args=["library", "export", str(target)]).exit_code == 0
    bad = '<script>alert(1)</script><p onclick="x()" class="menu">Chữ</p><a href="javascript:x()">đây</a><img src=x>'
    for table in ("document_part", "document_edition"):
        rows = [json.loads(line) for line in (target / f"{table}.jsonl").read_text("utf-8").splitlines()]
        assert any(row["html"] for row in rows)
        changed = [json.dumps({**row, "html": row["html"] and row["html"] + bad}) for row in rows]
        (target / f"{table}.jsonl").write_text("\n".join(changed), "utf-8")
    emptied(app)
    assert run.invoke(args=["library", "import", str(target)]).exit_code == 0
    kept = [row["html"] for table in ("document_part", "document_edition") for row in held()[table] if row["html"]]
    assert kept and all("<p>Chữ</p>" in html for html in kept)
    for word in ("<script", "alert", "onclick", "javascript:", "<img", 'class="menu"'):
        assert not any(word in html for html in kept), word
    assert any("<cite>1</cite>" in html for html in kept), "what is cited keeps its marks"


def test_every_table_of_the_room_travels_or_is_known_to_stay() -> None:
    from portal.core.db import Base

    own = {mapper.class_ for mapper in Base.registry.mappers
           if mapper.class_.__module__.startswith("portal.documents.")}
    assert own - set(library.TABLES) == {Upload, DocumentMark, DocumentTerm, *(
        one for one in own if one.__tablename__ in ("document_bundle", "document_saved_list"))}


@pytest.mark.once
def test_what_is_refused_changes_nothing(app, whole, tmp_path) -> None:
    run, target = app.test_cli_runner(), tmp_path / "kho"
    assert run.invoke(args=["library", "export", str(target)]).exit_code == 0
    again = run.invoke(args=["library", "export", str(target)])
    assert again.exit_code == 1 and "không trống" in again.output
    full = run.invoke(args=["library", "import", str(target)])
    assert full.exit_code == 1 and "không trống" in full.output
    emptied(app)
    assert "không phải thư mục" in run.invoke(args=["library", "import", str(tmp_path)]).output
    lines = (target / "document.jsonl").read_text("utf-8").splitlines()
    strange = [json.dumps({**json.loads(line), "unit_id": "la"}) for line in lines]
    (target / "document.jsonl").write_text("\n".join(strange), "utf-8")
    assert "Không có đơn vị mã" in run.invoke(args=["library", "import", str(target)]).output
    next((target / "tep").iterdir()).write_bytes(b"x")
    assert "đã bị đổi" in run.invoke(args=["library", "import", str(target)]).output
    assert not db.session.execute(db.select(Document)).first()
    assert clock.today()


def test_units_without_a_code_are_named_at_once(app, tmp_path) -> None:
    document("hanoi", to=[f"u{unit('ga_hanoi').id}"])
    document("ga_vinh")
    places = ("hanoi", "ga_hanoi", "ga_vinh")
    for one in db.session.execute(db.select(Organization)).scalars():
        one.code = None
    db.session.commit()
    out = app.test_cli_runner().invoke(args=["library", "export", str(tmp_path / "kho")])
    assert out.exit_code == 1 and "3 đơn vị có văn bản nhưng chưa có mã" in out.output, out.output
    assert all(f"“{unit(place).name}”" in out.output for place in places)
    assert not (tmp_path / "kho").exists(), "half a library that the next try would stumble over"


def test_of_many_units_without_a_code_the_first_are_named(app, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(services.places, "MOST_NAMED", 1)
    document("hanoi", to=[f"u{unit('ga_hanoi').id}"])
    for one in db.session.execute(db.select(Organization)).scalars():
        one.code = None
    db.session.commit()
    out = app.test_cli_runner().invoke(args=["library", "export", str(tmp_path / "kho")])
    assert out.exit_code == 1 and "và 1 đơn vị khác" in out.output, out.output


@pytest.mark.once
@pytest.mark.parametrize(("harm", "said"), [
    (lambda path: path.unlink(), "thiếu tệp document_part.jsonl"),
    (lambda path: path.write_text(path.read_text("utf-8")[:-30], "utf-8"), "của tệp document_part.jsonl bị hỏng"),
    (lambda path: path.write_text("[1]\n", "utf-8"), "Dòng 1 của tệp document_part.jsonl bị hỏng"),
    (lambda path: path.write_text('{"document_id": 1}\n', "utf-8"), "do một phiên bản khác"),
])
def test_a_folder_that_was_harmed_is_refused_whole(app, whole, tmp_path, harm, said: str) -> None:
    run, target = app.test_cli_runner(), tmp_path / "kho"
    assert run.invoke(args=["library", "export", str(target)]).exit_code == 0
    emptied(app)
    harm(target / "document_part.jsonl")
    done = run.invoke(args=["library", "import", str(target)])
    assert done.exit_code == 1 and said in done.output, done.output
    assert not db.session.execute(db.select(Document)).first()


def test_a_folder_of_before_a_column_was_added_is_taken(app, whole, tmp_path) -> None:
    run, target = app.test_cli_runner(), tmp_path / "kho"
    assert run.invoke(args=["library", "export", str(target)]).exit_code == 0
    emptied(app)
    rows = [json.loads(line) for line in (target / "document.jsonl").read_text("utf-8").splitlines()]
    older = [{name: value for name, value in row.items() if name not in ("archived_at", "urgency")} for row in rows]
    (target / "document.jsonl").write_text("".join(json.dumps(row) + "\n" for row in older), "utf-8")
    assert run.invoke(args=["library", "import", str(target)]).exit_code == 0
    assert set(db.session.execute(db.select(Document.urgency)).scalars()) == {""}
