"""Tables of what keepers write beside an account, and of the rules they keep accounts by."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, UtcDateTime

BY_KEEPER, BY_DISUSE, BY_STATE = "keeper", "unused", "left"
"""Why an account is locked or closed: a keeper did it, nobody used it, its owner is exempt or gone."""


class AccountKeeping(Base):
    """Beside an account: why it is locked or closed, from when its disuse is counted, the letter's window.

    `cause` is empty while nothing is wrong. `counted_from` may lie ahead: a long trip was announced.
    """

    __tablename__ = "account_keeping"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    cause: Mapped[str] = mapped_column(String(10), default="")
    reason: Mapped[str] = mapped_column(String(300), default="")
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    counted_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    warned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    letter_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AccountRules(Base):
    """The rules from a moment on; the newest row is in force, older ones stay as history.

    `networks`: addresses of the organisation (CIDR, one a line) from which the letter's rule may open an account.
    """

    __tablename__ = "account_rules"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    letter_on: Mapped[bool] = mapped_column(default=False)
    letter_minutes: Mapped[int] = mapped_column(default=60)
    networks: Mapped[str] = mapped_column(String(1000), default="")
    warn_days: Mapped[int] = mapped_column(default=90)
    lock_days: Mapped[int] = mapped_column(default=30)
    request_days: Mapped[int] = mapped_column(default=30)
