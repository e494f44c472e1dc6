"""Tables of the register."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, UtcDateTime, key_column
from portal.core.errors import CLASHES
from portal.core.i18n import lazy_gettext as _l
from portal.organizations.api import Organization, Role


class State(StrEnum):
    """States of a member (RULES, section 13)."""

    PROBATIONARY = "probationary"
    OFFICIAL = "official"
    EXEMPT = "exempt"
    TEMPORARY_OUT = "temporary_out"
    TEMPORARY_IN = "temporary_in"
    TRANSFERRING = "transferring"
    SUSPENDED = "suspended"
    NAME_REMOVED = "name_removed"
    RESIGNED = "resigned"
    EXPELLED = "expelled"
    DECEASED = "deceased"
    TRANSFERRED_OUT = "transferred_out"

    @property
    def label(self) -> Any:
        """The Vietnamese name."""
        return STATE_LABELS[self]


STATE_LABELS: dict[State, Any] = {
    State.PROBATIONARY: _l("dự bị"),
    State.OFFICIAL: _l("chính thức"),
    State.EXEMPT: _l("được miễn công tác và sinh hoạt"),
    State.TEMPORARY_OUT: _l("chuyển sinh hoạt tạm thời đi"),
    State.TEMPORARY_IN: _l("chuyển sinh hoạt tạm thời đến"),
    State.TRANSFERRING: _l("đang chuyển sinh hoạt"),
    State.SUSPENDED: _l("đình chỉ sinh hoạt"),
    State.NAME_REMOVED: _l("đã xóa tên"),
    State.RESIGNED: _l("đã xin ra"),
    State.EXPELLED: _l("đã khai trừ"),
    State.DECEASED: _l("đã từ trần"),
    State.TRANSFERRED_OUT: _l("đã chuyển đi"),
}
GONE = frozenset({State.NAME_REMOVED, State.RESIGNED, State.EXPELLED, State.DECEASED, State.TRANSFERRED_OUT})
"""States in which a person belongs to no cell here any more."""
PRESENT = frozenset({State.PROBATIONARY, State.OFFICIAL, State.EXEMPT, State.TEMPORARY_IN, State.TEMPORARY_OUT,
                     State.TRANSFERRING, State.SUSPENDED})
"""States of those who belong to a cell today."""
TAKING_PART = PRESENT - {State.SUSPENDED}
"""States in which a person reads with the cell and holds roles; a suspended one keeps only account and opinions."""


def masked(number: str | None) -> str:
    """`999******123`, `*******123` where the number is short: enough to recognise, not to use."""
    if not number:
        return ""
    shown = 3 if len(number) > 10 else 0
    return number[:shown] + "*" * (len(number) - shown - 3) + number[-3:]


class Member(Base):
    """A person of the register. Numbers are text; the card number may equal the citizen id."""

    __tablename__ = "member"
    __table_args__ = (Index("uq_member_citizen_id", "citizen_id", unique=True),
                      Index("ix_member_sort_key_id", "sort_key", "id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), unique=True)
    citizen_id: Mapped[str] = mapped_column(String(12))
    full_name: Mapped[str] = mapped_column(String(120))
    sort_key: Mapped[str] = mapped_column(key_column(1000))
    search_key: Mapped[str] = mapped_column(key_column(120), index=True)
    birth_date: Mapped[date | None]
    sex: Mapped[str] = mapped_column(String(6), default="")
    joined_on: Mapped[date | None]
    official_on: Mapped[date | None]
    ceremony_on: Mapped[date | None]
    card_number: Mapped[str | None] = mapped_column(String(20))
    phone: Mapped[str | None] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(default=1)
    memberships: Mapped[list["Membership"]] = relationship(back_populates="member")
    states: Mapped[list["MemberState"]] = relationship(back_populates="member")
    positions: Mapped[list["Position"]] = relationship(back_populates="member")

    __mapper_args__ = {"version_id_col": version}

    @property
    def masked_citizen_id(self) -> str:
        """The citizen id as screens show it."""
        return masked(self.citizen_id)

    @property
    def masked_card_number(self) -> str:
        """The card number as screens show it; it may equal the citizen id."""
        return masked(self.card_number)

    @property
    def masked_phone(self) -> str:
        """The phone number as screens show it."""
        return masked(self.phone)

    @property
    def membership_today(self) -> "Membership | None":
        """Where the member is active today."""
        today = clock.today()
        return next((one for one in self.memberships
                     if one.valid_from <= today and (one.valid_to is None or one.valid_to >= today)), None)


class MemberState(Base):
    """A state from–to (last day included; open end = today's state), by which decision."""

    __tablename__ = "member_state"
    __table_args__ = (Index("ix_member_state_member_from", "member_id", "valid_from"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    state: Mapped[State] = mapped_column(String(20))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    decision: Mapped[str] = mapped_column(String(120), default="")
    member: Mapped[Member] = relationship(back_populates="states")

    @property
    def label(self) -> Any:
        """The Vietnamese name of the state."""
        return State(self.state).label


class Membership(Base):
    """The cell where a member is active, from–to."""

    __tablename__ = "membership"
    __table_args__ = (Index("ix_membership_unit_to", "unit_id", "valid_to"),
                      Index("ix_membership_member_from", "member_id", "valid_from"))
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    member: Mapped[Member] = relationship(back_populates="memberships")
    unit: Mapped[Organization] = relationship()


class Position(Base):
    """A post at a unit, from–to; it ends by itself on its day."""

    __tablename__ = "position"
    __table_args__ = (Index("ix_position_unit", "unit_id", "role"), Index("ix_position_member", "member_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    role: Mapped[str] = mapped_column(String(30))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    decision: Mapped[str] = mapped_column(String(120), default="")
    member: Mapped[Member] = relationship(back_populates="positions")
    unit: Mapped[Organization] = relationship()

    @property
    def title(self) -> Any:
        """The Vietnamese name of the role."""
        return Role(self.role).label


class MemberChange(Base):
    """One field of a record changed: by whom, when, from what to what, and by which way (screen, import,
    correction, merge). Values stand here and not in the audit log, so that a record can be erased."""

    __tablename__ = "member_change"
    __table_args__ = (Index("ix_member_change_member_at", "member_id", "at"),
                      Index("ix_member_change_ref", "way", "ref"))
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    field: Mapped[str] = mapped_column(String(30))
    old: Mapped[Any] = mapped_column(JSON)
    new: Mapped[Any] = mapped_column(JSON)
    way: Mapped[str] = mapped_column(String(20), default="screen")
    ref: Mapped[int | None]


CLASHES["uq_member_citizen_id"] = ("citizen_id", _l("Số định danh này đã có trong danh sách đảng viên."))
