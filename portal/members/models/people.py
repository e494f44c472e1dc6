"""People of the register, their states, cells and posts over time, and what was changed."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, UtcDateTime, key_column
from portal.core.errors import CLASHES
from portal.core.i18n import lazy_gettext as _l
from portal.members.models.states import State
from portal.organizations.api import Organization, Role

if TYPE_CHECKING:
    from portal.members.models.stays import Stay


def masked(number: str | None) -> str:
    """`999******123`, `*******123` where the number is short: enough to recognise, not to use."""
    if not number:
        return ""
    shown = 3 if len(number) > 10 else 0
    return number[:shown] + "*" * (len(number) - shown - 3) + number[-3:]


def lacking(name: str, condition: str, *columns: str) -> Index:
    """An index on the few people of whom something is missing; it serves where a SELECT says just this condition."""
    return Index(name, *columns, sqlite_where=text(condition), postgresql_where=text(condition))


class Member(Base):
    """A person of the register. Numbers are text; the card number may equal the citizen id."""

    __tablename__ = "member"
    __table_args__ = (Index("uq_member_citizen_id", "citizen_id", unique=True),
                      Index("ix_member_sort_key_id", "sort_key", "id"),
                      Index("ix_member_joined_on_sort_key_id", "joined_on", "sort_key", "id"),
                      Index("ix_member_card_number", "card_number"),
                      lacking("ix_member_lacks_phone", "phone IS NULL OR phone = ''", "phone"),
                      lacking("ix_member_lacks_sex", "sex = ''", "sex"),
                      lacking("ix_member_not_official", "official_on IS NULL", "official_on", "ceremony_on"),
                      {"sqlite_autoincrement": True})  # the log must not tell of two people under one number
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
    stays: Mapped[list["Stay"]] = relationship(viewonly=True)

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
    def stay_today(self) -> "Stay | None":
        """The temporary stay at another cell that counts today."""
        today, state = clock.today(), self.state_today
        if state is None or state.state != State.TEMPORARY_OUT:
            return None
        return next((one for one in self.stays if one.valid_from <= today <= one.valid_to), None)

    @property
    def membership_today(self) -> "Membership | None":
        """Where the member is active today."""
        today = clock.today()
        return next((one for one in self.memberships if one.covers(today)), None)

    @property
    def home(self) -> "Membership | None":
        """Where the member is active today; of who is in no cell any more, the last one."""
        today = clock.today()
        begun = [one for one in self.memberships if one.valid_from <= today]
        return self.membership_today or max(begun, key=lambda one: (one.valid_from, one.id), default=None)

    @property
    def state_today(self) -> "MemberState | None":
        """The state in force today."""
        today = clock.today()
        return next((one for one in self.states if one.covers(today)), None)


class Dated:
    """What holds from a day to a day, both included; an open end holds on."""

    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    def covers(self, day: date) -> bool:
        """It holds on this day."""
        return self.valid_from <= day and (self.valid_to is None or self.valid_to >= day)


class MemberState(Dated, Base):
    """A state from–to (last day included; open end = today's state), by which decision."""

    __tablename__ = "member_state"
    __table_args__ = (Index("ix_member_state_member_from_to", "member_id", "valid_from", "valid_to", "state"),
                      Index("ix_member_state_state_valid_to_from", "state", "valid_to", "valid_from", "id",
                            "member_id"))
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


ENDED = "valid_to IS NOT NULL"
"""Of few stays: an index on all of them would lead lists of today astray."""


class Membership(Dated, Base):
    """The cell where a member is active, from–to."""

    __tablename__ = "membership"
    __table_args__ = (Index("ix_membership_unit_to", "unit_id", "valid_to"),
                      Index("ix_membership_member_from_to", "member_id", "valid_from", "valid_to", "unit_id"),
                      Index("ix_membership_ended", "valid_to", "member_id", "valid_from", "unit_id",
                            sqlite_where=text(ENDED), postgresql_where=text(ENDED)))
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    member: Mapped[Member] = relationship(back_populates="memberships")
    unit: Mapped[Organization] = relationship()


class Position(Dated, Base):
    """A post at a unit, from–to; it ends by itself on its day."""

    __tablename__ = "position"
    __table_args__ = (Index("ix_position_unit", "unit_id", "role"), Index("ix_position_member", "member_id"),
                      Index("ix_position_role_unit", "role", "unit_id"))
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
