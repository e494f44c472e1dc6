"""What other rooms may use of meetings."""

from portal.meetings.models import AgendaTemplate as AgendaTemplate
from portal.meetings.models import Answer as Answer
from portal.meetings.models import Attendance as Attendance
from portal.meetings.models import Invitation as Invitation
from portal.meetings.models import Meeting as Meeting
from portal.meetings.models import MeetingKind as MeetingKind
from portal.meetings.models import MeetingRule as MeetingRule
from portal.meetings.models import Opinion as Opinion
from portal.meetings.models import Reason as Reason
from portal.meetings.policy import Meetings as Meetings
from portal.meetings.policy import readable as readable
from portal.meetings.queries import HELD as HELD
from portal.meetings.queries import owed as owed
from portal.meetings.services import answer as answer
from portal.meetings.services import cancel as cancel
from portal.meetings.services import conclude as conclude
from portal.meetings.services import create as create
from portal.meetings.services import lock as lock
from portal.meetings.services import mark as mark
from portal.meetings.services import open_meeting as open_meeting
from portal.meetings.services import reopen as reopen
from portal.meetings.services import speak as speak
