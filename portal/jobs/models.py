"""The table of jobs."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, UtcDateTime


class Job(Base):
    """One piece of work: ids, never objects. States: waiting → running → (gone | waiting again | dead)."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_due", "state", "priority", "run_at", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60), index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    priority: Mapped[int] = mapped_column(default=5)
    run_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str] = mapped_column(String(500), default="")
    dedupe: Mapped[str | None] = mapped_column(String(120), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SearchChange(Base):
    """A record that changed, for the index of every machine to follow: each keeps its own place among these."""

    __tablename__ = "search_change"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
