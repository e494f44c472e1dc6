"""Tables of requests and slips; what a keeper sees of an account."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.api import Account, AccountKeeping
from portal.core import clock
from portal.core.db import Base, UtcDateTime
from portal.core.i18n import lazy_gettext as _l
from portal.members.api import Member, masked
from portal.organizations.api import Organization

WAITING, APPROVED, REFUSED = "waiting", "approved", "refused"


class Status(StrEnum):
    """What a keeper sees of an account; the values stand in addresses."""

    NONE = "chua-co"
    NEW = "chua-mo"
    OPEN = "dang-mo"
    EXPIRED = "het-han"
    UNCONFIRMED = "cho-xac-nhan"
    ACTIVE = "dang-dung"
    UNUSED = "lau-khong-dung"
    LOCKED = "bi-khoa"
    CLOSED = "da-dong"
    EXEMPT = "duoc-mien"

    @property
    def label(self) -> Any:
        """The Vietnamese words."""
        return STATUS_LABELS[self]


STATUS_LABELS: dict[Status, Any] = {
    Status.NONE: _l("chưa có tài khoản"),
    Status.NEW: _l("chưa mở"),
    Status.OPEN: _l("đang mở"),
    Status.EXPIRED: _l("mã đã hết hạn"),
    Status.UNCONFIRMED: _l("chờ xác nhận"),
    Status.ACTIVE: _l("đang dùng"),
    Status.UNUSED: _l("lâu không dùng"),
    Status.LOCKED: _l("bị khóa"),
    Status.CLOSED: _l("đã đóng"),
    Status.EXEMPT: _l("được miễn, không cấp"),
}
IN_USE = (Status.ACTIVE, Status.UNUSED, Status.UNCONFIRMED)
"""A password was set: reset instead of open."""
TO_OPEN = (Status.NONE, Status.NEW, Status.OPEN, Status.EXPIRED, Status.CLOSED)
"""A slip opens the first sign-in (or opens it anew)."""
NOT_YET = (Status.NONE, Status.NEW, Status.EXPIRED)
"""Nobody signed in yet and no slip is out: what "open for all of them" means."""
GROUPS: dict[str, tuple[Any, tuple[Status, ...]]] = {
    "thuoc-dien-cap": (_l("thuộc diện cấp"), tuple(status for status in Status if status is not Status.EXEMPT)),
    "da-kich-hoat": (_l("đã kích hoạt"), IN_USE),
    "chua-kich-hoat": (_l("chưa kích hoạt"), NOT_YET),
    "khoa-hoac-dong": (_l("khóa hoặc đóng"), (Status.LOCKED, Status.CLOSED)),
}
"""Filters that take several statuses together: the numbers of the page by unit lead to them."""


def statuses_of(asked: str) -> tuple[Status, ...]:
    """The statuses a filter takes; none where nothing was asked."""
    if not asked:
        return ()
    return GROUPS[asked][1] if asked in GROUPS else (Status(asked),)


def words_of(asked: str) -> Any:
    """A filter in words."""
    return GROUPS[asked][0] if asked in GROUPS else Status(asked).label


@dataclass(frozen=True, slots=True)
class Kept:
    """A member with the account and what is needed to judge who may keep it. `posts`: (role, path) held today."""

    member: Member
    cell: Organization
    account: Account | None
    note: AccountKeeping | None
    status: Status
    seen_at: datetime | None
    posts: tuple[tuple[str, str], ...] = ()

    @property
    def used_at(self) -> datetime | None:
        """When the account was last used, as far as is known."""
        known = [self.seen_at, self.account.last_sign_in_at if self.account else None]
        return max((moment for moment in known if moment is not None), default=None)

    @property
    def away_until(self) -> datetime | None:
        """Until when disuse is not counted, while that lies ahead."""
        start = self.note.counted_from if self.note else None
        return start if start is not None and start > clock.now() else None


class AccountRequest(Base):
    """Somebody asked for an account. `waiting_id` repeats the citizen id while it waits: one at a time.

    To whom it goes follows from the register each time it is read, so that a later entry finds its request.
    `times`: how often it was sent; `differed`: not always with the same content (the newest stands here).
    """

    __tablename__ = "account_request"
    __table_args__ = (Index("uq_account_request_waiting_id", "waiting_id", unique=True),
                      Index("ix_account_request_citizen_id", "citizen_id"),
                      Index("ix_account_request_state_at", "state", "at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    citizen_id: Mapped[str] = mapped_column(String(12))
    waiting_id: Mapped[str | None] = mapped_column(String(12))
    full_name: Mapped[str] = mapped_column(String(120))
    birth_date: Mapped[date]
    phone: Mapped[str] = mapped_column(String(20), default="")
    cell_text: Mapped[str] = mapped_column(String(200), default="")
    times: Mapped[int] = mapped_column(default=1)
    differed: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def masked_citizen_id(self) -> str:
        """The citizen id as screens show it."""
        return masked(self.citizen_id)

    @property
    def label(self) -> Any:
        """The Vietnamese word for where it stands."""
        return {WAITING: _l("đang chờ"), APPROVED: _l("đã duyệt"), REFUSED: _l("đã từ chối")}[self.state]


class AskCounter(Base):
    """How many asked from an address, and in all, since a moment (keyed digests); counted before it is read."""

    __tablename__ = "ask_counter"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    asked: Mapped[int] = mapped_column(default=0)
    since: Mapped[datetime] = mapped_column(UtcDateTime)


class SlipBatch(Base):
    """Slips made at one press, or a window opened by the letter. The codes stand nowhere."""

    __tablename__ = "slip_batch"
    __table_args__ = (Index("ix_slip_batch_made_by_at", "made_by", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    by_letter: Mapped[bool] = mapped_column(default=False)


class Slip(Base):
    """One account of a batch."""

    __tablename__ = "slip"
    __table_args__ = (Index("uq_slip_batch_id_account_id", "batch_id", "account_id", unique=True),
                      Index("ix_slip_account_id", "account_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("slip_batch.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
