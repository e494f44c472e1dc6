"""Units that were there before units had a history: nothing is lost on the way up, nor on the way back."""

from datetime import date
from pathlib import Path

from portal.app import create_app
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.migrating import alembic
from portal.organizations import queries
from portal.search.memory import MemoryEngine
from tests.fixtures import settings_for

ROW = ("INSERT INTO organization (id, kind_id, path, name, search_key, sort_key, valid_from, version) "
       "VALUES (1, 'corporation_committee', '/1/', 'Đảng bộ A', 'dang bo a', 'x', '2020-01-01', 1)")


def test_units_keep_what_they_are_up_and_down(tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'old.sqlite'}"), MemoryEngine())
    with app.app_context():
        alembic.upgrade("0002")
        db.session.execute(db.text(ROW))
        db.session.commit()
        alembic.upgrade("0003")
        rows = queries.all_units_on(Actor(account_id=1), queries.Filters(day=date(2021, 5, 5)))
        assert [(row.name, row.since, row.until) for row in rows] == [("Đảng bộ A", date(2020, 1, 1), None)]
        assert queries.successors(date(2026, 8, 1))["affiliated_cell"] == "cell"
        assert len(queries.all_thresholds()) == 4
        db.session.rollback()
        alembic.downgrade("0002")
        assert db.session.execute(db.text("SELECT name, path FROM organization")).all() == [("Đảng bộ A", "/1/")]
        db.session.remove()
        db.engine.dispose()
