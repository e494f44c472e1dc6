"""Rule tables: kinds of meeting, their agendas, lengths and thresholds; dated rows, never constants."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base


class MeetingKind(Base):
    """A kind of meeting. `bodies`: "cell" and "committee" → the roles summoned; no roles: all of the cell."""

    __tablename__ = "meeting_kind"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    bodies: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    rank: Mapped[int] = mapped_column(default=0)
    rule: Mapped[str] = mapped_column(String(60), default="")
    mark: Mapped[str] = mapped_column(String(20), default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    def roles_in(self, *, cell: bool) -> list[str] | None:
        """The roles summoned, an empty list for the whole cell, None where this kind is not held."""
        return self.bodies.get("cell" if cell else "committee")


class AgendaTemplate(Base):
    """The agenda a new meeting of a kind starts with: items of {"title", "minutes"}."""

    __tablename__ = "agenda_template"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind_id: Mapped[str] = mapped_column(ForeignKey("meeting_kind.id"), index=True)
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    rule: Mapped[str] = mapped_column(String(60), default="")
    mark: Mapped[str] = mapped_column(String(20), default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class MeetingRule(Base):
    """A number that a rule fixes, for one kind or for all: `quorum` is `value` in `out_of`."""

    __tablename__ = "meeting_rule"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), index=True)
    kind_id: Mapped[str | None] = mapped_column(ForeignKey("meeting_kind.id"))
    value: Mapped[int]
    out_of: Mapped[int] = mapped_column(default=1)
    rule: Mapped[str] = mapped_column(String(60), default="")
    mark: Mapped[str] = mapped_column(String(20), default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
