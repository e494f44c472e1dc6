"""What the worker does for privacy."""

from typing import Any

from portal.core import files
from portal.jobs.registry import job
from portal.papers import extraction, ocr
from portal.papers.reasons import State
from portal.privacy import services

SCAN_SECONDS = 200
"""Shorter than the lease of a job; a scan that takes longer stays unread, and its list says so."""


@job("privacy.check_file")
def check_file(batch: list[dict[str, Any]]) -> None:
    """Look into a new file beside a record. Safe to run twice: one that was judged stays as it is."""
    for payload in batch:
        # All reading before the next SQL statement: a transaction that writes keeps everybody else waiting.
        place = files.store().path(payload["digest"])
        found = [extraction.extract(place, payload["media_type"])] if place else []
        if place and payload["scans"] and (found[0].state == State.NO_TEXT or found[0].empty_pages):
            found.append(ocr.recognise(place, timeout_s=SCAN_SECONDS))
        services.was_read(payload["file_id"], payload["digest"], found)


@job("privacy.forget", every=24 * 3600)
def forget(batch: list[dict[str, Any]]) -> None:
    """Take away what was kept only while somebody took part."""
    services.forget_who_left()
