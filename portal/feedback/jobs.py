"""What the worker does for feedback: pictures without position and camera."""

from typing import Any

from portal.feedback import queries, services
from portal.feedback.models import FileState
from portal.jobs.registry import job


@job("feedback.clean")
def clean(batch: list[dict[str, Any]]) -> None:
    """Make the picture anew, if it still waits."""
    for payload in batch:
        file = queries.file_to_clean(payload["file_id"])
        if file is not None and file.state == FileState.WAITING:
            services.clean(file)


@job("feedback.forget_original")
def forget_original(batch: list[dict[str, Any]]) -> None:
    """Drop the camera's file, in a transaction after the one that made the clean one."""
    for payload in batch:
        services.forget_original(payload["digest"])
