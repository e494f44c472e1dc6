"""Forms of accounts."""

from portal.accounts.forms.signing_in import CodeForm as CodeForm
from portal.accounts.forms.signing_in import KeyForm as KeyForm
from portal.accounts.forms.signing_in import KeyNameForm as KeyNameForm
from portal.accounts.forms.signing_in import NewAppForm as NewAppForm
from portal.accounts.forms.signing_in import PasswordForm as PasswordForm
from portal.accounts.forms.signing_in import PinForm as PinForm
from portal.accounts.forms.signing_in import ProveForm as ProveForm
from portal.accounts.forms.signing_in import SetPinForm as SetPinForm
from portal.accounts.forms.signing_in import SignInForm as SignInForm
