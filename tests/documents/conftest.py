"""What the tests of the library share."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from portal.documents.views import scans
from portal.papers import ocr
from tests.factories.uploads import Sender


@pytest.fixture
def sender(as_) -> Sender:
    """A clerk who sends a file in pieces."""
    return Sender(as_("office_staff"))


@pytest.fixture
def switched_on(app, monkeypatch) -> Iterator[None]:
    """As with PORTAL_OCR=1 on a machine that has the program."""
    app.extensions["settings"] = replace(app.extensions["settings"], ocr=True)
    scans.known_readiness.cache_clear()
    monkeypatch.setattr(ocr, "readiness", lambda enabled: ocr.Readiness.READY if enabled else ocr.Readiness.OFF)
    yield
    scans.known_readiness.cache_clear()
