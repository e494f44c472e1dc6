"""Tables of documents: what one paper is to another (A20). Stored once, read from both ends."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, UtcDateTime
from portal.core.errors import CLASHES
from portal.core.i18n import lazy_gettext as _l


class Relation(StrEnum):
    """What a document is to the other one."""

    BASIS = "basis"
    REPLACES = "replaces"
    AMENDS = "amends"
    CARRIES_OUT = "carries_out"

    @property
    def label(self) -> Any:
        """Read from the document that says it: `Thay thế`."""
        return RELATION_LABELS[self][0]

    @property
    def reverse(self) -> Any:
        """Read from the other one: `Được thay thế bởi`."""
        return RELATION_LABELS[self][1]


RELATION_LABELS: dict[Relation, tuple[Any, Any]] = {
    Relation.BASIS: (_l("Căn cứ"), _l("Là căn cứ của")),
    Relation.REPLACES: (_l("Thay thế"), _l("Được thay thế bởi")),
    Relation.AMENDS: (_l("Sửa đổi, bổ sung"), _l("Được sửa đổi, bổ sung bởi")),
    Relation.CARRIES_OUT: (_l("Triển khai"), _l("Được triển khai bởi")),
}


class DocumentRelation(Base):
    """`document_id` is based on, replaces, amends or carries out `other_id`."""

    __tablename__ = "document_relation"
    __table_args__ = (Index("uq_document_relation", "document_id", "kind", "other_id", unique=True),
                      Index("ix_document_relation_other", "other_id", "kind"),
                      Index("ix_document_relation_kind", "kind", "id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    kind: Mapped[Relation] = mapped_column(String(12))
    other_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[int | None]


CLASHES["uq_document_relation"] = ("kind", _l("Quan hệ này đã có."))
