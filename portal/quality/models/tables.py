"""Tables: issues per record, scores per cell, pairs of likely doubles, merges, corrections."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, UtcDateTime
from portal.core.i18n import lazy_gettext as _l
from portal.members.api import Member

SUMS = "quality"
"""The kind of counts beside the tree that scores add up to: keys `quality:<measure>:good` and `…:total`."""


class Issue(Base):
    """A code that holds for a record, as of its last check; `unit_id` is its cell then, if any."""

    __tablename__ = "quality_issue"
    __table_args__ = (Index("uq_quality_issue_member_code", "member_id", "code", unique=True),
                      Index("ix_quality_issue_measure_unit", "measure", "unit_id"),
                      Index("ix_quality_issue_code_unit", "code", "unit_id"),
                      {"info": {"derived": lambda table: true()}})
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    measure: Mapped[str] = mapped_column(String(12))
    code: Mapped[str] = mapped_column(String(20))


class Score(Base):
    """Of a cell, as of its last check: how many records it has and how many each measure finds good."""

    __tablename__ = "quality_score"
    __table_args__ = (Index("ix_quality_score_measure_at", "measure", "at"),)
    unit_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), primary_key=True)
    measure: Mapped[str] = mapped_column(String(12), primary_key=True)
    total: Mapped[int]
    good: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Checked(Base):
    """A person looked at a warning on the citizen id and found it right, until number, sex or birth change."""

    __tablename__ = "quality_checked"
    __table_args__ = (Index("uq_quality_checked_member_code", "member_id", "code", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    code: Mapped[str] = mapped_column(String(20))
    facts: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class PairState(StrEnum):
    """Where a pair stands."""

    OPEN = "open"
    MERGED = "merged"
    DIFFERENT = "different"


class Pair(Base):
    """Two records that may be one person (a_id < b_id), with why; "không trùng" is remembered for good."""

    __tablename__ = "quality_pair"
    __table_args__ = (Index("uq_quality_pair_a_b", "a_id", "b_id", unique=True),
                      Index("ix_quality_pair_state", "state", "id"),
                      {"info": {"derived": lambda table: table.c.state == PairState.OPEN}})
    id: Mapped[int] = mapped_column(primary_key=True)
    a_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    b_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    reasons: Mapped[list[str]] = mapped_column(JSON)
    state: Mapped[PairState] = mapped_column(String(10), default=PairState.OPEN)
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    a: Mapped[Member] = relationship(foreign_keys=[a_id])
    b: Mapped[Member] = relationship(foreign_keys=[b_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def words(self) -> list[Any]:
        """Why the two look like one, in words."""
        return [REASONS[reason] for reason in self.reasons if reason in REASONS]


REASONS: dict[str, Any] = {
    "name_birth": _l("cùng họ tên và ngày sinh"), "card": _l("cùng số thẻ đảng viên"),
    "phone": _l("cùng họ tên và điện thoại"), "near_id": _l("cùng họ tên, số định danh khác một chữ số"),
}


PAIR = "pair"


class Merge(Base):
    """A record became part of another: what was chosen, and the record that is gone, as it was. `moved` holds the rows
    that were taken out, and as `pair` the id of the pair, which is gone too."""

    __tablename__ = "quality_merge"
    id: Mapped[int] = mapped_column(primary_key=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    gone_id: Mapped[int]
    gone: Mapped[dict[str, Any]] = mapped_column(JSON)
    moved: Mapped[dict[str, Any]] = mapped_column(JSON)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class CorrectionState(StrEnum):
    """Where a proposed correction stands."""

    ASKED = "asked"
    RAISED = "raised"
    ACCEPTED = "accepted"
    REFUSED = "refused"

    @property
    def label(self) -> Any:
        """The Vietnamese words."""
        return {CorrectionState.ASKED: _l("chờ xem"), CorrectionState.RAISED: _l("đã chuyển lên cấp trên"),
                CorrectionState.ACCEPTED: _l("đã sửa"), CorrectionState.REFUSED: _l("không sửa")}[self]


class Correction(Base):
    """A member asks for a field of the own record to be corrected; values as text, as they stood and as wanted."""

    __tablename__ = "correction"
    __table_args__ = (Index("ix_correction_member_id", "member_id"),
                      Index("ix_correction_state_asked_at", "state", "asked_at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    field: Mapped[str] = mapped_column(String(30))
    old: Mapped[str] = mapped_column(String(200), default="")
    new: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[CorrectionState] = mapped_column(String(10), default=CorrectionState.ASKED)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    member: Mapped[Member] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_open(self) -> bool:
        """Somebody has to decide."""
        return self.state in (CorrectionState.ASKED, CorrectionState.RAISED)

    @property
    def label(self) -> Any:
        """The name of the field."""
        return FIELD_LABELS[self.field]

    @property
    def state_label(self) -> Any:
        """Where it stands, in words."""
        return CorrectionState(self.state).label


FIELD_LABELS: dict[str, Any] = {
    "full_name": _l("Họ và tên"), "birth_date": _l("Ngày sinh"), "sex": _l("Giới tính"), "phone": _l("Điện thoại"),
    "joined_on": _l("Ngày vào Đảng"), "official_on": _l("Ngày chính thức"), "ceremony_on": _l("Ngày lễ kết nạp"),
    "card_number": _l("Số thẻ đảng viên"), "citizen_id": _l("Số định danh"),
}
DATES = ("birth_date", "joined_on", "official_on", "ceremony_on")
NUMBERS = ("card_number", "citizen_id", "phone")
