"""Imported before pyHanko: the HTTP client it names is not there, so nobody could fetch, and it starts sooner."""

import sys
from types import ModuleType


class _Nobody(ModuleType):
    """Has every name that is asked for, as an empty class: signatures of functions name them."""

    def __getattr__(self, name: str) -> type:
        return type(name, (), {})


sys.modules["aiohttp"] = _Nobody("aiohttp")
