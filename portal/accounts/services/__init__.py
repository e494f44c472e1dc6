"""Verbs of accounts."""

from portal.accounts.services.opening import create as create
from portal.accounts.services.opening import open_for_activation as open_for_activation
from portal.accounts.services.passwords import HASHER as HASHER
from portal.accounts.services.passwords import change_password as change_password
from portal.accounts.services.passwords import check_password as check_password
from portal.accounts.services.passwords import set_ready as set_ready
from portal.accounts.services.preferences import save_preferences as save_preferences
from portal.accounts.services.signing_in import REFUSED as REFUSED
from portal.accounts.services.signing_in import count_trial as count_trial
from portal.accounts.services.signing_in import end_session as end_session
from portal.accounts.services.signing_in import normal_id as normal_id
from portal.accounts.services.signing_in import sign_in as sign_in
from portal.accounts.services.signing_in import sign_out as sign_out
