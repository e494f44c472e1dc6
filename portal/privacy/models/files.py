"""Files beside the record of a person: for that person and those who write in the register there (I21)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, UtcDateTime
from portal.core.i18n import lazy_gettext as _l
from portal.members.api import Member


class FileState(StrEnum):
    """A new file is looked into before anybody may open it."""

    WAITING = "waiting"
    READY = "ready"
    UNREAD = "unread"

    @property
    def label(self) -> Any:
        """The Vietnamese words."""
        return {FileState.WAITING: _l("đang kiểm tra"), FileState.READY: _l("đã kiểm tra"),
                FileState.UNREAD: _l("không đọc được chữ để kiểm tra")}[self]


class MemberFile(Base):
    """A file beside a record: what it is, who added it. What was found to be an identity card is not kept at all."""

    __tablename__ = "member_file"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    title: Mapped[str] = mapped_column(String(150))
    name: Mapped[str] = mapped_column(String(130))
    media_type: Mapped[str] = mapped_column(String(100))
    digest: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    state: Mapped[FileState] = mapped_column(String(10), default=FileState.WAITING)
    added_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    member: Mapped[Member] = relationship()

    @property
    def is_waiting(self) -> bool:
        """Not looked into yet."""
        return self.state == FileState.WAITING

    @property
    def stage(self) -> FileState:
        """The state with its words."""
        return FileState(self.state)
