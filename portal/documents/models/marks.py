"""Tables of documents: what one person keeps beside a paper, for their own eyes, and lists kept under a name."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, UtcDateTime
from portal.core.errors import CLASHES
from portal.core.i18n import lazy_gettext as _l


class DocumentMark(Base):
    """One person and one document: when it was opened last, put aside for later, and a private note."""

    __tablename__ = "document_mark"
    __table_args__ = (Index("ix_document_mark_opened", "account_id", "opened_at"),
                      Index("ix_document_mark_later", "account_id", "later_at"),
                      Index("ix_document_mark_document", "document_id", "opened_at"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    later_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(Text, default="")
    noted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SavedList(Base):
    """A list of documents under a name: the filters of its address, of one person."""

    __tablename__ = "document_saved_list"
    __table_args__ = (Index("uq_document_saved_list_name", "account_id", "name", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[dict[str, str]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


CLASHES["uq_document_saved_list_name"] = ("name", _l("Bạn đã có danh sách tên này. Đặt tên khác."))
