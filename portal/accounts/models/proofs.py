"""Tables of what proves a person besides the password: codes of a phone, codes on paper, passkeys, known devices."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, UtcDateTime
from portal.core.errors import CLASHES
from portal.core.i18n import lazy_gettext as _l


class Totp(Base):
    """The shared secret of an authenticator app, sealed; it counts only once `confirmed_at` is set.

    `last_step` is the newest half-minute whose code was used: no code works twice.
    """

    __tablename__ = "totp"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    secret: Mapped[str] = mapped_column(String(200))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Base):
    """One of ten codes on paper: an Argon2id digest under the salt of its set; gone once used."""

    __tablename__ = "recovery_code"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    salt: Mapped[str] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Passkey(Base):
    """A key pair of which a person's device keeps the private half; names and keys in base64url."""

    __tablename__ = "passkey"
    __table_args__ = (Index("uq_passkey_credential_id", "credential_id", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    credential_id: Mapped[str] = mapped_column(String(1400))
    public_key: Mapped[str] = mapped_column(Text)
    sign_count: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignInStep(Base):
    """What waits for an answer for ten minutes: a second step after the password, or the challenge of a passkey.

    Only a digest of its token is stored; the row is deleted by whoever answers, so that each is answered once.
    """

    __tablename__ = "sign_in_step"
    __table_args__ = (Index("uq_sign_in_step_digest", "digest", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[str] = mapped_column(String(10))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    challenge: Mapped[str] = mapped_column(String(120), default="")
    own_device: Mapped[bool] = mapped_column(default=False)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class SignInEvent(Base):
    """A try at signing in to an account, for the history its owner reads. `place` is a kind of address, never one."""

    __tablename__ = "sign_in_event"
    __table_args__ = (Index("ix_sign_in_event_account_at", "account_id", "at"), Index("ix_sign_in_event_at", "at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    good: Mapped[bool]
    way: Mapped[str] = mapped_column(String(10))
    device: Mapped[str] = mapped_column(String(80), default="")
    place: Mapped[str] = mapped_column(String(10), default="")


class KnownDevice(Base):
    """A browser on which an account has signed in: the digest of a random name, which says nothing of the person."""

    __tablename__ = "known_device"
    __table_args__ = (Index("uq_known_device_account_digest", "account_id", "digest", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    digest: Mapped[str] = mapped_column(String(64))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


CLASHES["uq_passkey_credential_id"] = ("credential", _l("Khóa này đã được thêm."))
