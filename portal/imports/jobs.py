"""What the worker does for imports. Each piece is one transaction, safe to run twice: an older run changes nothing."""

from typing import Any

from portal.core import files
from portal.imports import services
from portal.jobs.registry import job

Batch = list[dict[str, Any]]


@job("imports.read")
def read(batch: Batch) -> None:
    """Read a file into rows."""
    for payload in batch:
        # The child process runs before the first SQL statement: a transaction that writes keeps everybody waiting.
        with services.read_sheet(files.store().path(payload["digest"])) as sheet:
            services.was_read(payload["import_id"], payload["run"], sheet)


@job("imports.preview")
def preview(batch: Batch) -> None:
    """Judge the next rows."""
    for payload in batch:
        services.preview_piece(**payload)


@job("imports.check")
def check(batch: Batch) -> None:
    """Compare the next rows with the register once more."""
    for payload in batch:
        services.check_piece(**payload)


@job("imports.commit")
def commit(batch: Batch) -> None:
    """Write everything, or nothing."""
    for payload in batch:
        services.write_all(**payload)


@job("imports.undo")
def undo(batch: Batch) -> None:
    """Take a commit back."""
    for payload in batch:
        services.take_back(**payload)


@job("imports.purge", every=24 * 3600)
def purge(batch: Batch) -> None:
    """Take away files and rows that have served."""
    services.purge()
