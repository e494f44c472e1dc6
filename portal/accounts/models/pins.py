"""Tables of machines that a station shares, and of the PINs that let a person in again on one of them (N34)."""

from datetime import datetime

from sqlalchemy import Connection, ForeignKey, Index, String, delete, event, inspect
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.models.accounts import ACTIVE, Account
from portal.core.db import Base, UtcDateTime
from portal.core.errors import CLASHES
from portal.core.i18n import lazy_gettext as _l


class SharedDevice(Base):
    """A browser that several persons use, known by the digest of a random name; `session_id` is the session that
    runs on it now: whoever comes next ends it."""

    __tablename__ = "shared_device"
    __table_args__ = (Index("uq_shared_device_digest", "digest", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    session_id: Mapped[int | None]
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DevicePin(Base):
    """Six digits good for one account on one shared machine until an hour; three wrong tries end it. `name` is what
    its owner lets the sign-in page of that machine show."""

    __tablename__ = "device_pin"
    __table_args__ = (Index("uq_device_pin_device_account", "device_id", "account_id", unique=True),
                      Index("ix_device_pin_account_id", "account_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("shared_device.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(60))
    hash: Mapped[str] = mapped_column(String(160))
    tries: Mapped[int] = mapped_column(default=0)
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime)


CLASHES["uq_device_pin_device_account"] = ("pin", _l("Mã PIN vừa được đặt ở cửa sổ khác."))


@event.listens_for(Account, "after_update")
def _end_pins(mapper: object, connection: Connection, account: Account) -> None:
    """An account out of use, or with another password, has no PIN anywhere."""
    changed = inspect(account).attrs
    stopped = changed.state.history.has_changes() and account.state != ACTIVE
    if stopped or changed.password_set_at.history.has_changes():
        connection.execute(delete(DevicePin).where(DevicePin.account_id == account.id))
