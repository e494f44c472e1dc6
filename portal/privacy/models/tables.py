"""Readings of the notice, requests about one's data, incidents."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock, workdays
from portal.core.db import Base, UtcDateTime
from portal.core.i18n import lazy_gettext as _l

ANSWER, BREACH = "data_request", "data_breach"
"""Clocks of the answer to a request and of the notice of a breach: rows with dates (RULES, section 18)."""


class Wish(StrEnum):
    """What a person may ask about their data."""

    SEE = "see"
    CORRECT = "correct"
    DELETE = "delete"
    OBJECT = "object"

    @property
    def label(self) -> Any:
        """The Vietnamese words."""
        return WISHES[self]


WISHES: dict[Wish, Any] = {
    Wish.CORRECT: _l("sửa dữ liệu sai"),
    Wish.DELETE: _l("xóa dữ liệu"),
    Wish.SEE: _l("cung cấp thêm dữ liệu về tôi"),
    Wish.OBJECT: _l("phản đối, khiếu nại việc dùng dữ liệu"),
}


class Stage(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    ANSWERED = "answered"
    DONE = "done"
    DECLINED = "declined"

    @property
    def label(self) -> Any:
        """The Vietnamese words."""
        return {Stage.OPEN: _l("chờ trả lời"), Stage.ANSWERED: _l("đã trả lời, đang thực hiện"),
                Stage.DONE: _l("đã thực hiện"), Stage.DECLINED: _l("không thực hiện được")}[self]


class NoticeReading(Base):
    """A person pressed "Tôi đã đọc" under a version of the notice."""

    __tablename__ = "privacy_reading"
    __table_args__ = (Index("uq_privacy_reading_account_version", "account_id", "version", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    version: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class DataRequest(Base):
    """A person asks for their data to be corrected, deleted, shown; the office answers within two working days."""

    __tablename__ = "data_request"
    __table_args__ = (Index("ix_data_request_member", "member_id"),
                      Index("ix_data_request_stage_asked", "stage", "asked_at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    wish: Mapped[Wish] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    stage: Mapped[Stage] = mapped_column(String(10), default=Stage.OPEN)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def wish_label(self) -> Any:
        """What was asked, in words."""
        return WISHES[Wish(self.wish)]

    @property
    def stage_label(self) -> Any:
        """Where it stands, in words."""
        return Stage(self.stage).label

    @property
    def asked_on(self) -> date:
        """The day in Hà Nội on which it was asked."""
        return clock.local(self.asked_at).date()

    @property
    def answer_by(self) -> date:
        """The last day to answer, by the rule in force on the day it was asked."""
        return workdays.length(ANSWER, self.asked_on).end(self.asked_on)

    @property
    def clock_words(self) -> Any:
        """`2 ngày làm việc`."""
        return workdays.length(ANSWER, self.asked_on).words

    @property
    def is_late(self) -> bool:
        """Still without an answer after its day."""
        return self.stage == Stage.OPEN and clock.today() > self.answer_by


class Incident(Base):
    """Personal data may have got into wrong hands: what, from when to when, by which account, and what was done."""

    __tablename__ = "privacy_incident"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    suspect_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def stage(self) -> Any:
        """The Vietnamese word for where it stands."""
        if self.closed_at:
            return _l("đã khép lại")
        return _l("đã báo cáo") if self.reported_at else _l("chưa báo cáo")

    @property
    def hours_left(self) -> int:
        """Hours until the authority must know; negative when late."""
        passed = (self.reported_at or clock.now()) - self.found_at
        return self.hours - int(passed.total_seconds() // 3600)

    @property
    def hours(self) -> int:
        """Hours to notify the authority, by the rule in force when the breach was found."""
        return workdays.length(BREACH, clock.local(self.found_at).date()).length
