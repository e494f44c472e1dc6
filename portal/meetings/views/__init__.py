"""Screens of meetings."""

from portal.meetings.views import preparing as preparing
from portal.meetings.views import recording as recording
from portal.meetings.views.reading import bp as bp
