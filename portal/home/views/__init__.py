"""Screens of the house."""

from portal.home.views import house as house
from portal.home.views import saved as saved
from portal.home.views import search as search
from portal.home.views.blueprint import bp as bp
