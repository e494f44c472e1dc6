"""Screens of feedback: the sender's and the handlers'."""

from portal.feedback.views import handler as handler
from portal.feedback.views import sender as sender
from portal.feedback.views.blueprint import bp as bp
