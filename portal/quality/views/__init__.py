"""Screens of quality: measures and lists, doubles, corrections."""

from portal.quality.views import corrections as corrections
from portal.quality.views import doubles as doubles
from portal.quality.views import measures as measures
from portal.quality.views.blueprint import bp as bp
