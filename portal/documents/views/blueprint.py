"""What the screens of documents share: their blueprint and addresses."""

from typing import Any

from flask import url_for

from portal.core.guard import GuardedBlueprint
from portal.core.i18n import gettext
from portal.documents.models import Document
from portal.papers.extraction import LABELS
from portal.papers.reasons import REASONS

MEDIA = LABELS
bp = GuardedBlueprint("documents", __name__)


def show_url(document: Any) -> str:
    """The address of its reading page."""
    return url_for("documents.show", document_id=document.id)


def problem_of(document: Document) -> str:
    """Why its file could not be read, in words; empty where it could."""
    return gettext(REASONS[document.problem]) if document.problem else ""
