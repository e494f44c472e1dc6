"""Tables of meetings."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, UtcDateTime, key_column
from portal.core.errors import CLASHES
from portal.core.i18n import lazy_gettext as _l
from portal.meetings.models.rules import MeetingKind
from portal.meetings.models.words import Answer, Attendance, Reason, State, Verb
from portal.organizations.api import Organization


class Meeting(Base):
    """A meeting. `plan_version` counts changes of time, place and agenda, `roll_version` those of the roll-call."""

    __tablename__ = "meeting"
    __table_args__ = (Index("ix_meeting_unit_starts", "unit_id", "starts_at"),
                      Index("ix_meeting_state_starts", "state", "starts_at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    kind_id: Mapped[str] = mapped_column(ForeignKey("meeting_kind.id"))
    whole_cell: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    place: Mapped[str] = mapped_column(String(200), default="")
    minutes_planned: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(12), default=State.DRAFT.value)
    notes: Mapped[str] = mapped_column(Text, default="")
    conclusion: Mapped[str] = mapped_column(Text, default="")
    fee_note: Mapped[str] = mapped_column(String(300), default="")
    chair: Mapped[str] = mapped_column(String(120), default="")
    minute_taker: Mapped[str] = mapped_column(String(120), default="")
    cancel_reason: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    moved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    plan_version: Mapped[int] = mapped_column(default=1)
    roll_version: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Organization] = relationship()
    kind: Mapped[MeetingKind] = relationship()
    items: Mapped[list["AgendaItem"]] = relationship(
        back_populates="meeting", order_by="(AgendaItem.position, AgendaItem.id)", cascade="all, delete-orphan")
    papers: Mapped[list["MeetingPaper"]] = relationship(back_populates="meeting", order_by="MeetingPaper.id")
    invitations: Mapped[list["Invitation"]] = relationship(
        back_populates="meeting", order_by="(Invitation.sort_key, Invitation.id)")
    opinions: Mapped[list["Opinion"]] = relationship(
        f"{__name__}.Opinion", back_populates="meeting", order_by=f"{__name__}.Opinion.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def stage(self) -> State:
        """The state as a word with its label."""
        return State(self.state)

    @property
    def starts_on(self) -> date:
        """Its day in Hà Nội."""
        return clock.local(self.starts_at).date()

    @property
    def agenda_minutes(self) -> int:
        """Minutes of all items together."""
        return sum(item.minutes for item in self.items)

    @property
    def is_locked(self) -> bool:
        """Minutes and conclusion are frozen."""
        return self.state == State.CLOSED

    def invitation_of(self, member_id: int | None) -> "Invitation | None":
        """The member's line on the roster."""
        return next((one for one in self.invitations if one.member_id == member_id), None)


class AgendaItem(Base):
    """A point of the agenda."""

    __tablename__ = "agenda_item"
    __table_args__ = (Index("ix_agenda_item_meeting", "meeting_id", "position"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    minutes: Mapped[int] = mapped_column(default=0)
    presenter: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(String(300), default="")
    meeting: Mapped[Meeting] = relationship(back_populates="items")


class Invitation(Base):
    """A line of the roster, frozen with the name and member state of that day; then answer and attendance."""

    __tablename__ = "meeting_invitation"
    __table_args__ = (Index("uq_meeting_invitation_meeting_member", "meeting_id", "member_id", unique=True),
                      Index("ix_meeting_invitation_member", "member_id", "meeting_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    full_name: Mapped[str] = mapped_column(String(120))
    sort_key: Mapped[str] = mapped_column(key_column(1000))
    standing: Mapped[str] = mapped_column(String(20))
    answer: Mapped[str] = mapped_column(String(8), default=Answer.NONE.value)
    reason: Mapped[str] = mapped_column(String(12), default="")
    reason_text: Mapped[str] = mapped_column(String(200), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by_hand: Mapped[str] = mapped_column(String(120), default="")
    attendance: Mapped[str] = mapped_column(String(10), default=Attendance.NONE.value)
    attendance_reason: Mapped[str] = mapped_column(String(12), default="")
    meeting: Mapped[Meeting] = relationship(back_populates="invitations")

    @property
    def has_answered(self) -> bool:
        """Said yes or no."""
        return self.answer != Answer.NONE

    @property
    def reason_label(self) -> Any:
        """Why the member cannot come, in words."""
        return self.reason_text or (Reason(self.reason).label if self.reason else "")

    @property
    def attendance_label(self) -> Any:
        """What the roll-call says, in words."""
        return Attendance(self.attendance).label

    @property
    def absence_label(self) -> Any:
        """The reason noted at the roll-call, in words."""
        return Reason(self.attendance_reason).label if self.attendance_reason else ""


class MeetingPaper(Base):
    """A file of a meeting, to an item or to all of it."""

    __tablename__ = "meeting_paper"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    digest: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(160))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    posted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    meeting: Mapped[Meeting] = relationship(back_populates="papers")

    def posted_before(self, meeting: Meeting, days: int) -> bool:
        """Members could read it so many days before the meeting (42-HD/BTCTW); what a draft holds is not posted."""
        if meeting.opened_at is None:
            return False
        seen = clock.local(max(self.posted_at, meeting.opened_at)).date()
        return seen <= meeting.starts_on - timedelta(days=days)


class Opinion(Base):
    """What a member wrote on an item; it stands as written, with its time."""

    __tablename__ = "meeting_opinion"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    full_name: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_hand: Mapped[str] = mapped_column(String(120), default="")
    meeting: Mapped[Meeting] = relationship(back_populates="opinions")


class MeetingRevision(Base):
    """The minutes and the conclusion as they were saved once; none is ever changed."""

    __tablename__ = "meeting_revision"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    texts: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    saved_by: Mapped[str] = mapped_column(String(120), default="")
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    meeting: Mapped[Meeting] = relationship()


class MeetingEvent(Base):
    """A step in the life of a meeting, with its reason where one is asked for."""

    __tablename__ = "meeting_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    verb: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(500), default="")
    done_by: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def label(self) -> Any:
        """What happened, in words."""
        return Verb(self.verb).label


CLASHES["uq_meeting_invitation_meeting_member"] = ("", _l("Người này đã có trong danh sách mời."))
