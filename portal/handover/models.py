"""The table of handovers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, UtcDateTime
from portal.members.api import Member
from portal.organizations.api import Organization, Role


class Handover(Base):
    """Who handed which posts and rights of a unit to whom, on which day, and what was open then (`held`)."""

    __tablename__ = "handover"
    __table_args__ = (Index("ix_handover_unit_id_done_at", "unit_id", "done_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    giver_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    receiver_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    roles: Mapped[list[str]] = mapped_column(JSON)
    on: Mapped[date]
    decision: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(Text, default="")
    held: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    done_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    unit: Mapped[Organization] = relationship()
    giver: Mapped[Member] = relationship(foreign_keys=[giver_id])
    receiver: Mapped[Member] = relationship(foreign_keys=[receiver_id])

    @property
    def titles(self) -> list[Any]:
        """The Vietnamese names of the roles handed over."""
        return [Role(role).label for role in self.roles]

    @property
    def names_work(self) -> bool:
        """What was open is kept by name."""
        return any(one["names"] for one in self.held)
