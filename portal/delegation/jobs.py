"""What the worker does for delegation: tell of rights that end by themselves, and of looks that nobody ended."""

from typing import Any

from portal.delegation import services
from portal.jobs.registry import job


@job("delegation.ended", every=3600)
def ended(batch: list[dict[str, Any]]) -> None:
    """Tell once, within the hour after midnight, of what ended, and a week ahead of what will."""
    services.tell_ending_soon()
    services.tell_endings()


@job("delegation.uncovered", every=900)
def uncovered(batch: list[dict[str, Any]]) -> None:
    """Look for units that nobody is in charge of."""
    services.find_uncovered()


@job("delegation.viewings_over", every=300)
def viewings_over(batch: list[dict[str, Any]]) -> None:
    """Tell both sides of looking on that ended by the clock or with the session."""
    services.finish_viewings()
