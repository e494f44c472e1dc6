"""What other rooms may use of delegation."""

from portal.delegation.models import DelegationStep as DelegationStep
from portal.delegation.models import Grant as Grant
from portal.delegation.policy import Delegation as Delegation
from portal.delegation.queries import actor_of_account as actor_of_account
from portal.delegation.queries import actor_of_session as actor_of_session
from portal.delegation.services import grant as grant
