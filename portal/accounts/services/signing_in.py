"""Verbs of accounts: sign in, out, change the password.

Failed sign-ins are counted before they are checked, per name and per address; the answer for a wrong
password, an unknown, closed or blocked name is the same sentence after the same work (SECURITY, 3).
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.accounts import queries
from portal.accounts.models import Account, SignInCounter, UserSession
from portal.accounts.services.passwords import HASHER, proof, verify
from portal.core import audit, clock, seal
from portal.core.actor import SYSTEM, Actor
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import nfc

DUMMY = HASHER.hash("nobody signs in with this")
REFUSED = _l("Không đăng nhập được. Kiểm tra lại số định danh và mật khẩu, hoặc liên hệ bí thư chi bộ.")
FREE_FAILURES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
ADDRESS_LIMIT = 60


def normal_id(typed: str) -> str:
    """The digits of what was typed: blanks and dots are ignored, full-width digits understood."""
    return "".join(str(int(sign)) for sign in typed if sign.isdecimal())


@dataclass(frozen=True, slots=True)
class Trial:
    """One try at signing in: counted, with what is needed to check it without the database."""

    citizen_id: str
    address: str
    allowed: bool
    account_id: int | None
    hash: str
    is_code: bool


def count_trial(citizen_id: str, address: str) -> Trial:
    """Count a try for the name and the address before anything is checked; keep it at once (`keep_now`)."""
    name = _count(seal.digest("name", citizen_id), FREE_FAILURES)
    place = _count(seal.digest("address", address), ADDRESS_LIMIT)
    account = queries.by_citizen_id(citizen_id)
    stored, is_code = proof(account)
    return Trial(citizen_id, address, name and place, account.id if account else None, stored, is_code)


def sign_in(trial: Trial, password: str, *, own_device: bool, device: str) -> str | None:
    """Check the try and open a session: its token, or None for every kind of refusal, after the same work."""
    given = password.strip().upper() if trial.is_code else nfc(password)
    fits = verify(trial.hash or DUMMY, given) and trial.allowed and bool(trial.hash)
    account = db.session.get(Account, trial.account_id) if trial.account_id else None
    if account is None:
        return None
    if not fits:
        account.code_tries += 1 if trial.is_code else 0
        audit.record(SYSTEM, "accounts.sign_in_refused", "account", account.id)
        return None
    _forgive(trial)
    return _open_session(account, own_device=own_device, device=device)


def sign_out(actor: Actor) -> None:
    """End the session of this request on the server."""
    row = db.session.get(UserSession, actor.session_id) if actor.session_id else None
    if row is not None:
        row.ended_at = clock.now()
        audit.record(actor, "accounts.sign_out", "account", actor.account_id)


def end_session(actor: Actor, session: UserSession) -> None:
    """End one of one's own sessions; its next request is refused."""
    session.ended_at = clock.now()
    audit.record(actor, "accounts.end_session", "session", session.id)


def _count(key: str, free: int) -> bool:
    now = clock.now()
    row = _counter(key)
    if row.blocked_until and row.blocked_until > now:
        return False
    if free == ADDRESS_LIMIT and now - row.since > timedelta(minutes=1):
        row.failures, row.since = 0, now
    row.failures += 1
    if row.failures > free:
        wait = FIRST_WAIT * 2 ** min(row.failures - free - 1, 10)
        row.blocked_until = now + (FIRST_WAIT if free == ADDRESS_LIMIT else min(wait, LONGEST_WAIT))
    db.session.flush()
    return True


def _counter(key: str) -> SignInCounter:
    """The counter's row, locked; made at the first failure, also where two come at the same moment."""
    locked = select(SignInCounter).where(SignInCounter.key == key).with_for_update()
    row = db.session.execute(locked).scalar_one_or_none()
    if row is None:
        try:
            with db.session.begin_nested():
                db.session.add(SignInCounter(key=key, failures=0, since=clock.now()))
        except IntegrityError:
            pass
        return db.session.execute(locked).scalar_one()
    return row


def _forgive(trial: Trial) -> None:
    keys = [seal.digest("name", trial.citizen_id), seal.digest("address", trial.address)]
    for row in db.session.execute(db.select(SignInCounter).where(SignInCounter.key.in_(keys))).scalars():
        row.failures = max(0, row.failures - 1) if row.key == keys[1] else 0
        row.blocked_until = None


def _open_session(account: Account, *, own_device: bool, device: str) -> str:
    token, now = secrets.token_urlsafe(24), clock.now()
    row = UserSession(token_digest=queries.token_digest(token), account_id=account.id, own_device=own_device,
                      device=device[:80], created_at=now, seen_at=now)
    db.session.add(row)
    account.last_sign_in_at = now
    db.session.flush()
    audit.record(Actor(account_id=account.id), "accounts.sign_in", "session", row.id, own_device=own_device)
    return token
