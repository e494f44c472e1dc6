"""Tables of documents: history, earlier versions, selections to take away."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, UtcDateTime
from portal.documents.models.contents import Signable
from portal.organizations.api import Organization


class DocumentEvent(Base):
    """One act in the life of a paper: who, when, what (a verb of `audit.says`), the reason given and the names of
    the fields that changed, or where readers had the old ones before them [name, old, new]."""

    __tablename__ = "document_event"
    __table_args__ = (Index("ix_document_event_document_id_at", "document_id", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None]
    verb: Mapped[str] = mapped_column(String(60))
    note: Mapped[str] = mapped_column(String(500), default="")
    changed: Mapped[list[Any]] = mapped_column(JSON, default=list)


class DocumentEdition(Signable, Base):
    """A version of the file that is not the one in force: either put in and not yet read (`state` waiting), refused
    (`state` refused, `problem` says why), or replaced (`state` replaced, with what it said then).

    `number` counts from 1; the document's `edition` is the number of the one in force. `reason` is why this version
    came; `replaced_at` when the next one took its place.
    """

    __tablename__ = "document_edition"
    __table_args__ = (Index("uq_document_edition_number", "document_id", "number", unique=True),
                      Index("ix_document_edition_digest", "digest"))
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    problem: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    digest: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    fields: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    plain: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[int | None]
    replaced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Bundle(Base):
    """Papers that one person asked for in one ZIP: made by a job, for that person only, gone after a day."""

    __tablename__ = "document_bundle"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    ids: Mapped[list[int]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    digest: Mapped[str] = mapped_column(String(64), default="", index=True)
    size: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DisposalList(Base):
    """Papers whose time of keeping is over, proposed by a clerk and approved by a head of the unit."""

    __tablename__ = "document_disposal"
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    ids: Mapped[list[int]] = mapped_column(JSON)
    rows: Mapped[list[Any]] = mapped_column(JSON, default=list)
    until: Mapped[date] = mapped_column(Date)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_by: Mapped[int | None]
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by: Mapped[int | None]
    unit: Mapped[Organization] = relationship(lazy="joined")
