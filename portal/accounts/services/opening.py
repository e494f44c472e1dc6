"""Accounts made and opened: closed → open for the first sign-in, by a one-time code that is shown once."""

import re
import secrets
from datetime import timedelta

from portal.accounts.models import OPEN, Account
from portal.accounts.services.passwords import HASHER
from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l

CODE_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def create(citizen_id: str) -> Account:
    """A closed account for a citizen id of 12 digits."""
    if not re.fullmatch(r"\d{12}", citizen_id):
        raise DomainError(_l("Số định danh gồm đúng 12 chữ số."), "citizen_id")
    account = Account(citizen_id=citizen_id, created_at=clock.now())
    db.session.add(account)
    db.session.flush()
    return account


def open_for_activation(actor: Actor, account: Account, *, hours: int = 24, code: str | None = None) -> str:
    """Open the first sign-in until an hour; answers the one-time code, of which only a digest is kept."""
    code = code or "".join(secrets.choice(CODE_SIGNS) for _ in range(8))
    account.state, account.must_change, account.code_tries = OPEN, True, 0
    account.code_hash = HASHER.hash(code)
    account.code_until = clock.now() + timedelta(hours=min(hours, 72))
    audit.record(actor, "accounts.open", "account", account.id)
    return code
