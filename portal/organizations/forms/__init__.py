"""What is asked of the tree, what is done to units, and the rule tables."""

from portal.organizations.forms.acts import ActForm as ActForm
from portal.organizations.forms.acts import CorrectForm as CorrectForm
from portal.organizations.forms.acts import CreateForm as CreateForm
from portal.organizations.forms.acts import DissolveForm as DissolveForm
from portal.organizations.forms.acts import KindForm as KindForm
from portal.organizations.forms.acts import MergeForm as MergeForm
from portal.organizations.forms.acts import MoveForm as MoveForm
from portal.organizations.forms.acts import RenameForm as RenameForm
from portal.organizations.forms.acts import RenewForm as RenewForm
from portal.organizations.forms.acts import SplitForm as SplitForm
from portal.organizations.forms.acts import TermForm as TermForm
from portal.organizations.forms.picking import CellField as CellField
from portal.organizations.forms.picking import UnitField as UnitField
from portal.organizations.forms.reading import ListForm as ListForm
from portal.organizations.forms.reading import TreeForm as TreeForm
from portal.organizations.forms.rules import EndForm as EndForm
from portal.organizations.forms.rules import KindRowForm as KindRowForm
from portal.organizations.forms.rules import ParentForm as ParentForm
from portal.organizations.forms.rules import ThresholdForm as ThresholdForm
