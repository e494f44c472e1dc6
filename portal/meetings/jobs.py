"""What the worker does for meetings."""

from typing import Any

from portal.jobs.registry import job
from portal.meetings import services


@job("meetings.check_paper")
def check_paper(batch: list[dict[str, Any]]) -> None:
    """Look into a new paper for a secrecy mark."""
    for payload in batch:
        services.withdraw_if_secret(payload["id"])
