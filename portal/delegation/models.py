"""Tables of grants and of the steps of the chain."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, UtcDateTime
from portal.organizations.api import Organization, Role


class Grant(Base):
    """A role at a unit given to an account. `source_id` is the grant it was given from; none at the top."""

    __tablename__ = "role_grant"
    __table_args__ = (Index("ix_role_grant_account", "account_id"), Index("ix_role_grant_unit", "unit_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    role: Mapped[str] = mapped_column(String(30))
    subtree: Mapped[bool] = mapped_column(default=False)
    grantor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    source_id: Mapped[int | None] = mapped_column(ForeignKey("role_grant.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decision: Mapped[str] = mapped_column(String(120), default="")
    unit: Mapped[Organization] = relationship()

    @property
    def title(self) -> Any:
        """The Vietnamese name of the role."""
        return Role(self.role).label


class DelegationStep(Base):
    """A step of the chain: from which kind to which kind, to which role, in force from–to."""

    __tablename__ = "delegation_step"
    id: Mapped[int] = mapped_column(primary_key=True)
    step: Mapped[int]
    from_kind: Mapped[str] = mapped_column(ForeignKey("organization_kind.id"))
    to_kind: Mapped[str] = mapped_column(ForeignKey("organization_kind.id"))
    role: Mapped[str] = mapped_column(String(30))
    rule: Mapped[str] = mapped_column(String(60), default="98-CV/ĐU")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
