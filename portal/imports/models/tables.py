"""Tables of imports, their rows and the mappings kept for next time."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, UtcDateTime
from portal.imports.models.words import KEPT_DAYS, RUNNING, STUCK_AFTER, UNDO_DAYS, Action, Step
from portal.organizations.api import Organization


class MemberImport(Base):
    """One file brought in for a unit and its cells, by one account. `run` tells an older chain of jobs to stop.

    `columns` field → place; `chosen` what a value of the file means ({"cell_name": {"cb ga": 14}, …});
    `unclear` values nobody has chosen yet; `zeros` how many numbers lost their first zero; `counts` rows by action.
    """

    __tablename__ = "member_import"
    __table_args__ = (Index("ix_member_import_unit_id_id", "unit_id", "id"),
                      Index("ix_member_import_changed_at", "changed_at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    step: Mapped[Step] = mapped_column(String(12))
    run: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str | None] = mapped_column(String(64), index=True)
    sheet: Mapped[str] = mapped_column(String(100), default="")
    others: Mapped[list[str]] = mapped_column(JSON, default=list)
    merged: Mapped[list[list[int]]] = mapped_column(JSON, default=list)
    date1904: Mapped[bool] = mapped_column(default=False)
    heading_from: Mapped[int] = mapped_column(default=0)
    heading_to: Mapped[int] = mapped_column(default=0)
    headings: Mapped[list[str]] = mapped_column(JSON, default=list)
    columns: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    chosen: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    unclear: Mapped[list[Any]] = mapped_column(JSON, default=list)
    zeros: Mapped[int] = mapped_column(default=0)
    add_zeros: Mapped[bool] = mapped_column(default=False)
    since: Mapped[date]
    cell_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    state: Mapped[str] = mapped_column(String(20), default="")
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    result: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    problem: Mapped[str] = mapped_column(String(20), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    committed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    committed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    purged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Organization] = relationship(foreign_keys=unit_id)

    __mapper_args__ = {"version_id_col": version}

    def count(self, action: Action) -> int:
        """How many rows have this action."""
        return self.counts.get(action, 0)

    @property
    def left_out(self) -> int:
        """Rows that can't be written as they are."""
        return self.count(Action.ERROR) + self.count(Action.REVIEW)

    @property
    def to_write(self) -> int:
        """Rows that a commit writes."""
        return self.count(Action.NEW) + self.count(Action.CHANGED)

    @property
    def is_running(self) -> bool:
        """The worker is at it."""
        return self.step in RUNNING

    @property
    def is_stuck(self) -> bool:
        """The worker should have been done long ago."""
        return self.is_running and clock.now() - self.changed_at > STUCK_AFTER

    @property
    def undo_until(self) -> datetime | None:
        """Until when it can be undone."""
        return self.committed_at + timedelta(days=UNDO_DAYS) if self.committed_at else None

    @property
    def can_be_undone(self) -> bool:
        """Written, with the rows still at hand, and not too long ago."""
        until = self.undo_until
        return self.step == Step.DONE and self.purged_at is None and until is not None and clock.now() < until

    @property
    def purge_at(self) -> datetime:
        """When the rows of the file go."""
        return (self.committed_at or self.changed_at) + timedelta(days=max(KEPT_DAYS, UNDO_DAYS))


class ImportRow(Base):
    """A row of the file: its cells, what they mean (`fields`, days as ISO), and what becomes of it.

    `changes` field → [old, new]; `problems` [[field, code, values], …]; `seen` is what the register said at the
    preview; `choice` is the answer to "cần xem": `skip`, `new` or the id of a member; `written` the record's version
    after the commit, `moved` where cell or state changed as well; `outcome` why it could not be written (`is_left`)
    or undone, as `problems`.
    """

    __tablename__ = "import_row"
    __table_args__ = (Index("uq_import_row_import_id_number", "import_id", "number", unique=True),
                      Index("ix_import_row_import_id_action_number", "import_id", "action", "number"),
                      Index("ix_import_row_import_id_member_id", "import_id", "member_id"),
                      Index("ix_import_row_member_id", "member_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("member_import.id"))
    number: Mapped[int]
    cells: Mapped[list[str]] = mapped_column(JSON, default=list)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    action: Mapped[str] = mapped_column(String(8), default="")
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    problems: Mapped[list[Any]] = mapped_column(JSON, default=list)
    notes: Mapped[list[Any]] = mapped_column(JSON, default=list)
    candidates: Mapped[list[int]] = mapped_column(JSON, default=list)
    choice: Mapped[str] = mapped_column(String(20), default="")
    seen: Mapped[list[Any]] = mapped_column(JSON, default=list)
    key: Mapped[str] = mapped_column(String(12), default="")
    member_id: Mapped[int | None]
    """Found, or made by the commit; no foreign key, for the row must not hold a record back."""
    written: Mapped[int | None]
    moved: Mapped[bool] = mapped_column(default=False)
    is_left: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[list[Any]] = mapped_column(JSON, default=list)


class ImportMapping(Base):
    """How an account read a file with these headings: reused when the same headings come again."""

    __tablename__ = "import_mapping"
    __table_args__ = (Index("uq_import_mapping_account_id_fingerprint", "account_id", "fingerprint", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    columns: Mapped[dict[str, int]] = mapped_column(JSON)
    chosen: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
