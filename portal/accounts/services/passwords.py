"""Passwords: what is a good one, how one is proved and changed. Only Argon2id digests are kept."""

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.accounts import queries
from portal.accounts.models import ACTIVE, OPEN, Account, DevicePin, UserSession
from portal.accounts.services import guessable, throttle
from portal.accounts.services.persons import told
from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l

HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
"""Argon2id at the cost that OWASP asks for."""
NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$T6YJlZe5zOmO3IUm5PkcEA$jZOm2CSAvmfD/NtdWsOtWdbQ38v23sz616Qajl0FAcQ"
"""The digest of something nobody types: what is typed where there is nobody costs as much to refuse."""
AT_ONCE = threading.BoundedSemaphore(2)
CODE_TRIES = 5
SHORTEST, SHORTEST_OF_TWO, LONGEST = 15, 8, 128
WRONG_PASSWORD = _l("Mật khẩu không đúng.")
WAIT = _l("Bạn đã nhập sai nhiều lần. Chờ ít phút rồi thử lại.")


def normal(password: str) -> str:
    """The one form that is hashed and compared: NFKC, all signs kept but blanks at the ends: keyboards of phones put
    one after each word they propose."""
    return unicodedata.normalize("NFKC", password).strip()


def shortest_for(account: Account) -> int:
    """15 signs where the password stands alone, 8 beside a second step (NIST SP 800-63B)."""
    return SHORTEST_OF_TWO if queries.second_step_on(account.id) else SHORTEST


def check_password(new: str, citizen_id: str, known: list[str], shortest: int = SHORTEST) -> None:
    """Raise DomainError unless the password is long, uncommon, and holds nothing that others know of the person."""
    new = normal(new)
    if not shortest <= len(new) <= LONGEST:
        raise DomainError(_l("Mật khẩu cần từ %(least)s đến %(most)s ký tự. Dùng bốn, năm từ dễ nhớ.",
                             least=shortest, most=LONGEST), "new_password")
    if guessable.holds_known(new, citizen_id, known):
        raise DomainError(_l("Mật khẩu không được chứa số định danh, điện thoại, ngày sinh, họ tên hoặc tên đơn vị "
                             "của bạn."), "new_password")
    if guessable.is_common(new):
        raise DomainError(_l("Mật khẩu này quá dễ đoán. Dùng bốn, năm từ dễ nhớ."), "new_password")


def proposal(actor: Actor) -> str:
    """Four words for the person to take or leave."""
    return guessable.propose(SHORTEST, told().known(actor.account_id or 0))


def count_proof(actor: Actor) -> bool:
    """Count a try at proving oneself again before it is checked (keep it at once: `keep_now`); False: wait."""
    return throttle.tried(_proof_key(actor))


def proved(actor: Actor) -> None:
    """The try was right."""
    throttle.succeeded(_proof_key(actor))


def change_password(actor: Actor, old: str, new: str) -> Account:
    """Set a new password; ends all other sessions.

    The old one must be given, but for the first password: there the session itself was opened by the one-time code
    a moment ago, and is good for nothing else.
    """
    account = queries.own_account(actor)
    if account.state != OPEN:
        if not proves(account, old):
            raise DomainError(_l("Mật khẩu hiện tại không đúng."), "old_password")
        proved(actor)
    check_password(new, account.citizen_id, told().known(account.id), shortest_for(account))
    if account.password_hash and verify(account.password_hash, new):
        raise DomainError(_l("Mật khẩu mới phải khác mật khẩu cũ."), "new_password")
    set_password(account, new)
    end_others(actor)
    audit.record(actor, "accounts.change_password", "account", account.id)
    db.session.flush()
    return account


def set_ready(account: Account, password: str, password_hash: str | None = None) -> None:
    """Make the account active with this password (sample data)."""
    set_password(account, password, password_hash)


def set_password(account: Account, new: str, password_hash: str | None = None) -> None:
    """Keep the digest of a password; the account is active and its one-time code is gone."""
    account.password_hash = password_hash or HASHER.hash(normal(new))
    account.code_hash, account.code_until = "", None
    account.state, account.must_change, account.password_set_at = ACTIVE, False, clock.now()


def end_others(actor: Actor) -> int:
    """End every session of the account but this one, and its PINs everywhere; answers how many sessions."""
    db.session.execute(db.delete(DevicePin).where(DevicePin.account_id == actor.account_id))
    others = db.update(UserSession).where(
        UserSession.account_id == actor.account_id, UserSession.id != actor.session_id, UserSession.ended_at.is_(None))
    done = db.session.execute(others.values(ended_at=clock.now()))
    return done.rowcount  # type: ignore[attr-defined,no-any-return]


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
    return bool(stored) and verify(stored, given.strip().upper() if is_code else given)


def verify(password_hash: str, password: str) -> bool:
    """Compare with a digest, with nobody's if there is none; at most two at once, so that a flood of sign-ins can't
    stop the rest."""
    with AT_ONCE:
        try:
            return HASHER.verify(password_hash or NOBODY, normal(password)) and bool(password_hash)
        except (VerificationError, InvalidHashError):
            return False


def freshen(account: Account, password: str) -> None:
    """Hash a right password anew where today's cost is another than that of its digest."""
    if HASHER.check_needs_rehash(account.password_hash):
        with AT_ONCE:
            account.password_hash = HASHER.hash(normal(password))


def _proof_key(actor: Actor) -> str:
    return throttle.key("proof", str(actor.account_id))


audit.says({"accounts.change_password": _l("đổi mật khẩu của mình")})
