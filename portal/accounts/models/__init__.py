"""Tables of accounts, sessions and sign-in counters."""

from portal.accounts.models.accounts import ACTIVE as ACTIVE
from portal.accounts.models.accounts import CLOSED as CLOSED
from portal.accounts.models.accounts import LOCKED as LOCKED
from portal.accounts.models.accounts import OPEN as OPEN
from portal.accounts.models.accounts import Account as Account
from portal.accounts.models.accounts import SignInCounter as SignInCounter
from portal.accounts.models.accounts import UserSession as UserSession
from portal.accounts.models.keeping import BY_DISUSE as BY_DISUSE
from portal.accounts.models.keeping import BY_KEEPER as BY_KEEPER
from portal.accounts.models.keeping import BY_STATE as BY_STATE
from portal.accounts.models.keeping import AccountKeeping as AccountKeeping
from portal.accounts.models.keeping import AccountRules as AccountRules
from portal.accounts.models.pins import DevicePin as DevicePin
from portal.accounts.models.pins import SharedDevice as SharedDevice
from portal.accounts.models.proofs import KnownDevice as KnownDevice
from portal.accounts.models.proofs import Passkey as Passkey
from portal.accounts.models.proofs import RecoveryCode as RecoveryCode
from portal.accounts.models.proofs import SignInEvent as SignInEvent
from portal.accounts.models.proofs import SignInStep as SignInStep
from portal.accounts.models.proofs import Totp as Totp
