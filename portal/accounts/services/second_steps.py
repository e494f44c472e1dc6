"""The second step: codes of an authenticator app (TOTP), and ten codes on paper for the day the phone is lost.

A code works once, within half a minute before and after its time; tries are counted before they are checked. The
secret is sealed with a key that follows from the portal's own; codes on paper are kept as Argon2id digests.
"""

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Collection
from typing import TYPE_CHECKING

import pyotp
from argon2.low_level import Type, hash_secret_raw
from sqlalchemy import delete, select

from portal.accounts import queries
from portal.accounts.models import Account, Passkey, RecoveryCode, SignInStep, Totp
from portal.accounts.services import throttle
from portal.accounts.services.opening import CODE_SIGNS, end_sessions
from portal.accounts.services.passwords import AT_ONCE, HASHER, SHORTEST, WRONG_PASSWORD, normal, proves
from portal.accounts.services.persons import told
from portal.accounts.services.sessions import Visit, note_try, open_session
from portal.accounts.services.steps import take_step
from portal.core import audit, clock, seal
from portal.core.actor import SYSTEM, Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

ISSUER = "So tay"
HALF_MINUTE, DRIFT = 30, (-1, 0, 1)
CODES, CODE_LENGTH = 10, 10
LOST = _l("Khóa của máy chủ đã đổi: nhờ người phụ trách gỡ xác thực hai bước rồi lập lại.")
WRONG = _l("Mã không đúng hoặc đã dùng. Chờ mã tiếp theo trong ứng dụng rồi nhập lại.")
WRONG_PAPER = _l("Mã không đúng hoặc đã dùng. Mỗi mã trên giấy dùng một lần: nhập mã khác.")


def is_required(account_id: int) -> bool:
    """A role of this account asks for a second step beside its password, and it has none."""
    return not queries.second_step_on(account_id) and bool(told().second_step_roles & set(told().roles(account_id)))


def owes_second_step(actor: Actor, roles: Collection[str]) -> bool:
    """One of these roles, given since the person signed in, asks for a second step, and this session shows none."""
    return bool(told().second_step_roles & set(roles)) and queries.has_no_second_proof(actor)


def begin(account_id: int) -> None:
    """Draw a secret that waits to be confirmed; one that is confirmed already stays."""
    row = queries.totp_of(account_id)
    if row is None:
        row = Totp(account_id=account_id, secret="", last_step=0)
        db.session.add(row)
    if row.confirmed_at is None:
        row.secret = _box().encrypt(pyotp.random_base32().encode()).decode()
    db.session.flush()


def secret_of(account_id: int) -> str:
    """The secret that waits to be confirmed, to be typed into the app; empty where there is none."""
    row = queries.totp_of(account_id)
    return _open(row) if row is not None and row.confirmed_at is None else ""


def address_of(secret: str, citizen_id: str) -> str:
    """What the QR code says to the app; the account is named by the last digits of its number only."""
    return str(pyotp.TOTP(secret).provisioning_uri(name=f"…{citizen_id[-3:]}", issuer_name=ISSUER))


def count_code(account_id: int | None, visit: Visit) -> bool:
    """Count a try at a code before it is checked; strangers who know the password don't use up the owner's tries."""
    account = db.session.get(Account, account_id) if account_id else None
    known = account is not None and queries.is_known(visit.browser, account.citizen_id)
    return throttle.tried(_key(account_id, visit if known else None))


def confirm(account_id: int, code: str) -> list[str]:
    """Turn the second step on with a first code of the app; answers the codes for paper, shown this once."""
    row = queries.totp_of(account_id)
    if row is None or row.confirmed_at is not None or not _takes(row, code):
        raise DomainError(WRONG, "code")
    row.confirmed_at = clock.now()
    audit.record(Actor(account_id=account_id), "accounts.second_step_on", "account", account_id)
    tell([account_id], N_("Đã bật xác thực hai bước cho tài khoản của bạn."), "/tai-khoan-cua-toi")
    return _new_codes(account_id)


def new_codes(actor: Actor) -> list[str]:
    """Ten fresh codes for paper; the former ones are gone."""
    if not queries.second_step_on(actor.account_id):
        raise DomainError(_l("Chưa bật xác thực hai bước."))
    audit.record(actor, "accounts.new_recovery_codes", "account", actor.account_id)
    return _new_codes(actor.account_id or 0)


def fits(account_id: int | None, code: str) -> bool:
    """A code of the app, or an unused one of the paper; it is used up by this."""
    row = queries.totp_of(account_id)
    if row is None or row.confirmed_at is None:
        return False
    typed = "".join(sign for sign in normal(code).upper() if sign.isalnum())
    return _takes(row, typed) if typed.isdecimal() and len(typed) == 6 else _uses_paper(row.account_id, typed)


def finish(step: SignInStep, code: str, visit: Visit, *, allowed: bool) -> str | None:
    """The second step of a sign-in: the token of the session, or None."""
    account = db.session.get_one(Account, step.account_id)
    if not allowed or not fits(account.id, code) or not take_step(step):
        if allowed:
            note_try(account.id, visit, good=False, way="second")
            audit.record(SYSTEM, "accounts.code_refused", "account", account.id)
        db.session.flush()
        return None
    for one in (visit, None):
        throttle.succeeded(_key(account.id, one))
    return open_session(account, visit, way="second")


def finish_set_up(step: SignInStep, visit: Visit) -> str:
    """The app was set up on the way in: the token of the session."""
    account = db.session.get_one(Account, step.account_id)
    take_step(step)
    throttle.succeeded(_key(account.id, None))
    return open_session(account, visit, way="second")


def turn_off(actor: Actor, password: str) -> Account:
    """Take the second step away, after the password; a short password was good only beside it."""
    account = queries.own_account(actor)
    if not proves(account, password):
        raise DomainError(WRONG_PASSWORD, "password")
    if len(normal(password)) < SHORTEST:
        raise DomainError(_l("Mật khẩu của bạn ngắn hơn %(n)s ký tự, chỉ đủ khi có xác thực hai bước. Đổi mật khẩu dài "
                             "hơn rồi mới tắt.", n=SHORTEST), "password")
    if told().second_step_roles & set(told().roles(account.id)):
        raise DomainError(_l("Vai trò của bạn bắt buộc xác thực hai bước nên không tắt được."))
    _forget(account.id)
    audit.record(actor, "accounts.second_step_off", "account", account.id)
    tell([account.id], N_("Đã tắt xác thực hai bước của tài khoản bạn."), "/tai-khoan-cua-toi")
    return account


def forget_second_factor(actor: Actor, account: Account) -> Account:
    """Those who keep an account help its owner who lost the phone: app, paper codes and passkeys are gone, sessions
    end, and a password that may be too short to stand alone must be changed at the next sign-in. The owner is told."""
    _forget(account.id)
    db.session.execute(delete(Passkey).where(Passkey.account_id == account.id))
    end_sessions(account.id)
    account.must_change = True
    audit.record(actor, "accounts.forget_second_factor", "account", account.id)
    tell([account.id], N_("Người phụ trách tài khoản đã gỡ xác thực hai bước và khóa truy cập của bạn. "
                          "Nếu bạn không yêu cầu, báo ngay bí thư chi bộ."), "/tai-khoan-cua-toi")
    db.session.flush()
    return account


def _forget(account_id: int) -> None:
    for table in (Totp, RecoveryCode):
        db.session.execute(delete(table).where(table.account_id == account_id))
    throttle.forget([_key(account_id, None)])


def _takes(row: Totp, code: str) -> bool:
    """The code is that of now or of the half-minute beside it, and newer than the last one used."""
    app, step = pyotp.TOTP(_open(row)), int(clock.now().timestamp()) // HALF_MINUTE
    typed = "".join(sign for sign in normal(code) if sign.isdecimal())
    right = [step + drift for drift in DRIFT
             if hmac.compare_digest(app.generate_otp(step + drift), typed.encode("ascii", "replace").decode())]
    if not right:
        return False
    newer = db.update(Totp).where(Totp.account_id == row.account_id, Totp.last_step < max(right))
    used = db.session.execute(newer.values(last_step=max(right)), execution_options={"synchronize_session": False})
    return bool(used.rowcount)  # type: ignore[attr-defined]


def _new_codes(account_id: int) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = ["".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH)) for _ in range(CODES)]
    salt = secrets.token_hex(16)
    db.session.add_all(RecoveryCode(account_id=account_id, salt=salt, digest=_digest(code, salt)) for code in codes)
    db.session.flush()
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _uses_paper(account_id: int, code: str) -> bool:
    """One digest for all ten: they share a salt. The row is marked in one statement, so that it works once."""
    rows = select(RecoveryCode.salt).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    salt = db.session.execute(rows.limit(1)).scalar()
    if salt is None or len(code) != CODE_LENGTH:
        return False
    unused = db.update(RecoveryCode).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None),
                                           RecoveryCode.digest == _digest(code, salt))
    used = db.session.execute(unused.values(used_at=clock.now()))
    return bool(used.rowcount)  # type: ignore[attr-defined]


def _digest(code: str, salt: str) -> str:
    with AT_ONCE:
        return hash_secret_raw(code.encode(), bytes.fromhex(salt), HASHER.time_cost, HASHER.memory_cost,
                               HASHER.parallelism, hash_len=32, type=Type.ID).hex()


def _box() -> "Fernet":
    from cryptography.fernet import Fernet  # loads OpenSSL again, for the few who have a second step

    return Fernet(urlsafe_b64encode(bytes.fromhex(seal.digest("totp", "box"))))


def _open(row: Totp) -> str:
    from cryptography.fernet import InvalidToken

    try:
        return _box().decrypt(row.secret.encode()).decode()
    except InvalidToken:
        raise DomainError(LOST) from None


def _key(account_id: int | None, visit: Visit | None) -> str:
    return throttle.key("second", f"{account_id} {visit.browser if visit else ''}")


audit.says({
    "accounts.second_step_on": _l("bật xác thực hai bước"),
    "accounts.second_step_off": _l("tắt xác thực hai bước"),
    "accounts.new_recovery_codes": _l("in mã dự phòng mới"),
    "accounts.forget_second_factor": _l("gỡ xác thực hai bước và khóa truy cập của một tài khoản"),
    "accounts.code_refused": _l("từ chối một mã xác nhận sai"),
})
