"""What the worker does for delegation: tell of rights that end by themselves."""

from typing import Any

from portal.delegation import services
from portal.jobs.registry import job


@job("delegation.ended", every=3600)
def ended(batch: list[dict[str, Any]]) -> None:
    """Tell once, within the hour after midnight, of what ended, and a week ahead of what will."""
    services.tell_ending_soon()
    services.tell_endings()
