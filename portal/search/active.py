"""The engine of this process, chosen at start by the settings, and whether it answered when it was last asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog

from portal.search.engine import Engine, IndexUnavailable

log = structlog.get_logger()
_engine: list[Engine] = []
_trouble: list[Any] = []
"""The reason why it could not, as an object: its words depend on the language of who asks."""


def use(engine: Engine) -> None:
    """Choose the engine."""
    _engine[:] = [engine]
    _trouble.clear()


def engine() -> Engine:
    """The chosen engine."""
    return _engine[0]


@contextmanager
def watched() -> Iterator[None]:
    """Around what asks the engine: the log hears once that it cannot answer, and why, and once that it can again;
    not with each search."""
    try:
        yield
    except IndexUnavailable as error:
        known, _trouble[:] = list(_trouble), [error.reason]
        if not known or known[0] is not error.reason:
            log.error("search_unavailable", reason=str(error.reason), detail=error.detail[:200])
        raise
    if _trouble:
        _trouble.clear()
        log.info("search_answers_again")
