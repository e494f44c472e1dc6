"""What the planner of SQLite knows of the tables."""

import pytest
from flask import Flask
from sqlalchemy import text

from portal.core.db import db
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
