"""Table of documents: light copies of heavy scans, by the digest of the original."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base


class LightCopy(Base):
    """The light copy of an original in the store; `light_digest` is empty where none was worth making."""

    __tablename__ = "document_light_copy"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    light_digest: Mapped[str] = mapped_column(String(64), default="", index=True)
    size: Mapped[int] = mapped_column(default=0)
