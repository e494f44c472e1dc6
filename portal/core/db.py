"""The database: base class, column types, and SQLite made durable.

One transaction per unsafe request, settled by the guard; services flush, never commit.
SQLite runs in WAL mode with `synchronous=FULL`: what was acknowledged survives a power cut.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from flask import Flask, has_request_context
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Engine, MetaData, String, event, text
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DisconnectionError, IntegrityError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table derives from this."""

    metadata = MetaData(naming_convention=NAMES)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware UTC in Python, UTC without zone in the database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


def key_column(length: int = 400) -> String:
    """A computed key (order, path): compared byte by byte on every database."""
    plain: String = String(length)
    return plain.with_variant(String(length, collation="C"), "postgresql")


MAPPED = 1 << 30
"""Bytes of a SQLite file read where the system keeps them, shared by all processes: a thousand rows far apart in 300 MB
take less than half as long as through 4 MB of cache of our own. Writing goes its durable way all the same."""
PREPARED = 400
"""Statements that a connection to PostgreSQL keeps planned, each from its first use (the driver would wait for the
sixth, and the server then plans five times more): all rooms have about as many."""
db = SQLAlchemy(model_class=Base)
_writing: ContextVar[bool] = ContextVar("writing", default=False)


def init_app(app: Flask) -> None:
    """Bind the engine to the app."""
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", _engine_options(app.config["SQLALCHEMY_DATABASE_URI"]))
    db.init_app(app)


@contextmanager
def writing() -> Iterator[None]:
    """Inside, a SQLite transaction takes the write lock at its start, so that it never fails half-way."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def transaction() -> Iterator[None]:
    """One unit of work outside a request (worker, commands): commits at the end or rolls back whole."""
    db.session.rollback()
    with writing():
        try:
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


def keep_now() -> None:
    """Commit what must stand whatever follows in this request: a counted try at signing in, nothing else."""
    db.session.commit()


def count_rows_for_the_planner() -> None:
    """Have SQLite read its indexes whole: unasked it takes any index for a good one, and after a sample of 1,000 rows
    it began pages of 128,000 members at the wrong end. 0.3 s for 250 MB. PostgreSQL does this by itself."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("PRAGMA analysis_limit=0"))
        db.session.execute(text("ANALYZE"))


def broken_constraint(error: IntegrityError) -> str:
    """The name of the unique constraint or index that refused, or an empty string."""
    diag = getattr(error.orig, "diag", None)
    if diag is not None:
        return diag.constraint_name or ""
    said = str(error.orig)
    if "UNIQUE constraint failed: " not in said:
        return ""
    columns = [part.strip().split(".") for part in said.split("failed: ", 1)[1].split(",")]
    if not all(len(column) == 2 for column in columns):
        return columns[0][0].removeprefix("index '").removesuffix("'")
    return _unique_name(columns[0][0], {name for _, name in columns})


def _unique_name(table_name: str, columns: set[str]) -> str:
    table = Base.metadata.tables.get(table_name)
    if table is None:
        return ""
    unique_kinds = ("unique_constraint", "primary_key_constraint")
    uniques: list[Any] = [c for c in table.constraints if c.__visit_name__ in unique_kinds]
    uniques += [index for index in table.indexes if index.unique]
    return next((str(u.name) for u in uniques if {c.name for c in u.columns} == columns), "")


def _engine_options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 10, "check_same_thread": False}}
    return {"pool_pre_ping": True, "pool_size": 8, "max_overflow": 4, "connect_args": {"connect_timeout": 5}}


@event.listens_for(Engine, "connect")
def _prepare(connection: Any, record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        connection.prepare_threshold, connection.prepared_max = 0, PREPARED
        return
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY", "cache_size=-4000",
                   f"mmap_size={MAPPED}"):
        connection.execute(f"PRAGMA {pragma}")
    path = connection.execute("PRAGMA database_list").fetchone()[2]
    _opened.add(path)
    record.info["file"] = path, _file_at(path)


_opened: set[str] = set()


def _file_at(path: str) -> tuple[int, int] | None:
    """What tells the file at a path from any other; None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - asked at every request
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


@event.listens_for(Engine, "do_connect")
def _open(dialect: Dialect, record: object, args: Sequence[Any], parameters: dict[str, Any]) -> None:
    """SQLite would make an empty file where the one it had is gone."""
    path = os.path.realpath(args[0]) if dialect.name == "sqlite" and args else ""
    if path in _opened and _file_at(path) is None:
        raise sqlite3.OperationalError("the file of the database is gone")


@event.listens_for(Engine, "checkout")
def _is_still_the_same(connection: Any, record: Any, proxy: object) -> None:
    """An open connection goes on writing to a file that was moved or deleted, and nobody would find again what was
    acknowledged: nothing is answered until it is back. One put in its place is opened anew."""
    path, known = record.info.get("file", ("", None))
    found = _file_at(path) if path else known
    if found is None and path:
        raise sqlite3.OperationalError("the file of the database is gone")
    if found != known:
        raise DisconnectionError("another file stands in the place of the database")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
        return
    driver: Any = connection.connection.driver_connection
    reading = has_request_context() and not _writing.get()
    if driver.read_only is not reading:
        driver.read_only = reading


@event.listens_for(Engine, "rollback")
def _end_reading(connection: Connection) -> None:
    """PostgreSQL refuses to write in a request that only reads, so that nothing is kept by a commit: after a rollback
    the driver would forget every statement it has prepared, and planning takes longer than a page."""
    driver: Any = None if connection.invalidated else connection.connection.driver_connection
    if getattr(driver, "read_only", False):
        with suppress(connection.dialect.loaded_dbapi.Error):  # told again by the rollback itself
            driver.commit()
