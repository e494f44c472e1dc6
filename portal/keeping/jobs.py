"""What the worker does for the keepers of accounts."""

from typing import Any

from portal.accounts.api import close_lapsed_windows
from portal.jobs.registry import job
from portal.keeping import services


@job("keeping.request_came")
def request_came(batch: list[dict[str, Any]]) -> None:
    """Tell those with whom a request landed."""
    for payload in batch:
        services.request_came(payload["id"])


@job("keeping.close_windows", every=3600)
def close_windows(batch: list[dict[str, Any]]) -> None:
    """Close what was opened by the letter and not used in time."""
    close_lapsed_windows()


@job("keeping.count", every=900)
def count(batch: list[dict[str, Any]]) -> None:
    """Count accounts by unit and status."""
    services.count_accounts()


@job("keeping.nightly", every=24 * 3600)
def nightly(batch: list[dict[str, Any]]) -> None:
    """Warn, lock, close, forget."""
    services.follow_states()
    services.watch_disuse()
    services.forget_old()
