"""Accounts made and opened: closed → open for the first sign-in, by a one-time code that is shown once.

Also the rule of 98-CV/ĐU to the letter (the first password is the citizen id), off by default and only as
`letter_rule_open` says.
"""

import re
import secrets
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import select

from portal.accounts import queries
from portal.accounts.models import CLOSED, OPEN, Account, AccountKeeping, DevicePin, UserSession
from portal.accounts.services.passwords import HASHER
from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l

CODE_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""32 signs that are not mistaken for each other on paper: no I, O, 0, 1."""
LONGEST_OPEN = timedelta(hours=72)
LONGEST_LETTER = timedelta(minutes=60)


def create(citizen_id: str) -> Account:
    """A closed account for a citizen id of 12 digits."""
    if not re.fullmatch(r"\d{12}", citizen_id):
        raise DomainError(_l("Số định danh gồm đúng 12 chữ số."), "citizen_id")
    account = Account(citizen_id=citizen_id, created_at=clock.now())
    db.session.add(account)
    db.session.flush()
    return account


def open_for_activation(actor: Actor, account: Account, *, hours: int = 24, code: str | None = None,
                        until: datetime | None = None, unit_id: int | None = None) -> str:
    """Open the first sign-in, or open it anew, until a moment (24 hours; never beyond 72).

    Answers the one-time code, of which only a digest is kept. What opened the account before (password, an
    older code, a session anywhere) opens it no more.
    """
    code = code or "".join(secrets.choice(CODE_SIGNS) for _ in range(8))
    again = bool(account.password_hash)
    _open(account, until or clock.now() + timedelta(hours=hours), LONGEST_OPEN)
    account.code_hash, account.unconfirmed = HASHER.hash(code), False
    audit.record(actor, "accounts.reset" if again else "accounts.open", "account", account.id, unit_id=unit_id)
    return code


def open_by_letter(actor: Actor, account: Account, *, unit_id: int | None = None) -> datetime:
    """Open the first sign-in by the citizen id for the minutes the rules allow; answers until when.

    Only an account that never had a password; it stays unconfirmed until its keeper says that the right person
    sat there.
    """
    rules = queries.rules()
    if not rules.letter_on or not rules.networks.strip():
        raise DomainError(_l("Mở theo 98-CV/ĐU đang tắt. Dùng phiếu có mã một lần."), "way")
    if account.password_hash or account.password_set_at is not None:
        raise DomainError(_l("Tài khoản đã từng đặt mật khẩu: chỉ mở lại bằng phiếu có mã một lần."), "way")
    until = clock.now() + min(timedelta(minutes=rules.letter_minutes), LONGEST_LETTER)
    _open(account, until, LONGEST_LETTER)
    account.code_hash, account.unconfirmed = "", True
    note(account).letter_until = until
    db.session.flush()
    audit.record(actor, "accounts.open_by_letter", "account", account.id, unit_id=unit_id)
    return until


def letter_rule_open(account: Account | None, address: str) -> bool:
    """May the citizen id itself serve as first password of this account, now and from this address?

    Sign-in asks this where what was typed as password equals the account's name: true only while the rule is on,
    inside the window a keeper opened (at most 60 minutes), from the organisation's networks, and for an account
    that never had a password. The session it opens is one that must set a password (`must_change`), and the account
    stays `unconfirmed` afterwards: its person reaches only the page that says so.
    """
    if account is None or account.state != OPEN or account.code_hash or account.password_hash:
        return False
    known, now = queries.note_of(account.id), clock.now()
    if known is None or known.letter_until is None or known.letter_until <= now or not account.unconfirmed:
        return False
    if account.code_until is None or account.code_until <= now:
        return False
    rules = queries.rules()
    return rules.letter_on and within(address, rules.networks)


def within(address: str, networks: str) -> bool:
    """The address lies in one of the networks (CIDR, parted by blanks or lines); nonsense lies nowhere."""
    try:
        here = ip_address(address)
        return any(here in ip_network(one, strict=False) for one in networks.split())
    except ValueError:
        return False


def close_lapsed_windows() -> int:
    """Close what was opened by the letter and never used; answers how many."""
    lapsed = select(Account).where(Account.state == OPEN, Account.code_hash == "", Account.code_until <= clock.now())
    found = list(db.session.execute(lapsed.with_for_update()).scalars())
    for account in found:
        account.state, account.code_until, account.unconfirmed = CLOSED, None, False
        end_sessions(account.id)
    db.session.flush()
    return len(found)


def end_sessions(account_id: int) -> None:
    """End every session of an account: its next requests are refused; its PINs open nothing any longer."""
    db.session.execute(db.delete(DevicePin).where(DevicePin.account_id == account_id))
    running = db.update(UserSession).where(UserSession.account_id == account_id, UserSession.ended_at.is_(None))
    db.session.execute(running.values(ended_at=clock.now()))


def note(account: Account) -> AccountKeeping:
    """The row beside the account, made where there is none."""
    found = queries.note_of(account.id)
    if found is None:
        found = AccountKeeping(account_id=account.id, cause="", reason="")
        db.session.add(found)
        db.session.flush()
    return found


def _open(account: Account, until: datetime, longest: timedelta) -> None:
    account.state, account.must_change, account.code_tries = OPEN, True, 0
    account.code_until = min(until, clock.now() + longest)
    beside = note(account)
    beside.cause, beside.reason, beside.letter_until, beside.warned_at = "", "", None, None
    beside.counted_from = clock.now()
    end_sessions(account.id)


audit.says({
    "accounts.open": _l("mở tài khoản cho lần đăng nhập đầu"),
    "accounts.open_by_letter": _l("mở tài khoản theo 98-CV/ĐU (mật khẩu lần đầu là số định danh)"),
    "accounts.reset": _l("cấp mã đăng nhập mới"),
})
