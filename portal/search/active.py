"""The engine of this process, chosen at start by the settings."""

from portal.search.engine import Engine

_engine: list[Engine] = []


def use(engine: Engine) -> None:
    """Choose the engine."""
    _engine[:] = [engine]


def engine() -> Engine:
    """The chosen engine."""
    return _engine[0]
