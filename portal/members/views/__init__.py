"""Screens of the register: roster, record, own record, what comes due, acts on ticked rows."""

from portal.members.views import bulk, due, filters, numbers, posts, record, roster, writing
from portal.members.views.blueprint import bp as bp

__all__ = ["bp", "bulk", "due", "filters", "numbers", "posts", "record", "roster", "writing"]
