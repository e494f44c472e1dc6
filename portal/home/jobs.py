"""What the worker does for the whole house: the search index follows the rows, old keys are forgotten."""

from typing import Any

from portal.core import files, once
from portal.jobs.registry import job
from portal.search import active, registry


@job("search.index", batch=200)
def index(batch: list[dict[str, Any]]) -> None:
    """Reconcile: load each named row; put it where it is to be found, else drop it.

    An index that is missing, broken or empty is built whole instead: a first entry would make it look complete.
    """
    state = active.engine().state()
    if not state.ok or state.count == 0:
        active.engine().rebuild(registry.entries())
        return
    sources = registry.sources()
    entries, gone = [], []
    for payload in batch:
        source = sources.get(payload["kind"])
        entry = source.load(payload["id"]) if source else None
        if entry is not None:
            entries.append(entry)
        else:
            gone.append((payload["kind"], payload["id"]))
    if gone:
        active.engine().drop(gone)
    if entries:
        active.engine().put(entries)


@job("search.rebuild")
def rebuild(batch: list[dict[str, Any]]) -> None:
    """Build the index anew beside the old one and swap."""
    active.engine().rebuild(registry.entries())


@job("search.check", every=3600)
def check(batch: list[dict[str, Any]]) -> None:
    """Rebuild where the index is missing, unreadable or of another version."""
    if not active.engine().state().ok:
        active.engine().rebuild(registry.entries())


@job("core.forget_file")
def forget_file(batch: list[dict[str, Any]]) -> None:
    """Take files out of the store that no row names any more."""
    for payload in batch:
        files.forget(payload["digest"])


@job("core.tidy", every=24 * 3600)
def tidy(batch: list[dict[str, Any]]) -> None:
    """Forget form keys that nobody will send again."""
    once.forget_old()
