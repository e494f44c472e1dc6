"""Kind of job → what the worker does. Handlers are safe to run twice."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Handler = Callable[[list[dict[str, Any]]], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job. `batch` payloads at most are handed over at once; `every` seconds it comes back."""

    name: str
    handler: Handler
    batch: int
    every: int | None


KINDS: dict[str, Kind] = {}


def job(name: str, *, batch: int = 1, every: int | None = None) -> Callable[[Handler], Handler]:
    """Register a handler; it receives a list of payloads (one unless `batch` says more)."""

    def register(handler: Handler) -> Handler:
        KINDS[name] = Kind(name, handler, batch, every)
        return handler

    return register
