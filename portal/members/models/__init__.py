"""Tables of the register."""

from portal.members.models.citizen_ids import id_warnings as id_warnings
from portal.members.models.columns import EXPORT_COLUMNS as EXPORT_COLUMNS
from portal.members.models.columns import SEX_WORDS as SEX_WORDS
from portal.members.models.columns import ExportColumn as ExportColumn
from portal.members.models.filters import Filters as Filters
from portal.members.models.lists import BadgeRound as BadgeRound
from portal.members.models.lists import BadgeYears as BadgeYears
from portal.members.models.lists import Disclosure as Disclosure
from portal.members.models.lists import DisclosureBlock as DisclosureBlock
from portal.members.models.lists import SavedFilter as SavedFilter
from portal.members.models.lists import Selection as Selection
from portal.members.models.people import Member as Member
from portal.members.models.people import MemberChange as MemberChange
from portal.members.models.people import Membership as Membership
from portal.members.models.people import MemberState as MemberState
from portal.members.models.people import Position as Position
from portal.members.models.people import masked as masked
from portal.members.models.states import GONE as GONE
from portal.members.models.states import PRESENT as PRESENT
from portal.members.models.states import STATE_LABELS as STATE_LABELS
from portal.members.models.states import TAKING_PART as TAKING_PART
from portal.members.models.states import State as State
from portal.members.models.stays import Stay as Stay
from portal.members.models.terms import MemberTerm as MemberTerm
from portal.members.models.terms import terms_of as terms_of
