"""Tables of meetings, the words for their states, and the arithmetic of a roll-call."""

from portal.meetings.models.roll import Roll as Roll
from portal.meetings.models.roll import tally as tally
from portal.meetings.models.rules import AgendaTemplate as AgendaTemplate
from portal.meetings.models.rules import MeetingKind as MeetingKind
from portal.meetings.models.rules import MeetingRule as MeetingRule
from portal.meetings.models.tables import AgendaItem as AgendaItem
from portal.meetings.models.tables import Invitation as Invitation
from portal.meetings.models.tables import Meeting as Meeting
from portal.meetings.models.tables import MeetingEvent as MeetingEvent
from portal.meetings.models.tables import MeetingPaper as MeetingPaper
from portal.meetings.models.tables import MeetingRevision as MeetingRevision
from portal.meetings.models.tables import Opinion as Opinion
from portal.meetings.models.words import UNLOCKED as UNLOCKED
from portal.meetings.models.words import Answer as Answer
from portal.meetings.models.words import Attendance as Attendance
from portal.meetings.models.words import Reason as Reason
from portal.meetings.models.words import State as State
from portal.meetings.models.words import Verb as Verb
