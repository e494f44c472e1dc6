"""What is asked of whoever transfers, or keeps the contact with the residence."""

from portal.transfers.forms.calendar import ExceptionForm as ExceptionForm
from portal.transfers.forms.calendar import YearForm as YearForm
from portal.transfers.forms.deciding import AcceptForm as AcceptForm
from portal.transfers.forms.deciding import EndForm as EndForm
from portal.transfers.forms.deciding import ReasonForm as ReasonForm
from portal.transfers.forms.deciding import ReleaseForm as ReleaseForm
from portal.transfers.forms.moving import ArrivalForm as ArrivalForm
from portal.transfers.forms.moving import AskForm as AskForm
from portal.transfers.forms.moving import CallForm as CallForm
from portal.transfers.forms.moving import ListForm as ListForm
from portal.transfers.forms.residence import CodeForm as CodeForm
from portal.transfers.forms.residence import ExemptForm as ExemptForm
from portal.transfers.forms.residence import HomeForm as HomeForm
from portal.transfers.forms.residence import LetterForm as LetterForm
from portal.transfers.forms.residence import PrintForm as PrintForm
from portal.transfers.forms.residence import PublicRemarkForm as PublicRemarkForm
from portal.transfers.forms.residence import RemarkForm as RemarkForm
from portal.transfers.forms.residence import RosterForm as RosterForm
from portal.transfers.forms.residence import WardForm as WardForm
from portal.transfers.forms.rules import ClockRuleForm as ClockRuleForm
from portal.transfers.forms.rules import RuleEndForm as RuleEndForm
