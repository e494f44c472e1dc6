"""Every test of the room has the categories."""

import pytest
from flask import Flask

from tests.factories.feedback import settle_categories


@pytest.fixture(autouse=True)
def _categories(app: Flask) -> None:
    settle_categories()
