"""What other rooms may use of accounts."""

from portal.accounts.models import ACTIVE as ACTIVE
from portal.accounts.models import OPEN as OPEN
from portal.accounts.models import Account as Account
from portal.accounts.models import UserSession as UserSession
from portal.accounts.policy import Accounts as Accounts
from portal.accounts.queries import alive as alive
from portal.accounts.queries import token_digest as token_digest
from portal.accounts.services import HASHER as HASHER
from portal.accounts.services import create as create
from portal.accounts.services import open_for_activation as open_for_activation
from portal.accounts.services import save_preferences as save_preferences
from portal.accounts.services import set_ready as set_ready
