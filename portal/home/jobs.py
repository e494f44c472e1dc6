"""What the worker does for the whole house: the search index follows the rows, old keys are forgotten."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

import structlog

from portal.core import clock, files, once
from portal.core.db import count_rows_for_the_planner
from portal.home import queries, services
from portal.jobs import queue
from portal.jobs.following import forget_old, reconcile
from portal.jobs.registry import job
from portal.search import active, registry
from portal.search.analysis import digest
from portal.search.engine import IndexUnavailable
from portal.search.entry import Entry

NIGHT = 2
"""The hour (in Hà Nội) in which the index is compared with the database."""
AT_ONCE = 200
log = structlog.get_logger()


@job("search.index", batch=AT_ONCE)
def index(batch: list[dict[str, Any]]) -> None:
    """Reconcile: load each named row; put it where it is to be found, else drop it.

    An index that is missing, broken or empty is built whole instead: a first entry would make it look complete.
    """
    state = active.engine().state()
    if not state.ok or state.count == 0:
        active.engine().rebuild(registry.entries())
        return
    try:
        reconcile(active.engine(), [(payload["kind"], payload["id"]) for payload in batch])
    except IndexUnavailable as error:
        log.error("search_unwritable", reason=str(error.reason), detail=error.detail[:200])
        active.engine().rebuild(registry.entries())


@job("search.rebuild")
def rebuild(batch: list[dict[str, Any]]) -> None:
    """Build the index anew beside the old one and swap."""
    active.engine().rebuild(registry.entries())


@job("search.check", every=3600)
def check(batch: list[dict[str, Any]]) -> None:
    """At night compare the index with the rows; one that cannot be read `tidy` builds anew within a minute."""
    if active.engine().state().ok and clock.local(clock.now()).hour == NIGHT:
        queue.enqueue("search.compare", dedupe="search.compare", priority=9)


@job("search.tidy", every=60)
def tidy(batch: list[dict[str, Any]]) -> None:
    """Merge small parts of the index, beside; build one that cannot be read, as those who search are told."""
    if active.engine().state().ok:
        active.engine().tidy(beside=True)
    else:
        active.engine().rebuild(registry.entries())


@job("search.compare")
def compare(batch: list[dict[str, Any]]) -> None:
    """Compare every entry with what is indexed, by its checksum, and mend what differs."""
    known = active.engine().inventory()
    mended = 0
    for some in _groups(registry.entries()):
        wrong = [entry for entry in some if known.pop(entry.key, None) != digest(entry)]
        active.engine().put(wrong)
        mended += len(wrong)
    active.engine().drop(known)
    if mended or known:
        log.warning("search_drift", mended=mended, dropped=len(known))


def _groups(entries: Iterable[Entry]) -> Iterable[list[Entry]]:
    rest = iter(entries)
    while some := list(islice(rest, AT_ONCE)):
        yield some


@job("core.forget_file")
def forget_file(batch: list[dict[str, Any]]) -> None:
    """Take files out of the store that no row names any more."""
    for payload in batch:
        files.forget(payload["digest"])


@job("core.tidy", every=24 * 3600)
def tidy_keys(batch: list[dict[str, Any]]) -> None:
    """Forget form keys nobody will send again and changes every index has followed; count for the planner."""
    once.forget_old()
    forget_old()
    count_rows_for_the_planner()


@job("searches.look", every=3 * 3600)
def look(batch: list[dict[str, Any]]) -> None:
    """Have every saved search that tells looked at again, if anything has changed since it was: one job a person."""
    last = queries.last_change()
    for account_id in queries.to_be_told(last + services.OVERLAP if last else None):
        queue.enqueue("searches.tell", dedupe=f"searches.tell {account_id}", priority=9, account=account_id)


@job("searches.tell")
def tell(batch: list[dict[str, Any]]) -> None:
    """Tell a person what is new; where the index cannot answer, the next round does."""
    try:
        for payload in batch:
            services.tell_new(payload["account"])
    except IndexUnavailable as error:
        log.warning("searches_untold", reason=str(error.reason))
