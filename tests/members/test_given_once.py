"""The number of a record or account is given once: the log of acts knows people by it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from portal.accounts.models import Account
from portal.app import create_app
from portal.core.db import db
from portal.core.migrating import alembic
from portal.members.models import Member
from portal.search.memory import MemoryEngine
from tests.fixtures import settings_for

ROWS = ("INSERT INTO account (id, citizen_id, state, password_hash, code_hash, code_tries, must_change, language, "
        "text_size, created_at, version) VALUES (3, '999099000003', 'active', '', '', 0, 0, 'vi', '', '2026-01-01', 1)",
        "INSERT INTO member (id, account_id, citizen_id, full_name, sort_key, search_key, sex, version) "
        "VALUES (5, 3, '999099000003', 'Trần Văn Bình', 'x', 'tran van binh', 'male', 1)",
        "INSERT INTO audit_entry (at, account_id, by, verb, object_kind, object_id, facts, hash) "
        "VALUES ('2026-01-01', 3, '', 'members.admit', 'member', 40, '{}', 'a')",
        """INSERT INTO audit_entry (at, account_id, by, verb, object_kind, object_id, facts, hash)
        VALUES ('2026-01-02', 3, '', 'quality.merge', 'member', 5, '{"gone": 41, "account": 17}', 'b')""")
THINGS = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT IN ('account', 'member')"


VALUES = {Account: {"citizen_id": "999099000003", "created_at": datetime(2026, 1, 1, tzinfo=UTC)},
          Member: {"citizen_id": "999099000003", "full_name": "Trần Văn Bình", "sort_key": "x", "search_key": "x"}}


@pytest.mark.parametrize("table", VALUES)
def test_not_even_that_of_the_newest_one_when_it_is_gone(app: Flask, table: type[Account | Member]) -> None:
    made = [_made(table) for _ in range(3)]
    assert made == sorted(set(made))


def _made(table: type[Account | Member]) -> int:
    """The number of a row that is deleted at once, as a merger or the undoing of an import does."""
    number: int = db.session.execute(db.insert(table).values(VALUES[table]).returning(table.id)).scalar_one()
    db.session.execute(db.delete(table).where(table.id == number))
    db.session.commit()
    return number


def test_those_that_the_log_knows_are_over_when_an_older_portal_is_brought_up(tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'old.sqlite'}"), MemoryEngine())
    with app.app_context():
        alembic.upgrade("0026")
        for statement in ROWS:
            db.session.connection().exec_driver_sql(statement)
        db.session.commit()
        things = set(db.session.execute(db.text(THINGS)).all())
        db.session.rollback()
        alembic.upgrade()
        assert things <= set(db.session.execute(db.text(THINGS)).all()), "indexes and triggers are as they were"
        assert db.session.execute(db.text("SELECT id, account_id, full_name FROM member")).one() == (
            5, 3, "Trần Văn Bình")
        counted = dict(db.session.execute(db.text("SELECT name, seq FROM sqlite_sequence")).all())  # type: ignore[arg-type]
        assert counted == {"account": 17, "member": 41}
        db.session.remove()
        db.engine.dispose()
