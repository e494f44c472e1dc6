"""Transfers and their steps."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, UtcDateTime
from portal.core.errors import CLASHES
from portal.core.i18n import lazy_gettext as _l
from portal.members.api import Member
from portal.organizations.api import Organization


class Kind(StrEnum):
    """For good, or for 3 to under 12 months."""

    OFFICIAL = "official"
    TEMPORARY = "temporary"

    @property
    def label(self) -> Any:
        """The Vietnamese name."""
        return {"official": _l("chính thức"), "temporary": _l("tạm thời")}[self.value]


class Side(StrEnum):
    """Who asked."""

    MEMBER = "member"
    OLD = "old"
    NEW = "new"
    OUTSIDE = "outside"


class State(StrEnum):
    """States of a transfer."""

    ASKED = "asked"
    RELEASED = "released"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Any:
        """The Vietnamese name."""
        return STATES[self][0]

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return STATES[self][1]


STATES: dict[State, tuple[Any, str]] = {
    State.ASKED: (_l("chờ chi bộ cũ giới thiệu"), "warning"),
    State.RELEASED: (_l("chờ nơi đến tiếp nhận"), "warning"),
    State.ACCEPTED: (_l("đã tiếp nhận"), "success"),
    State.RETURNED: (_l("nơi đến trả lại"), "error"),
    State.DECLINED: (_l("chi bộ cũ không đồng ý"), "error"),
    State.WITHDRAWN: (_l("đã rút"), "neutral"),
}
RUNNING = text("state IN ('asked', 'released')")


class Transfer(Base):
    """One transfer of one member; an end outside the system is a text. Days, not deadlines, are stored."""

    __tablename__ = "transfer"
    __table_args__ = (
        Index("ix_transfer_member", "member_id", "id"),
        Index("ix_transfer_from_state", "from_unit_id", "state"),
        Index("ix_transfer_to_state", "to_unit_id", "state"),
        Index("uq_transfer_running", "member_id", unique=True, sqlite_where=RUNNING, postgresql_where=RUNNING),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    kind: Mapped[str] = mapped_column(String(10))
    side: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    from_unit_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    from_text: Mapped[str] = mapped_column(String(200), default="")
    to_unit_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    to_text: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(String(300), default="")
    decision: Mapped[str] = mapped_column(String(120), default="")
    decided_on: Mapped[date]
    asked_on: Mapped[date]
    until: Mapped[date | None]
    fees_until: Mapped[date | None]
    papers: Mapped[str] = mapped_column(String(300), default="")
    slip_number: Mapped[str] = mapped_column(String(30), default="")
    released_on: Mapped[date | None]
    effective_on: Mapped[date | None]
    late_reason: Mapped[str] = mapped_column(String(300), default="")
    refusal: Mapped[str] = mapped_column(String(300), default="")
    previous_state: Mapped[str] = mapped_column(String(20), default="")
    version: Mapped[int] = mapped_column(default=1)
    member: Mapped[Member] = relationship()
    from_unit: Mapped[Organization | None] = relationship(foreign_keys=[from_unit_id])
    to_unit: Mapped[Organization | None] = relationship(foreign_keys=[to_unit_id])
    steps: Mapped[list["TransferStep"]] = relationship(order_by="TransferStep.id", back_populates="transfer")

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_temporary(self) -> bool:
        """For a time only."""
        return self.kind == Kind.TEMPORARY

    @property
    def from_name(self) -> str:
        """The old cell, or the organisation outside."""
        return self.from_unit.name if self.from_unit else self.from_text

    @property
    def to_name(self) -> str:
        """The new cell, or the organisation outside."""
        return self.to_unit.name if self.to_unit else self.to_text

    @property
    def kind_label(self) -> Any:
        """`chính thức` or `tạm thời`."""
        return Kind(self.kind).label

    @property
    def stage(self) -> State:
        """The state with its words."""
        return State(self.state)

    @property
    def is_on(self) -> bool:
        """A temporary stay that is accepted and not over yet."""
        return (self.is_temporary and self.state == State.ACCEPTED and self.until is not None
                and self.until >= clock.today())


class TransferStep(Base):
    """A step of a transfer: who, when, with what words; `day` is the day it counts from."""

    __tablename__ = "transfer_step"
    id: Mapped[int] = mapped_column(primary_key=True)
    transfer_id: Mapped[int] = mapped_column(ForeignKey("transfer.id"), index=True)
    verb: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    done_by: Mapped[str] = mapped_column(String(120), default="")
    day: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(300), default="")
    transfer: Mapped[Transfer] = relationship(back_populates="steps")

    @property
    def label(self) -> Any:
        """What was done."""
        return STEPS[self.verb]


STEPS: dict[str, Any] = {
    "ask": _l("Đề nghị chuyển sinh hoạt"), "release": _l("Chi bộ cũ giới thiệu"), "accept": _l("Nơi đến tiếp nhận"),
    "return": _l("Nơi đến trả lại"), "decline": _l("Chi bộ cũ không đồng ý"), "withdraw": _l("Rút đề nghị"),
    "end": _l("Kết thúc sớm"), "arrive": _l("Tiếp nhận từ ngoài hệ thống"), "print": _l("In giấy giới thiệu"),
    "carry": _l("Theo đơn vị được sắp xếp lại"), "settle": _l("Kết thúc vì đơn vị được sắp xếp lại"),
}
CLASHES["uq_transfer_running"] = ("kind", _l("Đảng viên này đang có một hồ sơ chuyển sinh hoạt chưa xong."))
