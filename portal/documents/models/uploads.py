"""Tables of documents: uploads under way."""

from datetime import datetime, timedelta

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, UtcDateTime

KEPT = timedelta(hours=36)
"""How long an upload may rest: given up in the evening, it is taken up the next day."""


class Upload(Base):
    """A file that comes in pieces. `received` bytes are safe on the disk, named by `token`; with `document_id` it
    is whole and has become a document."""

    __tablename__ = "upload"
    __table_args__ = (Index("uq_upload_token", "token", unique=True),
                      Index("ix_upload_account_id_touched_at", "account_id", "touched_at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(43))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    name: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    readers: Mapped[list[str]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))

    @property
    def expires_at(self) -> datetime:
        """When it is forgotten, unless a piece comes before."""
        return self.touched_at + KEPT
