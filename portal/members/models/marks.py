"""Whom lists of what is wrong begin from: people marked by the database itself, whatever writes a row.

Triggers of migration 0026 mark a person anew at each change of the record, its states and its stays. A mark says only
that the list has to look: it stands by whoever fits, on any day from now on, and by a few others.
"""

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Select, select, true
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, key_column


class Mark(StrEnum):
    """What a person is marked for."""

    NO_CELL = "no_cell"
    """A stay ended that no other followed the day after, while a state of those present went on."""
    NOT_OFFICIAL = "not_official"
    """No official day, though some state was another than on probation."""


class MemberMark(Base):
    """One mark of a person; written by triggers alone."""

    __tablename__ = "member_mark"
    __table_args__ = (Index("ix_member_mark_mark", "mark", "member_id"),
                      {"sqlite_with_rowid": False, "info": {"derived": lambda table: true()}})
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    mark: Mapped[str] = mapped_column(key_column(20), primary_key=True)


def marked(mark: Mark) -> Select[int]:
    """Ids of the people with a mark."""
    return select(MemberMark.member_id).where(MemberMark.mark == mark)
