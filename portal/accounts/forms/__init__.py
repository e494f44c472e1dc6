"""Forms of accounts."""

from portal.accounts.forms.signing_in import PasswordForm as PasswordForm
from portal.accounts.forms.signing_in import SignInForm as SignInForm
