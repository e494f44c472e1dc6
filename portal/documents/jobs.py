"""What the worker does for documents."""

from typing import Any

from portal.core import files
from portal.documents import services
from portal.jobs.registry import job
from portal.papers import extraction


@job("documents.extract")
def extract(batch: list[dict[str, Any]]) -> None:
    """Read a file and propose its fields. Safe to run twice: a document that was read stays as it is."""
    for payload in batch:
        # All reading before the first SQL statement: a transaction that writes keeps everybody else waiting.
        place = files.store().path(payload["digest"])
        found = extraction.extract(place, payload["media_type"]) if place else None
        services.file_was_read(payload["document_id"], services.understand(found))


@job("documents.drop_file")
def drop_file(batch: list[dict[str, Any]]) -> None:
    """Take files out of the store that no row names any more."""
    for payload in batch:
        services.drop_file(payload["digest"])


@job("documents.purge", every=24 * 3600)
def purge(batch: list[dict[str, Any]]) -> None:
    """Empty the trash of what lay there for 30 days."""
    services.purge()
