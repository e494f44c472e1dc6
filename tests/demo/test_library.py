"""The library of the sample out into a folder and into another portal with the same units: nothing has changed."""

from pathlib import Path

from flask import Flask

from portal.core.db import db, transaction
from portal.demo import rooms
from portal.demo.people import Cast
from portal.demo.tree import CELL, Unit, plant
from portal.documents.api import Document
from portal.jobs.worker import run_all
from portal.organizations.api import Organization


def library(app: Flask, *arguments: str) -> str:
    with app.app_context():
        done = app.test_cli_runner().invoke(args=["library", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def held(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_unit_has_a_code_of_its_own(app: Flask) -> None:
    codes = db.session.execute(db.select(Organization.code)).scalars().all()
    assert len(set(codes)) == len(codes) and all(code and len(code) == 18 for code in codes)


def test_the_sample_goes_out_and_into_an_empty_portal_unchanged(app: Flask, empty: Flask, tmp_path: Path) -> None:
    run_all()
    assert "Đã xuất 2 văn bản" in library(app, "export", str(tmp_path / "first"))
    with transaction():
        plant([Unit(CELL, "Chi bộ có sẵn", code="99.999.000.000.001")])
        rooms.found(Cast(2))
    assert "Đã nạp 2 văn bản" in library(empty, "import", str(tmp_path / "first"))
    run_all()
    assert db.session.execute(db.select(Document.state)).scalars().all() == ["published", "published"]
    db.session.rollback()
    library(empty, "export", str(tmp_path / "again"))
    first, again = held(tmp_path / "first"), held(tmp_path / "again")
    assert set(first) == set(again) and len(first) > 15
    for name, content in first.items():
        assert again[name] == content, name
