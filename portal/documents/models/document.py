"""Tables of documents: the paper itself. Lists read `document` alone."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, UtcDateTime, key_column
from portal.core.errors import CLASHES
from portal.core.i18n import lazy_gettext as _l
from portal.organizations.api import Organization

if TYPE_CHECKING:
    from portal.documents.models.contents import DocumentFile, DocumentReader

IN_TRASH = timedelta(days=30)
"""How long a document lies in the trash before it is deleted."""
_ARCHIVED = text("archived_at IS NOT NULL")


class State(StrEnum):
    """Where a document stands."""

    RECEIVED = "received"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"

    @property
    def label(self) -> Any:
        """The Vietnamese name."""
        return STATE_LABELS[self][0]

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return STATE_LABELS[self][1]


STATE_LABELS: dict[State, tuple[Any, str]] = {
    State.RECEIVED: (_l("đang đọc tệp"), "info"),
    State.DRAFT: (_l("chờ xác nhận"), "warning"),
    State.SUBMITTED: (_l("chờ duyệt"), "warning"),
    State.APPROVED: (_l("đã duyệt, chờ đến giờ công bố"), "info"),
    State.PUBLISHED: (_l("đã công bố"), "success"),
    State.WITHDRAWN: (_l("đã thu hồi"), "neutral"),
    State.REFUSED: (_l("bị từ chối"), "error"),
}


def standing(paper: Any) -> tuple[Any, str]:
    """Words and tone of a paper's badge, or of a row of it: what is confirmed waits for its publication only."""
    if paper.state == State.DRAFT and paper.confirmed_at is not None:
        return _l("chờ công bố"), "info"
    return STATE_LABELS[State(paper.state)]


class Document(Base):
    """A paper and what it says about itself.

    `problem` is the code of how reading the file ended where that was not well (papers.reasons.State, or
    `secret`). `identity` is set while the document is published: one unit publishes a paper once. `publish_at` and
    `withdraw_at` are set hours, kept by a job; `edition` counts the versions of the file.
    """

    __tablename__ = "document"
    __table_args__ = (Index("uq_document_identity", "identity", unique=True),
                      Index("ix_document_state_sort_on", "state", "sort_on"),
                      Index("ix_document_state_published", "state", "published_at", "id"),
                      Index("ix_document_kind_published", "state", "kind_name", "published_at", "id"),
                      Index("ix_document_issuer_published", "state", "issuer_key", "published_at", "id"),
                      Index("ix_document_field_published", "state", "field_id", "published_at", "id"),
                      Index("ix_document_year_published", "state", "issued_year", "published_at", "id"),
                      Index("ix_document_archived_published", "state", "published_at", "id",
                            sqlite_where=_ARCHIVED, postgresql_where=_ARCHIVED),
                      # All that decides whether a citation is answered: no row is fetched for it.
                      Index("ix_document_cited", "symbol_key", "issued_on", "state", "trashed_at", "unit_id",
                            "issuer_key"),
                      Index("ix_document_symbol_state", "symbol_key", "state", "issued_on"),
                      Index("ix_document_symbol_sort", "state", "symbol_sort", "sort_on", "id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    state: Mapped[State] = mapped_column(String(10), default=State.RECEIVED)
    problem: Mapped[str] = mapped_column(String(20), default="")
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(10), default="")
    kind_name: Mapped[str] = mapped_column(String(60), default="")
    symbol: Mapped[str] = mapped_column(String(60), default="")
    symbol_key: Mapped[str] = mapped_column(key_column(60), default="")
    symbol_sort: Mapped[str] = mapped_column(key_column(600), default="")
    symbol_as_printed: Mapped[str] = mapped_column(String(120), default="")
    number: Mapped[str] = mapped_column(String(10), default="")
    issuer_suffix: Mapped[str] = mapped_column(String(40), default="")
    issuer: Mapped[str] = mapped_column(String(200), default="")
    issuer_key: Mapped[str] = mapped_column(key_column(200), default="")
    issuing_organ: Mapped[str] = mapped_column(String(200), default="")
    parent_organization: Mapped[str] = mapped_column(String(200), default="")
    issuer_as_printed: Mapped[str] = mapped_column(String(200), default="")
    national_head: Mapped[str] = mapped_column(String(60), default="")
    place: Mapped[str] = mapped_column(String(80), default="")
    issued_on: Mapped[date | None] = mapped_column(Date)
    issued_year: Mapped[int | None]
    subject: Mapped[str] = mapped_column(String(1000), default="")
    subject_lead: Mapped[str] = mapped_column(String(40), default="")
    addressed_to: Mapped[list[str]] = mapped_column(JSON, default=list)
    recipients: Mapped[list[str]] = mapped_column(JSON, default=list)
    typist_mark: Mapped[str] = mapped_column(String(40), default="")
    on_behalf: Mapped[str] = mapped_column(String(120), default="")
    signer_post: Mapped[str] = mapped_column(String(120), default="")
    signer: Mapped[str] = mapped_column(String(120), default="")
    urgency: Mapped[str] = mapped_column(String(40), default="")
    sort_on: Mapped[date]
    identity: Mapped[str | None] = mapped_column(String(64))
    part_count: Mapped[int] = mapped_column(default=0)
    quality: Mapped[float] = mapped_column(default=0.0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[int | None]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[int | None]
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_by: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[int | None]
    withdrawn_reason: Mapped[str] = mapped_column(String(500), default="")
    trashed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    trashed_by: Mapped[int | None]
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submitted_by: Mapped[int | None]
    returned_reason: Mapped[str] = mapped_column(String(500), default="")
    publish_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    withdraw_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    approved_by: Mapped[int | None]
    edition: Mapped[int] = mapped_column(default=1)
    reading_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    keep_until: Mapped[date | None] = mapped_column(Date, index=True)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    field_id: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Organization] = relationship(lazy="joined")
    files: Mapped[list["DocumentFile"]] = relationship(lazy="selectin", order_by="DocumentFile.id")
    readers: Mapped[list["DocumentReader"]] = relationship(lazy="selectin", cascade="all, delete-orphan",
                                                           order_by="DocumentReader.token")

    __mapper_args__ = {"version_id_col": version}

    @property
    def tokens(self) -> list[str]:
        """The audience tokens of its readers."""
        return [reader.token for reader in self.readers]

    @property
    def is_trashed(self) -> bool:
        """It lies in the trash."""
        return self.trashed_at is not None

    @property
    def is_public(self) -> bool:
        """Its readers may see it: published and not in the trash."""
        return self.state == State.PUBLISHED and not self.is_trashed

    @property
    def kept_until(self) -> date | None:
        """The day on which the trash is emptied of it."""
        return clock.local(self.trashed_at + IN_TRASH).date() if self.trashed_at else None

    @property
    def heading(self) -> str:
        """`Công văn 98-CV/ĐU`; without a symbol its subject, else the name of its file."""
        return heading(self)


def heading(row: Any) -> str:
    """The heading of a document or of a row of a list with its `kind_name`, `symbol`, `subject` and `name`."""
    name = f"{row.kind_name[:1].upper()}{row.kind_name[1:]}"
    if row.symbol:
        return f"{name} {row.symbol}".strip()
    if row.subject:
        return str(row.subject[:1].upper() + row.subject[1:])
    return str(row.name)


def full_title(row: Any) -> str:
    """`Công văn 98-CV/ĐU: tiếp tục sử dụng …`."""
    return f"{heading(row)}: {row.subject}" if row.symbol and row.subject else heading(row)


CLASHES["uq_document_identity"] = (
    "symbol", _l("Đơn vị đã công bố văn bản cùng số, ký hiệu, ngày và cơ quan ban hành."))
