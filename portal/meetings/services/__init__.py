"""Verbs of meetings."""

from portal.meetings.services.answering import answer as answer
from portal.meetings.services.answering import speak as speak
from portal.meetings.services.papers import BACK_WITHIN as BACK_WITHIN
from portal.meetings.services.papers import attach as attach
from portal.meetings.services.papers import detach as detach
from portal.meetings.services.papers import put_back as put_back
from portal.meetings.services.papers import withdraw_if_secret as withdraw_if_secret
from portal.meetings.services.preparing import Plan as Plan
from portal.meetings.services.preparing import Point as Point
from portal.meetings.services.preparing import cancel as cancel
from portal.meetings.services.preparing import create as create
from portal.meetings.services.preparing import edit as edit
from portal.meetings.services.preparing import open_meeting as open_meeting
from portal.meetings.services.preparing import summon_missing as summon_missing
from portal.meetings.services.recording import TEXTS as TEXTS
from portal.meetings.services.recording import conclude as conclude
from portal.meetings.services.recording import lock as lock
from portal.meetings.services.recording import reopen as reopen
from portal.meetings.services.recording import restore as restore
from portal.meetings.services.roll_call import Mark as Mark
from portal.meetings.services.roll_call import mark as mark
