"""Screens of keeping accounts."""

from portal.keeping.views import account, asking, opening, roster, rules, strays
from portal.keeping.views.asking import not_yet_met as not_yet_met
from portal.keeping.views.blueprint import bp as bp

__all__ = ["account", "asking", "bp", "not_yet_met", "opening", "roster", "rules", "strays"]
