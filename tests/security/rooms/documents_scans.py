"""Scans: the clerks of the unit have them read, put the pages right and enter them."""

from collections.abc import Callable

from portal.core.db import db
from portal.documents.models import DocumentText
from tests.factories import documents

TABLE = """
                                                         str mem pro sec m.e s.e nei com off cor adm del lap sus
GET  documents.scan                document              401 403 403 403 404 404 403 200 200 403 403 200 403 401
POST documents.ask_scan            document              401 403 403 403 404 404 403 422 422 403 403 422 403 401
POST documents.correct_page        scan page             401 403 403 403 404 404 403 422 422 403 403 422 403 401
POST documents.enter_scan          document              401 403 403 403 404 404 403 422 422 403 403 422 403 401
"""


def _page() -> dict[str, int]:
    made = documents.document().id
    kept = db.session.get_one(DocumentText, made)
    kept.proposal = {"scan": {"state": "read", "digest": "", "pages": ["một", "hai"], "confidence": [90.0, 80.0]}}
    db.session.commit()
    return {"document_id": made, "page_number": 1}


TARGETS: dict[str, Callable[[], dict[str, int]]] = {"scan page": _page}
"""A published document of the committee of Hà Nội whose scan a machine has read."""
