"""Reads of scans and of what a machine read in them."""

import hashlib
from typing import Any

from portal.core.actor import Actor
from portal.documents.models import Document, DocumentFile
from portal.documents.queries.lists import quality_of
from portal.documents.queries.single import get, proposal
from portal.papers.extraction import PDF


def scan(document: Document) -> dict[str, Any]:
    """How far the reading of its scan is (services/scans.py); empty where nobody asked."""
    found: dict[str, Any] = proposal(document).get("scan", {})
    return found


def scan_file(document: Document) -> DocumentFile | None:
    """The PDF whose letters could be read by a machine: of a document that gave no text; None for any other."""
    if quality_of(document) != "anh-quet":
        return None
    return next((file for file in document.files if file.media_type == PDF), None)


def get_with_scan_page(actor: Actor, document_id: int, page_number: int) -> Document | None:
    """One document, if the actor may read it and a machine read this page of it."""
    document = get(actor, document_id)
    return document if document and 0 < page_number <= len(scan(document).get("pages", ())) else None


def scan_mark(text: str) -> str:
    """Stands for the text of a page, to notice that somebody changed it meanwhile."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
