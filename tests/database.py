"""Databases for tests: SQLite files by default; PostgreSQL where PORTAL_TEST_POSTGRES gives a server's address."""

import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Dialect, Engine, event, make_url

from portal.app import create_app
from portal.core.db import db
from portal.core.migrating import alembic
from portal.search.memory import MemoryEngine
from portal.settings import Settings


def make_template(folder: Path) -> str:
    """An empty, migrated database; answers its address."""
    server = os.environ.get("PORTAL_TEST_POSTGRES")
    url = _create(server, f"template_{uuid.uuid4().hex[:12]}") if server else f"sqlite:///{folder / 'template.sqlite'}"
    environ = {"PORTAL_DATA": str(folder), "PORTAL_SECRET_KEY": "only for tests", "DATABASE_URL": url,
               "PORTAL_HTTPS": "0", "PORTAL_LOG_LEVEL": "ERROR"}
    app = create_app(Settings.from_environment(environ), MemoryEngine())
    with app.app_context():
        alembic.upgrade()
        db.session.remove()
        db.engine.dispose()
    return url


@contextmanager
def fresh_database(template: str, folder: Path) -> Iterator[str]:
    """A copy of the template for one test."""
    if template.startswith("sqlite"):
        source = template.removeprefix("sqlite:///")
        if Path(f"{source}-wal").exists():
            with sqlite3.connect(source) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
        shutil.copyfile(source, folder / "portal.sqlite")
        yield f"sqlite:///{folder / 'portal.sqlite'}"
        return
    name = f"test_{uuid.uuid4().hex[:12]}"
    url = _create(os.environ["PORTAL_TEST_POSTGRES"], name, template=template.rpartition("/")[2])
    try:
        yield url
    finally:
        _drop(name)


_lent: dict[str, str] = {}


@contextmanager
def lent_database(template: str, folder: Path) -> Iterator[str]:
    """A copy of the template for one test; on PostgreSQL, where a copy takes long, the next test has the same one with
    every row as it was (`to_be_lent`). One that does not come back so is thrown away."""
    if template.startswith("sqlite"):
        with fresh_database(template, folder) as url:
            yield url
        return
    server = os.environ["PORTAL_TEST_POSTGRES"]
    url = _lent.pop(template, "") or _create(server, f"lent_{uuid.uuid4().hex[:12]}", template.rpartition("/")[2])
    try:
        yield url
    finally:
        if _given_back(url):
            _lent[template] = url
        else:
            if url in _keepers:
                _keepers.pop(url).close()
            _drop(url.rpartition("/")[2])


def to_be_lent(template: str) -> None:
    """Have a template note which tables are written to, and keep its rows to give them back."""
    if not template.startswith("sqlite"):
        _run(template, (Path(__file__).parent / "lent.sql").read_text())


_keepers: dict[str, Any] = {}


def _given_back(url: str) -> bool:
    """Asked over a connection that stays open: a new one takes longer than the rows."""
    import psycopg

    with suppress(psycopg.Error):
        if url not in _keepers:
            _keepers[url] = psycopg.connect(url, autocommit=True)
        if _keepers[url].execute("SELECT kept.give_back()").fetchone() == (True,):
            return True
    return False


_led: dict[Engine, URL] = {}


def lead_to(engine: Engine, url: str) -> None:
    """Have an engine connect to this database from now on: statements it has compiled serve the next test too."""
    if _led.get(engine) == make_url(url):
        return
    engine.dispose()
    if engine not in _led:
        event.listen(engine, "do_connect", partial(_connect, engine))
        if engine.dialect.name == "postgresql":
            _keep_prepared(engine)
    _led[engine] = make_url(url)


def _keep_prepared(engine: Engine) -> None:
    """What a test only read is ended by a commit: after a rollback the driver plans every statement anew."""

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.info["written"] = False

    @event.listens_for(engine, "before_cursor_execute")
    def see(connection: Connection, cursor: object, statement: str, *more: object) -> None:
        connection.info["written"] |= not statement.startswith(("SELECT", "WITH"))

    @event.listens_for(engine, "rollback")
    def end(connection: Connection) -> None:
        if not connection.invalidated and not connection.info["written"]:
            connection.connection.driver_connection.commit()  # type: ignore[union-attr]


def leave(engine: Engine) -> None:
    """Let go of a test's database; a PostgreSQL that the engine is led to will be lent to the next test, too."""
    if engine not in _led or engine.dialect.name == "sqlite":
        engine.dispose()


def _connect(engine: Engine, dialect: Dialect, record: object, args: Any, parameters: dict[str, Any]) -> Any:
    args, known = dialect.create_connect_args(_led[engine])
    return dialect.connect(*args, **{**parameters, **known})


def _create(server: str, name: str, template: str = "template0") -> str:
    _run(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    return f"{server.rpartition('/')[0]}/{name}"


def _drop(name: str) -> None:
    _run(os.environ["PORTAL_TEST_POSTGRES"], f'DROP DATABASE "{name}" WITH (FORCE)')


def _run(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)
