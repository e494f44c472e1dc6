"""Down and up again with a full database: every step keeps what both of its sides know, on each kind of database."""

from pathlib import Path

import pytest
from sqlalchemy import inspect

from portal.app import create_app
from portal.core.db import db
from portal.core.migrating import alembic
from portal.delegation.api import Grant, living
from portal.search.memory import MemoryEngine
from tests.architecture.sources import TOP
from tests.database import fresh_database
from tests.fixtures import settings_for

STEPS = sorted(path.name[:4] for path in (TOP / "portal" / "migrations").glob("0*.py"))[8:-1]
"""From the one before the last down to the ninth, the oldest that a portal in use may stand at."""
KEPT = ("account", "member", "membership", "member_state", "position", "organization", "role_grant", "document",
        "document_part", "meeting", "article", "opinion", "audit_entry")


def rows() -> dict[str, int]:
    """How many each table has that is there."""
    tables = set(inspect(db.engine).get_table_names())
    found = {name: db.session.execute(db.text(f"SELECT count(*) FROM {name}")).scalar_one()
             for name in KEPT if name in tables}
    db.session.rollback()
    return found


def test_each_step_down_and_all_up_again(demo_template: str, tmp_path: Path) -> None:
    with fresh_database(demo_template, tmp_path) as url:
        app = create_app(settings_for(tmp_path, url), MemoryEngine())
        with app.app_context():
            before, alive = rows(), set(db.session.execute(living()).scalars())
            out_of_grants = set(db.session.execute(db.select(Grant.id).where(Grant.source_position_id.is_(None),
                                                                            ~Grant.pending)).scalars())
            db.session.rollback()
            assert before["role_grant"] > 5
            assert alive & out_of_grants
            for step in reversed(STEPS):
                alembic.downgrade(step)
                assert rows().items() <= before.items(), step
            alembic.upgrade()
            assert rows() == before
            assert db.session.execute(db.text("SELECT 1")).scalar_one() == 1
            assert alive & out_of_grants <= set(db.session.execute(living()).scalars()) <= alive
            db.session.remove()
            db.engine.dispose()


def test_references_are_watched_again_after_a_step(demo_template: str, tmp_path: Path) -> None:
    with fresh_database(demo_template, tmp_path) as url:
        app = create_app(settings_for(tmp_path, url), MemoryEngine())
        with app.app_context():
            alembic.downgrade("0017")
            alembic.upgrade()
            with pytest.raises(Exception, match=r"(?i)foreign key"):
                db.session.execute(db.text("DELETE FROM organization_kind"))
            db.session.rollback()
            db.session.remove()
            db.engine.dispose()


def test_a_step_that_loses_rows_is_not_kept(demo_template: str, tmp_path: Path,
                                            monkeypatch: pytest.MonkeyPatch) -> None:
    if not demo_template.startswith("sqlite"):
        pytest.skip("PostgreSQL watches references during a step by itself")
    with fresh_database(demo_template, tmp_path) as url:
        app = create_app(settings_for(tmp_path, url), MemoryEngine())
        with app.app_context():
            before = rows()
            step = alembic.script_directory.get_revision("0020").module
            monkeypatch.setattr(step, "downgrade", lambda: step.op.execute("DELETE FROM member"))
            with pytest.raises(RuntimeError, match="refer to nothing"):
                alembic.downgrade("0019")
            assert rows() == before
            db.session.remove()
            db.engine.dispose()
