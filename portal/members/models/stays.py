"""Temporary stays at another cell (RULES, section 13)."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base
from portal.organizations.api import Organization


class Stay(Base):
    """A temporary stay at another cell, first and last day; the membership at home stays open meanwhile.

    It counts only while the member's state is `temporary_out`. Written by the room of transfers.
    """

    __tablename__ = "stay"
    __table_args__ = (Index("ix_stay_unit_to", "unit_id", "valid_to"), Index("ix_stay_member", "member_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    unit: Mapped[Organization] = relationship()
