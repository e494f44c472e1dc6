"""Forms of keeping accounts."""

from portal.keeping.forms.account import AwayForm as AwayForm
from portal.keeping.forms.account import ReasonForm as ReasonForm
from portal.keeping.forms.account import ResetForm as ResetForm
from portal.keeping.forms.account import StrayForm as StrayForm
from portal.keeping.forms.asking import ApproveForm as ApproveForm
from portal.keeping.forms.asking import AskForm as AskForm
from portal.keeping.forms.asking import RefuseForm as RefuseForm
from portal.keeping.forms.roster import OpeningForm as OpeningForm
from portal.keeping.forms.roster import RosterForm as RosterForm
from portal.keeping.forms.rules import RulesForm as RulesForm
