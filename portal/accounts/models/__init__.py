"""Tables of accounts, sessions and sign-in counters."""

from portal.accounts.models.accounts import ACTIVE as ACTIVE
from portal.accounts.models.accounts import CLOSED as CLOSED
from portal.accounts.models.accounts import LOCKED as LOCKED
from portal.accounts.models.accounts import OPEN as OPEN
from portal.accounts.models.accounts import Account as Account
from portal.accounts.models.accounts import SignInCounter as SignInCounter
from portal.accounts.models.accounts import UserSession as UserSession
