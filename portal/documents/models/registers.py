"""Tables of documents: the registers of a unit, numbers given out and papers that came in."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, UtcDateTime, key_column
from portal.core.errors import CLASHES
from portal.core.i18n import lazy_gettext as _l
from portal.organizations.api import Organization

PER_TERM, PER_YEAR = "term", "year"
PER_LABELS: dict[str, Any] = {PER_TERM: _l("theo nhiệm kỳ"), PER_YEAR: _l("theo năm")}


class NumberState(StrEnum):
    """What became of a number."""

    RESERVED = "reserved"
    ISSUED = "issued"
    VOID = "void"

    @property
    def label(self) -> Any:
        """The Vietnamese name."""
        return NUMBER_LABELS[self][0]

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return NUMBER_LABELS[self][1]


NUMBER_LABELS: dict[NumberState, tuple[Any, str]] = {
    NumberState.RESERVED: (_l("giữ chỗ"), "info"),
    NumberState.ISSUED: (_l("đã phát hành"), "success"),
    NumberState.VOID: (_l("đã hủy"), "neutral"),
}


class NumberingRule(Base):
    """Whether numbers run per committee term or per year, from a day on; without a unit, for all that have none.

    05-HD/VPTW: per kind and term (second-hand); one tool counts per calendar year, hence a dated row.
    """

    __tablename__ = "numbering_rule"
    __table_args__ = (Index("ix_numbering_rule_unit_id_valid_from", "unit_id", "valid_from"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    per: Mapped[str] = mapped_column(String(10))
    rule: Mapped[str] = mapped_column(String(120), default="")
    valid_from: Mapped[date] = mapped_column(Date)

    @property
    def label(self) -> Any:
        """`theo nhiệm kỳ`."""
        return PER_LABELS[self.per]


class RegisterNumber(Base):
    """A number given out: once per unit, kind and period (`term:7`, `year:2026`, `none` without a known term)."""

    __tablename__ = "register_number"
    __table_args__ = (Index("uq_register_number_series", "unit_id", "kind", "period", "number", unique=True),
                      Index("ix_register_number_document_id", "document_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    kind: Mapped[str] = mapped_column(String(10))
    period: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    symbol: Mapped[str] = mapped_column(String(60))
    symbol_key: Mapped[str] = mapped_column(key_column(60))
    state: Mapped[str] = mapped_column(String(10))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    issued_on: Mapped[date] = mapped_column(Date)
    subject: Mapped[str] = mapped_column(String(1000), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    given_by: Mapped[int | None]
    unit: Mapped[Organization] = relationship(lazy="joined")


class IncomingEntry(Base):
    """A paper that came to a unit, by the number of its arrival in that year (sổ văn bản đến)."""

    __tablename__ = "incoming_entry"
    __table_args__ = (Index("uq_incoming_entry_number", "unit_id", "year", "number", unique=True),
                      Index("ix_incoming_entry_unit_id_arrived_on", "unit_id", "arrived_on"),
                      Index("ix_incoming_entry_document_id", "document_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    year: Mapped[int]
    number: Mapped[int]
    arrived_on: Mapped[date] = mapped_column(Date)
    sender: Mapped[str] = mapped_column(String(200))
    symbol: Mapped[str] = mapped_column(String(60), default="")
    dated_on: Mapped[date | None] = mapped_column(Date)
    subject: Mapped[str] = mapped_column(String(1000))
    passed_to: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    search_key: Mapped[str] = mapped_column(key_column(1600), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Organization] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}


CLASHES["uq_register_number_series"] = ("number", _l("Số này đã được cấp. Để trống để lấy số tiếp theo."))
CLASHES["uq_incoming_entry_number"] = ("number", _l("Số đến này đã có trong sổ của năm. Để trống để lấy số tiếp theo."))
