"""What all tests share stands in fixtures.py. The process that only hands tests out to others does without: it would
load the whole portal while they wait for it."""

from importlib import import_module

import pytest


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput") or not config.getoption("numprocesses", None):
        config.pluginmanager.register(import_module("tests.fixtures"), "tests.fixtures")
