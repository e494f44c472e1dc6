"""Tables of documents: what a paper holds. Texts, parts, citations, files and readers stand beside it."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, UtcDateTime, key_column

if TYPE_CHECKING:
    from portal.documents.models.light import LightCopy


class DocumentText(Base):
    """What reading the file gave. `proposal` holds what the paper says beside the confirmed fields:
    `sources` (field → passage), `doubts`, `enclosures`, `effects`, `links`, `end_mark`, `unicode_form`."""

    __tablename__ = "document_text"
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    plain: Mapped[str] = mapped_column(Text, default="")
    page_count: Mapped[int] = mapped_column(default=0)
    proposal: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class DocumentPart(Base):
    """A part of the clean HTML, from 1, small enough for one answer on a slow link."""

    __tablename__ = "document_part"
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    html: Mapped[str] = mapped_column(Text)


class DocumentCitation(Base):
    """A paper cited in the text, in order of the text; the HTML marks its place with `<cite>number</cite>`.

    `cited_on` and `issuer` are as printed, also wrong ones; `sought_on` and `issuer_key` are what to look for
    (citing.py): a later mention means what the first one said."""

    __tablename__ = "document_citation"
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    symbol: Mapped[str] = mapped_column(String(60))
    symbol_key: Mapped[str] = mapped_column(key_column(60), index=True)
    kind_name: Mapped[str] = mapped_column(String(60), default="")
    cited_on: Mapped[date | None] = mapped_column(Date)
    issuer: Mapped[str] = mapped_column(String(200), default="")
    sought_on: Mapped[date | None] = mapped_column(Date)
    issuer_key: Mapped[str] = mapped_column(key_column(200), default="")


class Signable:
    """A file that may be signed.

    `signatures`: what it is signed with (papers.signatures), None before it was looked at; `signatures_at`: when it
    first was, the moment it is judged at; `signatures_under`: the roots it was judged by, empty where none matter."""

    signatures: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    signatures_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signatures_under: Mapped[str | None] = mapped_column(String(60), index=True)


class DocumentFile(Signable, Base):
    """An original in the store, by the digest of its content."""

    __tablename__ = "document_file"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    light: Mapped["LightCopy | None"] = relationship(
        primaryjoin="foreign(DocumentFile.digest) == LightCopy.digest", viewonly=True, uselist=False)


class DocumentReader(Base):
    """Who may read it once published: an audience token (`s14`, `u14`)."""

    __tablename__ = "document_reader"
    __table_args__ = (Index("ix_document_reader_token", "token", "document_id"),)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    token: Mapped[str] = mapped_column(String(20), primary_key=True)
