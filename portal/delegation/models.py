"""Tables of grants, of the steps of the chain, of looking on as another person, and of helpers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, UtcDateTime, key_column
from portal.members.api import Member, Position
from portal.organizations.api import Organization, Role

SAME_UNIT = 0
"""The step that is none: at the Corporation itself, by whoever keeps the administrator account."""


class Grant(Base):
    """A role at a unit given to an account.

    It was given out of a holding: another grant (`source_id`) or a post (`source_position_id`); with neither it
    stands on the Corporation itself (entered at installation, or by an administrator). `substitute_of` names the
    account that is stood in for: then the source is the very holding replaced, at the same unit. A `pending` one
    waits for a second administrator. Whether it gives anything today is never stored, see queries.chains.
    """

    __tablename__ = "role_grant"
    __table_args__ = (
        Index("ix_role_grant_account", "account_id"), Index("ix_role_grant_unit", "unit_id"),
        Index("ix_role_grant_granted_at_id", "granted_at", "id"), Index("ix_role_grant_source_id", "source_id"),
        Index("ix_role_grant_source_position_id", "source_position_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    role: Mapped[str] = mapped_column(String(30))
    subtree: Mapped[bool] = mapped_column(default=False)
    grantor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    source_id: Mapped[int | None] = mapped_column(ForeignKey("role_grant.id"))
    source_position_id: Mapped[int | None] = mapped_column(ForeignKey("position.id"))
    substitute_of: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    step: Mapped[int | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision: Mapped[str] = mapped_column(String(120), default="")
    hidden_from_above: Mapped[bool] = mapped_column(default=False)
    pending: Mapped[bool] = mapped_column(default=False)
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(String(300), default="")
    end_told: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Organization] = relationship()
    source: Mapped["Grant | None"] = relationship(remote_side="Grant.id")
    source_position: Mapped[Position | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def title(self) -> Any:
        """The Vietnamese name of the role."""
        return Role(self.role).label

    @property
    def is_root(self) -> bool:
        """It stands on the Corporation itself."""
        return self.source_id is None and self.source_position_id is None

    @property
    def from_unit(self) -> Organization:
        """The unit that gave it; its own where it stands on the Corporation or stands in for somebody."""
        source = self.source or self.source_position
        return source.unit if source is not None else self.unit

    @property
    def is_open(self) -> bool:
        """Neither revoked nor past its last day: something may still be done with it."""
        return self.revoked_at is None and (self.valid_to is None or self.valid_to >= clock.today())


class Uncovered(Base):
    """A unit that nobody was in charge of when the worker last looked, with its place in the list."""

    __tablename__ = "uncovered_unit"
    __table_args__ = (Index("ix_uncovered_unit_level_sort_key", "level", "sort_key", "unit_id"),)
    unit_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), primary_key=True, autoincrement=False)
    level: Mapped[int]
    sort_key: Mapped[str] = mapped_column(key_column(2000))


class DelegationStep(Base):
    """A row of the chain: a holder of `by_role` at a unit of one kind may give `role` at a unit of another kind
    just below (step 0: at the unit itself), in force from–to. What a letter leaves open is not `confirmed`:
    it is refused until the owner of the table says otherwise. `may_hide`: it may be hidden from above."""

    __tablename__ = "delegation_step"
    id: Mapped[int] = mapped_column(primary_key=True)
    step: Mapped[int]
    from_kind: Mapped[str] = mapped_column(ForeignKey("organization_kind.id"))
    to_kind: Mapped[str] = mapped_column(ForeignKey("organization_kind.id"))
    by_role: Mapped[str] = mapped_column(String(30))
    role: Mapped[str] = mapped_column(String(30))
    confirmed: Mapped[bool] = mapped_column(default=True)
    may_hide: Mapped[bool] = mapped_column(default=False)
    rule: Mapped[str] = mapped_column(String(60), default="98-CV/ĐU")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Viewing(Base):
    """An administrator looks on as another person: read only, until an hour, known to both."""

    __tablename__ = "viewing"
    __table_args__ = (Index("ix_viewing_account_id", "account_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    viewer_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    session_id: Mapped[int | None]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(String(300))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Help(Base):
    """A member lets another of the same cell work in his place, from–to, once that one has agreed; either ends it."""

    __tablename__ = "member_help"
    __table_args__ = (Index("ix_member_help_member_id", "member_id"), Index("ix_member_help_account_id", "account_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    named_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    named_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(300), default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    member: Mapped[Member] = relationship()

    @property
    def is_open(self) -> bool:
        """Neither ended nor past its last day."""
        return self.ended_at is None and self.valid_to >= clock.today()

    @property
    def waits(self) -> bool:
        """The helper has not agreed yet."""
        return self.is_open and self.accepted_at is None

    @property
    def stands(self) -> bool:
        """Agreed, and today lies within its days."""
        return self.is_open and self.accepted_at is not None and self.valid_from <= clock.today()


class Helping(Base):
    """A helper works in a member's place, in one session; half an hour without use ends it."""

    __tablename__ = "member_helping"
    __table_args__ = (Index("ix_member_helping_help_id", "help_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    help_id: Mapped[int] = mapped_column(ForeignKey("member_help.id"))
    session_id: Mapped[int | None]
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
