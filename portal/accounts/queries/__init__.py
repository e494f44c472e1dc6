"""Reads of accounts and sessions."""

from portal.accounts.queries.sessions import alive as alive
from portal.accounts.queries.sessions import by_citizen_id as by_citizen_id
from portal.accounts.queries.sessions import is_session_of as is_session_of
from portal.accounts.queries.sessions import own_account as own_account
from portal.accounts.queries.sessions import own_rights as own_rights
from portal.accounts.queries.sessions import own_session as own_session
from portal.accounts.queries.sessions import own_sessions as own_sessions
from portal.accounts.queries.sessions import token_digest as token_digest
