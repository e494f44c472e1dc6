"""Reads of scans and of what a machine read in them."""

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from portal.core import clock
from portal.core.actor import Actor
from portal.documents.models import Document, DocumentFile, quality_of
from portal.documents.queries.single import get, proposal
from portal.papers.extraction import PDF
from portal.papers.reasons import NOT_FOR_READERS

STALLED = timedelta(minutes=30)
"""Without a page read for so long nothing goes on by itself any more; it may be asked for again."""


class Step(StrEnum):
    """How far the reading of a scan is."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    FAILED = "failed"


def scan_goes_on(kept: dict[str, Any]) -> bool:
    """Whether the worker has it, or will."""
    if kept.get("state") not in (Step.WAITING, Step.READING):
        return False
    return "at" not in kept or clock.now() - datetime.fromisoformat(kept["at"]) < STALLED


def scan(document: Document) -> dict[str, Any]:
    """How far the reading of its scan is (services/scans.py); empty where nobody asked."""
    found: dict[str, Any] = proposal(document).get("scan", {})
    return found


def scan_file(document: Document) -> DocumentFile | None:
    """The PDF whose letters could be read by a machine: of a document that opens but gave no text; None for any
    other."""
    if quality_of(document) != "anh-quet" or document.problem in NOT_FOR_READERS:
        return None
    return next((file for file in document.files if file.media_type == PDF), None)


def get_with_scan_page(actor: Actor, document_id: int, page_number: int) -> Document | None:
    """One document, if the actor may read it and a machine read this page of it."""
    document = get(actor, document_id)
    return document if document and 0 < page_number <= len(scan(document).get("pages", ())) else None


def scan_mark(text: str) -> str:
    """Stands for the text of a page, to notice that somebody changed it meanwhile."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
