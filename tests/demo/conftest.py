"""Databases of these tests: empty with its rules; with the sample; the usual one of the other tests."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from portal.app import create_app
from portal.core.db import db
from portal.search.memory import MemoryEngine
from tests.database import fresh_database, make_template
from tests.factories.feedback import settle_categories
from tests.factories.meetings import settle_rules
from tests.fixtures import settings_for

Run = Callable[..., Result]


@pytest.fixture(scope="session")
def empty_template(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated database without any organisation."""
    folder = tmp_path_factory.mktemp("empty")
    url = make_template(folder)
    with _portal(folder, url).app_context():
        settle_rules()
        settle_categories()
        _close()
    return url


@pytest.fixture(scope="session")
def demo_template(empty_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample, made once by the command."""
    folder = tmp_path_factory.mktemp("demo")
    with fresh_database(empty_template, folder) as url:
        app = _portal(folder, url)
        done = app.test_cli_runner().invoke(args=["demo"])
        assert done.exit_code == 0, done.output
        with app.app_context():
            _close()
        yield url


@pytest.fixture
def database(demo_template: str, tmp_path: Path) -> Iterator[str]:
    """Tests here start with the sample."""
    with fresh_database(demo_template, tmp_path) as url:
        yield url


@pytest.fixture
def empty(empty_template: str, tmp_path: Path) -> Iterator[Flask]:
    """A portal without any organisation."""
    (tmp_path / "empty").mkdir()
    with fresh_database(empty_template, tmp_path / "empty") as url:
        app = _portal(tmp_path / "empty", url)
        with app.app_context():
            yield app
            _close()


@pytest.fixture
def foreign(template: str, tmp_path: Path) -> Iterator[Flask]:
    """A portal with organisations that are not of the sample."""
    (tmp_path / "foreign").mkdir()
    with fresh_database(template, tmp_path / "foreign") as url:
        app = _portal(tmp_path / "foreign", url)
        with app.app_context():
            yield app
            _close()


def run(app: Flask, *arguments: str) -> Result:
    """`flask demo …`."""
    return app.test_cli_runner().invoke(args=["demo", *arguments])


def _portal(folder: Path, url: str) -> Flask:
    return create_app(settings_for(folder, url), MemoryEngine())


def _close() -> None:
    db.session.remove()
    db.engine.dispose()
