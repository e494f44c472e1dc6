"""What other rooms may use of delegation."""

from portal.delegation.models import DelegationStep as DelegationStep
from portal.delegation.models import Grant as Grant
from portal.delegation.models import Helping as Helping
from portal.delegation.policy import Delegation as Delegation
from portal.delegation.queries import Reach as Reach
from portal.delegation.queries import actor_of_account as actor_of_account
from portal.delegation.queries import actor_of_session as actor_of_session
from portal.delegation.queries import as_another as as_another
from portal.delegation.queries import as_helped as as_helped
from portal.delegation.queries import holders_over as holders_over
from portal.delegation.queries import holdings as holdings
from portal.delegation.queries import living as living
from portal.delegation.queries import rights_of as rights_of
from portal.delegation.services import Work as Work
from portal.delegation.services import grant as grant
from portal.delegation.services import is_last_administrator as is_last_administrator
from portal.delegation.services import pass_on as pass_on
from portal.delegation.services import revoke as revoke
from portal.delegation.services import tell_work as tell_work
from portal.delegation.services import why_not_to as why_not_to
from portal.delegation.services import work_of as work_of
