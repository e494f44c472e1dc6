"""The contact with the place of residence: where, by which letter, on which ground not, and what it said."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, UtcDateTime
from portal.core.errors import CLASHES
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import fold
from portal.members.api import Member

GRADES: dict[str, Any] = {
    "": _l("Không xếp loại"), "good": _l("Tốt"), "fair": _l("Khá"), "middling": _l("Trung bình"),
    "poor": _l("Chưa tốt"),
}
PERIODS: dict[str, Any] = {
    "h1": _l("6 tháng đầu năm"), "h2": _l("6 tháng cuối năm"), "year": _l("cả năm"),
}


class Status(StrEnum):
    """How a member's contact stands today."""

    NONE = "none"
    NO_LETTER = "no_letter"
    EXEMPT = "exempt"
    OVERDUE = "overdue"
    FINE = "fine"

    @property
    def label(self) -> Any:
        """The Vietnamese name."""
        return STATUSES[self][0]

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return STATUSES[self][1]


STATUSES: dict[Status, tuple[Any, str]] = {
    Status.NONE: (_l("chưa có"), "error"),
    Status.NO_LETTER: (_l("chưa có giấy giới thiệu"), "warning"),
    Status.EXEMPT: (_l("được miễn"), "neutral"),
    Status.OVERDUE: (_l("quá 6 tháng chưa có nhận xét"), "warning"),
    Status.FINE: (_l("đã giới thiệu"), "success"),
}
OPEN = text("valid_to IS NULL")


class ResidenceGround(Base):
    """A ground of exemption, in force from–to, with the rule it comes from."""

    __tablename__ = "residence_ground"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    rule: Mapped[str] = mapped_column(String(120), default="")
    confirmed: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    @property
    def asks_for_a_note(self) -> bool:
        """Its own words send to the note: `Lý do khác, ghi rõ ở ô ghi chú`."""
        return "ghi ro" in fold(self.name)

    def counts_on(self, day: date) -> bool:
        """In force on this day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or self.valid_to >= day)


class ResidenceContact(Base):
    """Where a member lives and by which letter he was introduced there; who moves gets a new row.

    `ward` and `province` stay as they were typed; `ward_now` is the ward after the reform of 2025 that was chosen.
    """

    __tablename__ = "residence_contact"
    __table_args__ = (
        Index("ix_residence_contact_member", "member_id", "valid_from"),
        Index("uq_residence_contact_open", "member_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    cell: Mapped[str] = mapped_column(String(200), default="")
    ward: Mapped[str] = mapped_column(String(120), default="")
    province: Mapped[str] = mapped_column(String(80), default="")
    ward_now: Mapped[str] = mapped_column(String(200), default="")
    letter_number: Mapped[str] = mapped_column(String(30), default="")
    letter_on: Mapped[date | None]
    ground_id: Mapped[int | None] = mapped_column(ForeignKey("residence_ground.id"))
    ground_note: Mapped[str] = mapped_column(String(300), default="")
    ground_from: Mapped[date | None]
    ground_to: Mapped[date | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    member: Mapped[Member] = relationship()
    ground: Mapped[ResidenceGround | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def place(self) -> str:
        """`Phường Trúc Bạch, quận Ba Đình, Hà Nội`, as it was typed."""
        return ", ".join(part for part in (self.ward, self.province) if part)

    @property
    def is_exempt(self) -> bool:
        """A ground of exemption is in force today."""
        today = clock.today()
        return (self.ground_id is not None and (self.ground_from is None or self.ground_from <= today)
                and (self.ground_to is None or self.ground_to >= today))


class ResidenceRemark(Base):
    """What the residence said of a half-year or a year; `way` tells whether by code or from paper."""

    __tablename__ = "residence_remark"
    __table_args__ = (Index("uq_residence_remark_period", "member_id", "year", "period", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("residence_contact.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    year: Mapped[int]
    period: Mapped[str] = mapped_column(String(4))
    met_on: Mapped[date | None]
    grade: Mapped[str] = mapped_column(String(20), default="")
    text: Mapped[str] = mapped_column(Text)
    signer: Mapped[str] = mapped_column(String(120), default="")
    way: Mapped[str] = mapped_column(String(10))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    contact: Mapped[ResidenceContact] = relationship()

    @property
    def grade_label(self) -> Any:
        """The class in words."""
        return GRADES[self.grade]

    @property
    def period_label(self) -> Any:
        """The period in words."""
        return PERIODS[self.period]


class ResidenceCode(Base):
    """A one-time code on a printed letter: its keyed digest, what it is for, its last day, when it was used."""

    __tablename__ = "residence_code"
    __table_args__ = (Index("uq_residence_code_digest", "digest", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("residence_contact.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    year: Mapped[int]
    period: Mapped[str] = mapped_column(String(4))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    until: Mapped[date]
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    contact: Mapped[ResidenceContact] = relationship()


class ResidenceTry(Base):
    """Codes tried from one address (keyed digest) and from all, within the hour that began at `since`."""

    __tablename__ = "residence_try"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    tries: Mapped[int] = mapped_column(default=0)
    since: Mapped[datetime] = mapped_column(UtcDateTime)


CLASHES["uq_residence_remark_period"] = ("period", _l("Đã có nhận xét của kỳ này. Mở nhận xét đó để sửa."))
CLASHES["uq_residence_contact_open"] = ("cell", _l("Người khác vừa ghi nơi cư trú của đảng viên này. Mở lại trang."))
