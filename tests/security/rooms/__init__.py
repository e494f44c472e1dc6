"""Rows and targets of the table of rights, one module a room: `TABLE` as in table.py, `TARGETS` as in targets.py."""

import pkgutil
from importlib import import_module
from types import ModuleType


def modules() -> list[ModuleType]:
    """The modules of this package, by name."""
    return [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
