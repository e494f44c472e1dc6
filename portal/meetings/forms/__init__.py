"""Forms of meetings."""

from portal.meetings.forms.planning import CreateForm as CreateForm
from portal.meetings.forms.planning import PaperForm as PaperForm
from portal.meetings.forms.planning import PlanForm as PlanForm
from portal.meetings.forms.planning import ReasonForm as ReasonForm
from portal.meetings.forms.reading import AnswerForm as AnswerForm
from portal.meetings.forms.reading import FilterForm as FilterForm
from portal.meetings.forms.reading import OpinionForm as OpinionForm
from portal.meetings.forms.recording import MinutesForm as MinutesForm
from portal.meetings.forms.recording import RollForm as RollForm
from portal.meetings.forms.recording import marks_proposed as marks_proposed
from portal.meetings.forms.recording import marks_sent as marks_sent
