"""Screens of imports."""

from portal.imports.views import bringing, looking, meaning, writing
from portal.imports.views.blueprint import bp as bp

__all__ = ["bp", "bringing", "looking", "meaning", "writing"]
