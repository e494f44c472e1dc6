"""Passwords: what is a good one, how one is proved and changed. Only Argon2id digests are kept."""

import re
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.accounts import queries
from portal.accounts.models import ACTIVE, OPEN, Account, UserSession
from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import fold, nfc

HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
AT_ONCE = threading.BoundedSemaphore(2)
CODE_TRIES = 5
SHORTEST, LONGEST = 15, 128
COMMON = {"123456", "password", "matkhau", "qwerty", "111111", "abc123", "dangvien", "sotay"}


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


def change_password(actor: Actor, old: str, new: str, context: list[str]) -> None:
    """Set a new password after the old one (or the one-time code) was given; ends all other sessions."""
    account = queries.own_account(actor)
    if not proves(account, old):
        raise DomainError(_l("Mật khẩu hiện tại không đúng."), "old_password")
    check_password(new, account.citizen_id, context)
    if account.password_hash and verify(account.password_hash, new):
        raise DomainError(_l("Mật khẩu mới phải khác mật khẩu cũ."), "new_password")
    set_password(account, new)
    end_others(actor)
    audit.record(actor, "accounts.change_password", "account", account.id)
    db.session.flush()


def set_ready(account: Account, password: str, password_hash: str | None = None) -> None:
    """Make the account active with this password (sample data)."""
    set_password(account, password, password_hash)


def set_password(account: Account, new: str, password_hash: str | None = None) -> None:
    """Keep the digest of a password; the account is active and its one-time code is gone."""
    account.password_hash = password_hash or HASHER.hash(nfc(new))
    account.code_hash, account.code_until = "", None
    account.state, account.must_change, account.password_set_at = ACTIVE, False, clock.now()


def end_others(actor: Actor) -> None:
    """End every session of the account but this one."""
    others = db.update(UserSession).where(
        UserSession.account_id == actor.account_id, UserSession.id != actor.session_id, UserSession.ended_at.is_(None))
    db.session.execute(others.values(ended_at=clock.now()))


def proof(account: Account | None) -> tuple[str, bool]:
    """(stored hash, it is that of a one-time code) of what opens the account now; no hash where nothing does."""
    if account is None:
        return "", False
    if account.state == ACTIVE:
        return account.password_hash, False
    usable = (account.state == OPEN and account.code_until is not None and account.code_until > clock.now()
              and account.code_tries < CODE_TRIES)
    return (account.code_hash, True) if usable else ("", False)


def proves(account: Account, given: str) -> bool:
    """What was given opens the account now."""
    stored, is_code = proof(account)
    return bool(stored) and verify(stored, given.strip().upper() if is_code else nfc(given))


def verify(password_hash: str, password: str) -> bool:
    """Compare with a digest; at most two at once, so that a flood of sign-ins can't stop the rest."""
    with AT_ONCE:
        try:
            return HASHER.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False

