"""What the worker does for feedback: pictures without position and camera, texts without a secrecy mark."""

from typing import Any

from portal.core import files
from portal.feedback import queries, services
from portal.jobs.registry import job
from portal.papers import extraction


@job("feedback.clean")
def clean(batch: list[dict[str, Any]]) -> None:
    """Make the picture anew, if it still waits."""
    for payload in batch:
        file = queries.waiting_file(payload["file_id"])
        if file is not None:
            services.clean(file)


@job("feedback.look_into")
def look_into(batch: list[dict[str, Any]]) -> None:
    """Read a text that was sent along, before anybody may open it."""
    for payload in batch:
        # Reading comes before the first SQL statement: a transaction that writes keeps everybody else waiting.
        place = files.store().path(payload["digest"])
        read = extraction.extract(place, payload["media_type"]) if place else None
        file = queries.waiting_file(payload["file_id"])
        if file is not None:
            services.was_read(file, read)


@job("feedback.forget_original")
def forget_original(batch: list[dict[str, Any]]) -> None:
    """Drop the camera's file, in a transaction after the one that made the clean one."""
    for payload in batch:
        services.forget_original(payload["digest"])
