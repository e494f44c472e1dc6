"""What other rooms may use of the organisation tree."""

from portal.organizations.models import CLERKS as CLERKS
from portal.organizations.models import HEADS as HEADS
from portal.organizations.models import KindParent as KindParent
from portal.organizations.models import Organization as Organization
from portal.organizations.models import OrganizationKind as OrganizationKind
from portal.organizations.models import Role as Role
from portal.organizations.models import Succession as Succession
from portal.organizations.policy import Organizations as Organizations
from portal.organizations.queries import People as People
from portal.organizations.queries import ancestors as ancestors
from portal.organizations.queries import audience_choices as audience_choices
from portal.organizations.queries import covered as covered
from portal.organizations.queries import covered_ids as covered_ids
from portal.organizations.queries import get as get
from portal.organizations.queries import in_force as in_force
from portal.organizations.queries import look_up as look_up
from portal.organizations.queries import named as named
from portal.organizations.queries import tell_people as tell_people
from portal.organizations.queries import units_of as units_of
from portal.organizations.services import found as found
