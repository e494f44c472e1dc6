"""Meetings need their rule tables."""

import pytest
from flask import Flask

from tests.factories.meetings import settle_rules


@pytest.fixture(autouse=True)
def rules(app: Flask) -> None:
    """Kinds, templates and thresholds as the migration brings them."""
    settle_rules()
