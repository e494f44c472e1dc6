"""Screens of accounts: signing in, and one's own account."""

from portal.accounts.views import own as own
from portal.accounts.views import passkeys as passkeys
from portal.accounts.views import pins as pins
from portal.accounts.views.blueprint import bp as bp
from portal.accounts.views.signing_in import must_change as must_change
from portal.accounts.views.signing_in import sign_in_first as sign_in_first
