"""Tests in this folder live in the furnished house."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.app import create_app
from portal.core.db import db
from portal.search import active, registry
from portal.search.memory import MemoryEngine
from tests.conftest import settings_for
from tests.database import fresh_database
from tests.pages.house import furnish


@pytest.fixture(scope="session")
def furnished(template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """(address of the furnished database, folder of its files)."""
    folder = tmp_path_factory.mktemp("furnished")
    with fresh_database(template, folder) as url:
        app = create_app(settings_for(folder, url), MemoryEngine())
        with app.app_context():
            furnish()
            db.session.remove()
            db.engine.dispose()
        yield url, folder / "files"


@pytest.fixture
def database(furnished: tuple[str, Path], tmp_path: Path) -> Iterator[str]:
    """A copy of the furnished database with its files."""
    address, files = furnished
    if files.exists():
        shutil.copytree(files, tmp_path / "files")
    with fresh_database(address, tmp_path) as url:
        yield url


@pytest.fixture(autouse=True)
def found_by_search(app: Flask) -> None:
    """The index knows what the house holds."""
    active.engine().rebuild(registry.entries())
    db.session.rollback()
