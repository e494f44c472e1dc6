"""What is asked of the register."""

from portal.members.forms.acts import ExportForm as ExportForm
from portal.members.forms.acts import FilterNameForm as FilterNameForm
from portal.members.forms.acts import FinderForm as FinderForm
from portal.members.forms.acts import PrintForm as PrintForm
from portal.members.forms.acts import RevealForm as RevealForm
from portal.members.forms.records import EditForm as EditForm
from portal.members.forms.records import EndPostForm as EndPostForm
from portal.members.forms.records import NewForm as NewForm
from portal.members.forms.records import PostForm as PostForm
from portal.members.forms.records import StateForm as StateForm
from portal.members.forms.roster import DueForm as DueForm
from portal.members.forms.roster import RosterForm as RosterForm
