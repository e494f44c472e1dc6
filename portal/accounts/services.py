"""Verbs of accounts: sign in, out, change the password.

Failed sign-ins are counted before they are checked, per name and per address; the answer for a wrong
password, an unknown, closed or blocked name is the same sentence after the same work (SECURITY, 3).
"""

import re
import secrets
import threading
from dataclasses import dataclass
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.accounts import queries
from portal.accounts.models import ACTIVE, OPEN, Account, SignInCounter, UserSession
from portal.core import audit, clock, seal
from portal.core.actor import SYSTEM, Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import fold, nfc

HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
AT_ONCE = threading.BoundedSemaphore(2)
DUMMY = HASHER.hash("nobody signs in with this")
REFUSED = _l("Không đăng nhập được. Kiểm tra lại số định danh và mật khẩu, hoặc liên hệ bí thư chi bộ.")
FREE_FAILURES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
ADDRESS_LIMIT = 60
CODE_TRIES = 5
SHORTEST, LONGEST = 15, 128
CODE_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
COMMON = {"123456", "password", "matkhau", "qwerty", "111111", "abc123", "dangvien", "sotay"}


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
    stored, is_code = _proof(account)
    return Trial(citizen_id, address, name and place, account.id if account else None, stored, is_code)


def sign_in(trial: Trial, password: str, *, own_device: bool, device: str) -> str | None:
    """Check the try and open a session: its token, or None for every kind of refusal, after the same work."""
    given = password.strip().upper() if trial.is_code else nfc(password)
    fits = _verify(trial.hash or DUMMY, given) and trial.allowed and bool(trial.hash)
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


def change_password(actor: Actor, old: str, new: str, context: list[str]) -> None:
    """Set a new password after the old one (or the one-time code) was given; ends all other sessions."""
    account = queries.own_account(actor)
    if not _proves(account, old):
        raise DomainError(_l("Mật khẩu hiện tại không đúng."), "old_password")
    check_password(new, account.citizen_id, context)
    if account.password_hash and _verify(account.password_hash, new):
        raise DomainError(_l("Mật khẩu mới phải khác mật khẩu cũ."), "new_password")
    _set_password(account, new)
    _end_others(actor)
    audit.record(actor, "accounts.change_password", "account", account.id)
    db.session.flush()


def check_password(new: str, citizen_id: str, context: list[str]) -> None:
    """Raise DomainError unless the password is long and holds nothing that others know of the person."""
    new = nfc(new)
    if not SHORTEST <= len(new) <= LONGEST:
        raise DomainError(_l("Mật khẩu cần từ %(least)s đến %(most)s ký tự. Dùng bốn, năm từ dễ nhớ.",
                             least=SHORTEST, most=LONGEST), "new_password")
    plain = re.sub(r"\W", "", fold(new))
    known = {citizen_id[i:i + 6] for i in range(len(citizen_id) - 5)}
    known |= {re.sub(r"\W", "", fold(word)) for word in context}
    if any(len(part) >= 4 and part in plain for part in known):
        raise DomainError(_l("Mật khẩu không được chứa số định danh, họ tên, ngày sinh hoặc tên đơn vị của bạn."),
                          "new_password")
    if len(set(plain)) < 5 or any(plain.replace(common, "") == "" for common in COMMON):
        raise DomainError(_l("Mật khẩu này quá dễ đoán. Dùng bốn, năm từ dễ nhớ."), "new_password")


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


def set_ready(account: Account, password: str, password_hash: str | None = None) -> None:
    """Make the account active with this password (sample data)."""
    _set_password(account, password, password_hash)


def save_preferences(actor: Actor, *, language: str | None = None, text_size: str | None = None) -> None:
    """Keep the person's language and text size."""
    account = queries.own_account(actor)
    if language is not None:
        account.language = language
    if text_size is not None:
        account.text_size = text_size


def _set_password(account: Account, new: str, password_hash: str | None = None) -> None:
    account.password_hash = password_hash or HASHER.hash(nfc(new))
    account.code_hash, account.code_until = "", None
    account.state, account.must_change, account.password_set_at = ACTIVE, False, clock.now()


def _end_others(actor: Actor) -> None:
    others = db.update(UserSession).where(
        UserSession.account_id == actor.account_id, UserSession.id != actor.session_id, UserSession.ended_at.is_(None))
    db.session.execute(others.values(ended_at=clock.now()))


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


def _proof(account: Account | None) -> tuple[str, bool]:
    """(stored hash, it is that of a one-time code) of what opens the account now; no hash where nothing does."""
    if account is None:
        return "", False
    if account.state == ACTIVE:
        return account.password_hash, False
    usable = (account.state == OPEN and account.code_until is not None and account.code_until > clock.now()
              and account.code_tries < CODE_TRIES)
    return (account.code_hash, True) if usable else ("", False)


def _proves(account: Account, given: str) -> bool:
    stored, is_code = _proof(account)
    return bool(stored) and _verify(stored, given.strip().upper() if is_code else nfc(given))


def _open_session(account: Account, *, own_device: bool, device: str) -> str:
    token, now = secrets.token_urlsafe(24), clock.now()
    row = UserSession(token_digest=queries.token_digest(token), account_id=account.id, own_device=own_device,
                      device=device[:80], created_at=now, seen_at=now)
    db.session.add(row)
    account.last_sign_in_at = now
    db.session.flush()
    audit.record(Actor(account_id=account.id), "accounts.sign_in", "session", row.id, own_device=own_device)
    return token


def _verify(password_hash: str, password: str) -> bool:
    with AT_ONCE:
        try:
            return HASHER.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False
