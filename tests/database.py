"""Databases for tests: SQLite files by default; PostgreSQL where PORTAL_TEST_POSTGRES gives a server's address."""

import atexit
import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Self

import psycopg
from sqlalchemy import URL, Dialect, Engine, event, make_url

from portal.app import create_app
from portal.core.db import alembic, db
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
        with sqlite3.connect(source) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        shutil.copy(source, folder / "portal.sqlite")
        yield f"sqlite:///{folder / 'portal.sqlite'}"
        return
    slot = _slots.get(template) or _slots.setdefault(template, Slot.copied_from(template))
    if slot.busy:
        name = f"test_{uuid.uuid4().hex[:12]}"
        try:
            yield _create(slot.server, name, template=template.rpartition("/")[2])
        finally:
            _drop(slot.server, name)
        return
    slot.busy = True
    try:
        yield slot.url
    finally:
        slot.busy = False
        if not slot.restored():
            _drop(slot.server, _slots.pop(template).name)


@dataclass(slots=True)
class Slot:
    """A database on PostgreSQL that serves one test after another: every table notes that it was written to, and after
    each test those tables get their first rows and numbers back. Copying the whole takes many times as long."""

    server: str
    name: str
    shape: frozenset[tuple[str, str]]
    busy: bool = False

    @property
    def url(self) -> str:
        """Its address."""
        return f"{self.server.rpartition('/')[0]}/{self.name}"

    @classmethod
    def copied_from(cls, template: str) -> Self:
        """A copy that remembers what it was like."""
        slot = cls(os.environ["PORTAL_TEST_POSTGRES"], f"slot_{uuid.uuid4().hex[:12]}", frozenset())
        _create(slot.server, slot.name, template=template.rpartition("/")[2])
        atexit.register(_drop, slot.server, slot.name)
        with psycopg.connect(slot.url, autocommit=True) as connection:
            connection.execute(REMEMBER)
            for table in [name for kind, name in _shape(connection) if kind == "r"]:
                connection.execute(f'''CREATE TABLE first."{table}" AS TABLE public."{table}";
                    CREATE TRIGGER noted AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON public."{table}"
                    FOR EACH STATEMENT EXECUTE FUNCTION first.note()''')
            slot.shape = _shape(connection)
        return slot

    def restored(self) -> bool:
        """Bring the first rows back; False if the test changed more than rows."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                               "WHERE datname = current_database() AND pid <> pg_backend_pid()")
            if _shape(connection) != self.shape:
                return False
            with connection.transaction():
                connection.execute("SET LOCAL session_replication_role = replica")
                written = [row[0] for row in connection.execute("SELECT DISTINCT name FROM first.noted")]
                for table in written:
                    connection.execute(f'DELETE FROM public."{table}"; INSERT INTO public."{table}" '
                                       f'OVERRIDING SYSTEM VALUE TABLE first."{table}"')
                connection.execute("DELETE FROM first.noted")
                connection.execute("SELECT setval(name::regclass, last, called) FROM first.numbers")
        return True


REMEMBER = """
CREATE SCHEMA first;
CREATE TABLE first.noted (name text NOT NULL);
CREATE TABLE first.numbers (name text NOT NULL, last bigint NOT NULL, called boolean NOT NULL);
CREATE FUNCTION first.note() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN INSERT INTO first.noted VALUES (TG_TABLE_NAME); RETURN NULL; END $$;
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT format('%I.%I', schemaname, sequencename) AS name FROM pg_sequences WHERE schemaname = 'public' LOOP
    EXECUTE format('INSERT INTO first.numbers SELECT %L, last_value, is_called FROM %s', one.name, one.name);
  END LOOP;
END $$
"""
_slots: dict[str, Slot] = {}


def _shape(connection: Any) -> frozenset[tuple[str, str]]:
    """(kind, name) of tables, indexes, sequences, triggers and constraints."""
    found = connection.execute("""
        SELECT relkind::text, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT 'trigger ' || tgenabled::text, tgrelid::regclass || ' ' || tgname FROM pg_trigger
        UNION ALL SELECT 'constraint', conrelid || ' ' || conname FROM pg_constraint""")
    return frozenset((kind, name) for kind, name in found)


def _drop(server: str, name: str) -> None:
    _run(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


_led: dict[Engine, URL] = {}


def lead_to(engine: Engine, url: str) -> None:
    """Have an engine connect to this database from now on: statements it has compiled serve the next test too."""
    engine.dispose()
    if engine not in _led:
        event.listen(engine, "do_connect", partial(_connect, engine))
    _led[engine] = make_url(url)


def _connect(engine: Engine, dialect: Dialect, record: object, args: Any, parameters: dict[str, Any]) -> Any:
    args, known = dialect.create_connect_args(_led[engine])
    return dialect.connect(*args, **{**parameters, **known})


def _create(server: str, name: str, template: str = "template0") -> str:
    _run(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    return f"{server.rpartition('/')[0]}/{name}"


def _run(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)
