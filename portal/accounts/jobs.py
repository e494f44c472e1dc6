"""What the worker does for accounts."""

from typing import Any

from portal.accounts import services
from portal.jobs.registry import job


@job("accounts.forget_old", every=24 * 3600)
def forget_old(batch: list[dict[str, Any]]) -> None:
    """Forget counters, unanswered steps and history beyond their time."""
    services.forget_old()
