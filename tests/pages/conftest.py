"""Tests in this folder live in the furnished house."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.app import create_app
from portal.core.db import db
from portal.search import active, registry
from portal.search.entry import Entry
from portal.search.memory import MemoryEngine
from tests.database import fresh_database
from tests.fixtures import settings_for
from tests.pages.house import furnish


@pytest.fixture(scope="session")
def furnished(template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, list[Entry]]]:
    """(address of the furnished database, folder of its files, what the index knows of it)."""
    folder = tmp_path_factory.mktemp("furnished")
    with fresh_database(template, folder) as url:
        app = create_app(settings_for(folder, url), MemoryEngine())
        with app.app_context():
            furnish()
            entries = list(registry.entries())
            db.session.remove()
            db.engine.dispose()
        yield url, folder / "files", entries


@pytest.fixture
def database(furnished: tuple[str, Path, list[Entry]], tmp_path: Path) -> Iterator[str]:
    """A copy of the furnished database with its files."""
    address, files, _ = furnished
    if files.exists():
        shutil.copytree(files, tmp_path / "files")
    with fresh_database(address, tmp_path) as url:
        yield url


@pytest.fixture(autouse=True)
def found_by_search(app: Flask, furnished: tuple[str, Path, list[Entry]]) -> None:
    """The index knows what the house holds."""
    active.engine().rebuild(furnished[2])
