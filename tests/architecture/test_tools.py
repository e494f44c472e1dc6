"""Style and types: the same commands a person runs; once a suite, on the SQLite run."""

import os
import subprocess
import sys

import pytest

from tests.architecture.sources import TOP

pytestmark = pytest.mark.skipif("PORTAL_TEST_POSTGRES" in os.environ, reason="already run on SQLite")


def run(*arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_ruff() -> None:
    run("ruff", "check", "--no-cache")


@pytest.mark.timeout(300)
def test_mypy_strict() -> None:
    run("mypy")


def test_dependencies_fit_together() -> None:
    run("pip", "check")
