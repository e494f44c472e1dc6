"""Tables of accounts, sessions and sign-in counters."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, String, event, inspect, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, UtcDateTime
from portal.core.errors import CLASHES
from portal.core.i18n import lazy_gettext as _l

CLOSED, OPEN, ACTIVE, LOCKED = "closed", "open", "active", "locked"


class Account(Base):
    """An account; its name is the citizen id (12 digits, text)."""

    __tablename__ = "account"
    __table_args__ = (Index("uq_account_citizen_id", "citizen_id", unique=True),
                      {"sqlite_autoincrement": True})  # the log must not tell of two people under one number
    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(10), default=CLOSED)
    password_hash: Mapped[str] = mapped_column(String(160), default="")
    code_hash: Mapped[str] = mapped_column(String(160), default="")
    code_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    code_tries: Mapped[int] = mapped_column(default=0)
    must_change: Mapped[bool] = mapped_column(default=True)
    unconfirmed: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(2), default="vi")
    text_size: Mapped[str] = mapped_column(String(10), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_sign_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    password_set_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    @property
    def masked_id(self) -> str:
        """`999********123`: enough to recognise one's own, not to use it."""
        return f"{self.citizen_id[:3]}{'*' * 6}{self.citizen_id[-3:]}"


class UserSession(Base):
    """A sign-in on one device; only a digest of its token is stored.

    `place` is the kind of address it came from; `proved_at` when the person last proved who they are.
    """

    __tablename__ = "user_session"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    own_device: Mapped[bool] = mapped_column(default=False)
    device: Mapped[str] = mapped_column(String(80), default="")
    place: Mapped[str] = mapped_column(String(10), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignInCounter(Base):
    """Tries per account name, device or address (keyed digests), counted before the check.

    `since`: the last try, or the begin of the span that is counted; `previous`: how many the span before had.
    """

    __tablename__ = "sign_in_counter"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    previous: Mapped[int] = mapped_column(default=0)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    blocked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


CLASHES["uq_account_citizen_id"] = ("citizen_id", _l("Số định danh này đã có tài khoản."))


@event.listens_for(Account, "after_update")
def _end_sessions(mapper: Any, connection: Connection, account: Account) -> None:
    """Whoever takes an account out of use, in whatever way, ends its sessions for good: none revives later."""
    if inspect(account).attrs.state.history.has_changes() and account.state != ACTIVE:
        running = update(UserSession).where(UserSession.account_id == account.id, UserSession.ended_at.is_(None))
        connection.execute(running.values(ended_at=clock.now()))
