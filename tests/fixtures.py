"""One database, made once and copied for each test; real commits; a client that reads every page strictly."""

import gc
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import insert

from portal.accounts.models import UserSession
from portal.accounts.queries import token_digest
from portal.accounts.services import passwords
from portal.accounts.services.passwords import HASHER
from portal.app import create_app
from portal.core import clock, files
from portal.core.db import db
from portal.imports.services import child as sheets
from portal.imports.services import reading
from portal.jobs.models import Job
from portal.papers import child as papers
from portal.papers import extraction
from portal.papers.process import run_child
from portal.papers.reasons import State
from portal.search import active
from portal.search.memory import MemoryEngine
from portal.settings import Settings
from tests import people
from tests.client import PortalClient
from tests.database import lead_to, leave, lent_database, make_template, to_be_lent

ONCE = {
    "accounts": ("passkeys", "passwords", "pins", "second_factor"),
    "core": ("assets", "clock", "csrf", "durability", "failures", "files", "forms", "guard", "logs", "planner",
             "render", "server", "settings", "site", "styles", "text", "workdays"),
    "documents": ("bad_uploads", "full_disk", "killed_worker", "markup", "old_letters", "recognising",
                  "recognising_steps", "signed", "upload", "upload_links", "upload_refused"),
    "feedback": ("files", "hidden_names"), "imports": ("cleaning", "headings"), "news": ("markdown", "pictures"),
    "journal": ("sentences",), "security": ("sessions",), "architecture": (), "journeys": (), "pages": (), "papers": (),
}
"""Modules whose subject is no statement: files, forms, headers, words, pages. Tried on one database; () means all."""
RUN_SHEET = reading._run

hypothesis.settings.register_profile("house", deadline=None)  # a busy machine is no failure
hypothesis.settings.load_profile("house")


def settings_for(folder: Path, url: str) -> Settings:
    """Settings of a portal that lives in a folder of the test."""
    environ = {"PORTAL_DATA": str(folder), "PORTAL_SECRET_KEY": "only for tests", "PORTAL_HTTPS": "0",
               "DATABASE_URL": url, "PORTAL_LOG_LEVEL": "ERROR", "PORTAL_HOTLINE": "0999 000 000"}
    return Settings.from_environment(environ)


@pytest.fixture(scope="session", autouse=True)
def cheap_digests() -> None:
    """Digests of passwords cost little here; what they cost elsewhere, tests/accounts/test_passwords.py says."""
    HASHER._parameters = replace(HASHER._parameters, time_cost=1, memory_cost=8)
    passwords.NOBODY = HASHER.hash("nobody")


@pytest.fixture(scope="session", autouse=True)
def files_read_here() -> None:
    """Files are read in this process, the same one once: most of a child's time goes to starting it."""
    known = dict[tuple[bytes, str], bytes]()

    def read_here(arguments: list[str], output: int, timeout_s: float) -> State:
        module, path, media_type, *_ = arguments
        if module != "portal.papers.child":
            return run_child(arguments, output, timeout_s)
        key = hashlib.sha256(Path(path).read_bytes()).digest(), media_type
        if key not in known:
            known[key] = json.dumps(papers.read(Path(path), media_type)).encode()
        os.write(output, known[key])
        return State.OK

    def sheet_here(path: Path, output: int, timeout_s: float, limits: list[int]) -> str:
        with os.fdopen(os.dup(output), "w", encoding="utf-8") as out:
            sheets.answer(path, *limits[2:], out)
        return ""

    extraction.run_child = read_here
    reading._run = sheet_here


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file is read in a child of its own after all: for tests of its limits."""
    monkeypatch.setattr(extraction, "run_child", run_child)
    monkeypatch.setattr(reading, "_run", RUN_SHEET)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a migrated database with the tests' tree and people."""
    folder = tmp_path_factory.mktemp("template")
    url = make_template(folder)
    app = create_app(settings_for(folder, url), MemoryEngine())
    with app.app_context():
        people.settle()
        db.session.commit()
        db.session.execute(db.delete(Job))  # what followed from settling is nobody's business
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    to_be_lent(url)
    yield url
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database(template: str, tmp_path: Path) -> Iterator[str]:
    """The address of this test's own copy; folders of tests may put a fuller one in its place."""
    with lent_database(template, tmp_path) as url:
        yield url


@pytest.fixture(scope="session")
def house(template: str, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The app, made once: its routes and compiled templates serve every test; each test moves it to its own data."""
    app = create_app(settings_for(tmp_path_factory.mktemp("house"), template), MemoryEngine())
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache()
    with app.app_context():
        cache: Any = db.engine._compiled_cache
        cache.capacity = 1000  # all rooms in one process: five hundred statements push each other out
    return app


@pytest.fixture
def app(house: Flask, database: str, tmp_path: Path) -> Iterator[Flask]:
    """A portal on its own copy of the database, with the in-memory search engine."""
    config = dict(house.config)
    settings = settings_for(tmp_path, database)
    house.extensions["settings"] = settings
    files.init_app(house, settings.files)
    active.use(MemoryEngine())
    with house.app_context():
        lead_to(db.engine, settings.database_url)
    yield from lived_in(house)
    house.config.clear()
    house.config.update(config)


@pytest.fixture
def own_app(database: str, tmp_path: Path) -> Iterator[Flask]:
    """A portal made for one test, which may add routes to it."""
    yield from lived_in(create_app(settings_for(tmp_path, database), MemoryEngine()))


def lived_in(app: Flask) -> Iterator[Flask]:
    """The app inside its context; afterwards nothing unsaved may be left."""
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.test_client_class = PortalClient
    with app.app_context():
        yield app
        dirty = bool(db.session.new or db.session.dirty or db.session.deleted)
        db.session.remove()
        leave(db.engine)
    assert not dirty, "the test left unsaved rows in the session"


@pytest.fixture
def as_(app: Flask) -> Callable[[str | None], PortalClient]:
    """`as_("secretary")`: a client signed in as that person; `as_(None)`: a stranger."""

    def signed_in(key: str | None) -> PortalClient:
        client: PortalClient = app.test_client()  # type: ignore[assignment]
        client.who = key or "stranger"
        if key is not None:
            token = secrets.token_urlsafe(24)
            account_id = people.person(key).account_id
            now = clock.now()
            db.session.execute(insert(UserSession).values(token_digest=token_digest(token), account_id=account_id,
                                                          created_at=now, seen_at=now))
            db.session.commit()
            with client.session_transaction() as session:
                session["sid"] = token
        return client

    return signed_in


@pytest.fixture
def actor(app: Flask) -> Callable[[str], object]:
    """`actor("secretary")`: the Actor that person is today, for tests of services and queries."""
    from portal.delegation.api import actor_of_account

    return lambda key: actor_of_account(people.person(key).account_id)


LONGEST = ("test_walks_that_lead_everywhere", "test_every_screen", "test_no_right_without_a_living_chain",
           "test_mypy_strict")
"""Begun first and in this order: no process is left with one of them at the end, and browsers go where was walked."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest; mark what is not tried again on PostgreSQL (`./test`)."""
    items.sort(key=lambda item: LONGEST.index(item.name) if item.name in LONGEST else len(LONGEST))
    for item in items:
        if _once(item.path):
            item.add_marker(pytest.mark.once)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What is left out need not be loaded."""
    return True if "not once" in config.option.markexpr and _once(collection_path) else None


def _once(path: Path) -> bool:
    room, name = path.parent.name, path.stem.removeprefix("test_")
    return name != path.stem and room in ONCE and (not ONCE[room] or name in ONCE[room])


def pytest_collection_finish(session: pytest.Session) -> None:
    gc.freeze()  # what has been loaded stays: no need to look through it again and again
    gc.set_threshold(50_000, 20, 100)
    gc.enable()


def pytest_configure(config: pytest.Config) -> None:
    os.environ.setdefault("PORTAL_SECRET_KEY", "only for tests")


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):  # it has told all it knows; to take apart what it has loaded takes ten seconds
        os._exit(0)
