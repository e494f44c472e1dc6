"""What the planner of SQLite knows of the tables."""

import pytest
from flask import Flask
from sqlalchemy import text

from portal.core.db import db
from portal.core.migrating import alembic
from portal.jobs.queue import enqueue
from portal.jobs.worker import run_all


def test_the_daily_tidying_counts_rows_for_the_planner(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL counts by itself")
    enqueue("core.tidy")
    db.session.commit()
    run_all()
    counted = set(db.session.execute(text("SELECT tbl FROM sqlite_stat1")).scalars())
    assert {"member", "membership", "organization"} <= counted


def test_rows_are_counted_after_an_upgrade_that_changed_something(app: Flask) -> None:
    """A new index without numbers made lists twenty times slower until the worker's next night."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL counts by itself")
    tables = text("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
    assert app.test_cli_runner().invoke(args=["init"]).exit_code == 0
    assert db.session.execute(tables).scalar_one() == 0, "nothing changed, yet every index was read"
    db.session.rollback()
    alembic.downgrade(-1)
    done = app.test_cli_runner().invoke(args=["init"])
    assert done.exit_code == 0, done.output
    counted = text("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'member_state'")
    assert db.session.execute(counted).scalar_one() >= 2
