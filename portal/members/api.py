"""What other rooms may use of the register."""

from portal.members.models import PRESENT as PRESENT
from portal.members.models import TAKING_PART as TAKING_PART
from portal.members.models import Member as Member
from portal.members.models import Membership as Membership
from portal.members.models import MemberState as MemberState
from portal.members.models import Position as Position
from portal.members.models import State as State
from portal.members.policy import Members as Members
from portal.members.queries import count_in_unit as count_in_unit
from portal.members.queries import holders as holders
from portal.members.queries import in_unit as in_unit
from portal.members.queries import names as names
from portal.members.queries import names_of_members as names_of_members
from portal.members.services import admit as admit
from portal.members.services import appoint as appoint
