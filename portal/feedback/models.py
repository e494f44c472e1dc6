"""Tables of opinions, their categories, their way and their files."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, UtcDateTime
from portal.core.errors import CLASHES
from portal.core.i18n import lazy_gettext as _l
from portal.organizations.api import Organization

REOPEN_DAYS = 14


class State(StrEnum):
    """States of an opinion."""

    SENT = "sent"
    TAKEN = "taken"
    ANSWERED = "answered"
    REOPENED = "reopened"

    @property
    def label(self) -> Any:
        """The Vietnamese name."""
        return STATE_LABELS[self]


STATE_LABELS: dict[State, Any] = {
    State.SENT: _l("đã gửi"), State.TAKEN: _l("đã tiếp nhận"), State.ANSWERED: _l("đã trả lời"),
    State.REOPENED: _l("mở lại"),
}
OPEN = (State.SENT, State.TAKEN, State.REOPENED)
"""States in which an answer is owed."""


class Visibility(StrEnum):
    """Who reads an opinion, from wide to narrow."""

    CELL = "cell"
    HANDLERS = "handlers"
    HIDDEN = "hidden"

    @property
    def label(self) -> Any:
        """The Vietnamese name."""
        return VISIBILITY_LABELS[self]


VISIBILITY_LABELS: dict[Visibility, Any] = {
    Visibility.CELL: _l("Trong chi bộ: đảng viên chi bộ mình và người xử lý đọc, thấy tên"),
    Visibility.HANDLERS: _l("Chỉ người xử lý: thấy tên"),
    Visibility.HIDDEN: _l("Ẩn tên với người xử lý: chỉ người xử lý đọc, không thấy tên và chi bộ"),
}


class FileState(StrEnum):
    """States of an attached file: each waits for the worker, which takes position and camera out of pictures and looks
    for a secrecy mark in texts; a marked one is refused and its content dropped."""

    WAITING = "waiting"
    READY = "ready"
    BROKEN = "broken"
    REFUSED = "refused"


class FeedbackCategory(Base):
    """A category in force from–to; `rule`: "superior" or "cell" handles it."""

    __tablename__ = "feedback_category"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    place: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(120))
    about: Mapped[str] = mapped_column(String(300), default="")
    rule: Mapped[str] = mapped_column(String(20))
    is_private: Mapped[bool] = mapped_column(default=False)
    answer_days: Mapped[int] = mapped_column(default=10)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


def is_late(answer_by: date) -> bool:
    """The last day on which to answer is over."""
    return answer_by < clock.today()


class Opinion(Base):
    """An opinion. `unit_id` is the sender's cell when it was sent, `handling_id` where it lies now."""

    __tablename__ = "feedback_opinion"
    __table_args__ = (
        Index("uq_feedback_opinion_code", "code", unique=True),
        Index("ix_feedback_opinion_sender", "sender_id", "sent_at"),
        Index("ix_feedback_opinion_handling", "handling_id", "state", "answer_by"),
        Index("ix_feedback_opinion_unit", "unit_id", "visibility"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(9))
    category_id: Mapped[str] = mapped_column(ForeignKey("feedback_category.id"))
    sender_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    handling_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    visibility: Mapped[Visibility] = mapped_column(String(10))
    state: Mapped[State] = mapped_column(String(10), default=State.SENT)
    text: Mapped[str] = mapped_column(Text)
    search_key: Mapped[str] = mapped_column(Text, default="")
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    clock_from: Mapped[date]
    answer_days: Mapped[int]
    answer_by: Mapped[date]
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer_read: Mapped[bool] = mapped_column(default=False)
    by_hand: Mapped[str] = mapped_column(String(120), default="")
    version: Mapped[int] = mapped_column(default=1)
    category: Mapped[FeedbackCategory] = relationship(lazy="joined", innerjoin=True)
    handling: Mapped[Organization] = relationship(foreign_keys=[handling_id], lazy="joined", innerjoin=True)
    events: Mapped[list["FeedbackEvent"]] = relationship(order_by="FeedbackEvent.id", back_populates="opinion")
    files: Mapped[list["FeedbackFile"]] = relationship(order_by="FeedbackFile.id", back_populates="opinion")

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_hidden(self) -> bool:
        """The sender's name is for nobody."""
        return self.visibility == Visibility.HIDDEN

    @property
    def is_open(self) -> bool:
        """An answer is owed."""
        return self.state in OPEN

    @property
    def is_overdue(self) -> bool:
        """The answer is late."""
        return self.is_open and is_late(self.answer_by)

    @property
    def has_new_answer(self) -> bool:
        """Answered, and the sender has not said so."""
        return self.state == State.ANSWERED and not self.answer_read

    @property
    def may_reopen_until(self) -> datetime | None:
        """The last moment for the sender to open it again."""
        return self.answered_at + timedelta(days=REOPEN_DAYS) if self.answered_at else None

    @property
    def state_words(self) -> Any:
        """The state in words."""
        return State(self.state).label

    @property
    def visibility_words(self) -> Any:
        """Who reads it, in words."""
        return Visibility(self.visibility).label


class FeedbackEvent(Base):
    """A step on the way, or a note (`kind` noted). Of the sender's steps nothing but the kind and the time is kept;
    of a handler's the post, never needed to find the person: the log has that."""

    __tablename__ = "feedback_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("feedback_opinion.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    role: Mapped[str] = mapped_column(String(30), default="")
    unit_name: Mapped[str] = mapped_column(String(200), default="")
    to_name: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    opinion: Mapped[Opinion] = relationship(back_populates="events")


class FeedbackFile(Base):
    """An attached file; of a hidden sender its name is not kept."""

    __tablename__ = "feedback_file"
    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("feedback_opinion.id"), index=True)
    name: Mapped[str] = mapped_column(String(130))
    media_type: Mapped[str] = mapped_column(String(100))
    digest: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    state: Mapped[FileState] = mapped_column(String(10), default=FileState.READY)
    opinion: Mapped[Opinion] = relationship(back_populates="files")

    @property
    def is_ready(self) -> bool:
        """It may be opened."""
        return self.state == FileState.READY

    @property
    def is_refused(self) -> bool:
        """It carried a secrecy mark; nothing of it is kept."""
        return self.state == FileState.REFUSED

    @property
    def is_broken(self) -> bool:
        """The worker could make nothing of it."""
        return self.state == FileState.BROKEN

    @property
    def sender_id(self) -> int:
        """That of its opinion: a file has the rights of its opinion."""
        return self.opinion.sender_id

    @property
    def handling(self) -> Organization:
        """That of its opinion."""
        return self.opinion.handling

    @property
    def visibility(self) -> Visibility:
        """That of its opinion."""
        return self.opinion.visibility

    @property
    def unit_id(self) -> int:
        """That of its opinion."""
        return self.opinion.unit_id


CLASHES["uq_feedback_opinion_code"] = ("text", _l("Chưa gửi được. Bấm Gửi ý kiến lần nữa."))
