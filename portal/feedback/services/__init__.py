"""Verbs of feedback."""

from portal.feedback.services.attached import clean as clean
from portal.feedback.services.attached import forget_original as forget_original
from portal.feedback.services.attached import was_read as was_read
from portal.feedback.services.opinions import answer as answer
from portal.feedback.services.opinions import forward as forward
from portal.feedback.services.opinions import mark_read as mark_read
from portal.feedback.services.opinions import note as note
from portal.feedback.services.opinions import reopen as reopen
from portal.feedback.services.opinions import send as send
from portal.feedback.services.opinions import take as take
