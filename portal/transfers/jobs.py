"""What the worker does for transfers: tell of stays that end soon. The return itself needs nobody."""

from typing import Any

from portal.jobs.registry import job
from portal.transfers import services

DAY = 24 * 3600


@job("transfers.remind", every=DAY)
def remind(payloads: list[dict[str, Any]]) -> None:
    """Once a day; a reminder that was given is not given again."""
    services.remind()
