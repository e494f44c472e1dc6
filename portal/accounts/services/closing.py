"""Accounts locked, closed, reopened and confirmed by those who keep them."""

from datetime import datetime

from portal.accounts.models import ACTIVE, BY_KEEPER, BY_STATE, CLOSED, LOCKED, Account
from portal.accounts.services.opening import end_sessions, note
from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l


def lock(actor: Actor, account: Account, *, reason: str, cause: str = BY_KEEPER, unit_id: int | None = None) -> Account:
    """Stop an account in use; its password stays, so that one press opens it again."""
    if account.state != ACTIVE:
        raise DomainError(_l("Chỉ khóa được tài khoản đang dùng."))
    _stop(actor, account, LOCKED, cause, reason)
    audit.record(actor, "accounts.lock", "account", account.id, unit_id=unit_id, cause=cause)
    return account


def close(actor: Actor, account: Account, *, reason: str, cause: str = BY_KEEPER,
          unit_id: int | None = None) -> Account:
    """End an account: password and code are gone; only a new slip opens it again."""
    if account.state == CLOSED and not account.password_hash:
        raise DomainError(_l("Tài khoản đã đóng."))
    _stop(actor, account, CLOSED, cause, reason)
    account.password_hash = account.code_hash = ""
    account.code_until, account.unconfirmed = None, False
    db.session.flush()
    audit.record(actor, "accounts.close", "account", account.id, unit_id=unit_id, cause=cause)
    return account


def close_account(actor: Actor, account_id: int | None, *, unit_id: int | None = None) -> None:
    """Close the account of one who became exempt or left (98-CV/ĐU); nothing where there is none or it is closed."""
    account = db.session.get(Account, account_id) if account_id is not None else None
    if account is None:
        return
    if account.state != CLOSED:
        close(actor, account, reason="", cause=BY_STATE, unit_id=unit_id)
        return
    beside = note(account)
    if beside.cause != BY_STATE:
        beside.cause, beside.reason, beside.changed_at, beside.changed_by = BY_STATE, "", clock.now(), actor.account_id
        db.session.flush()


def reopen(actor: Actor, account: Account, *, unit_id: int | None = None) -> Account:
    """Open a locked account again: the password is the one it had; disuse is counted anew."""
    if account.state != LOCKED:
        raise DomainError(_l("Tài khoản này không bị khóa."))
    account.state = ACTIVE if account.password_hash else CLOSED
    beside = note(account)
    beside.cause, beside.reason, beside.warned_at, beside.counted_from = "", "", None, clock.now()
    beside.changed_at, beside.changed_by = clock.now(), actor.account_id
    db.session.flush()
    audit.record(actor, "accounts.reopen", "account", account.id, unit_id=unit_id)
    return account


def confirm(actor: Actor, account: Account, *, unit_id: int | None = None) -> Account:
    """Say that the right person opened an account by the letter's rule: from now on it is like any other."""
    if not account.unconfirmed or account.state != ACTIVE:
        raise DomainError(_l("Tài khoản này không chờ xác nhận."))
    account.unconfirmed = False
    db.session.flush()
    audit.record(actor, "accounts.confirm", "account", account.id, unit_id=unit_id)
    return account


def expect_back(actor: Actor, account: Account, back: datetime, *, unit_id: int | None = None) -> Account:
    """A long trip: disuse is counted only from that moment on."""
    beside = note(account)
    beside.counted_from, beside.warned_at = back, None
    db.session.flush()
    audit.record(actor, "accounts.expect_back", "account", account.id, unit_id=unit_id,
                 until=clock.local(back).date().isoformat())
    return account


def _stop(actor: Actor, account: Account, state: str, cause: str, reason: str) -> None:
    account.state = state
    beside = note(account)
    beside.cause, beside.reason, beside.letter_until, beside.warned_at = cause, reason[:300], None, None
    beside.changed_at, beside.changed_by = clock.now(), actor.account_id
    end_sessions(account.id)
    db.session.flush()


audit.says({
    "accounts.lock": _l("khóa tài khoản"),
    "accounts.close": _l("đóng tài khoản"),
    "accounts.reopen": _l("mở khóa tài khoản"),
    "accounts.confirm": _l("xác nhận đã gặp đúng chủ tài khoản"),
    "accounts.expect_back": _l("ghi ngày trở lại của người đi vắng dài ngày"),
})
