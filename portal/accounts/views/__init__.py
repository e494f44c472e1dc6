"""Screens of accounts: signing in, one's own account, and keeping the accounts of a unit."""

from portal.accounts.views.blueprint import bp as bp
from portal.accounts.views.signing_in import must_change as must_change
from portal.accounts.views.signing_in import sign_in_first as sign_in_first
