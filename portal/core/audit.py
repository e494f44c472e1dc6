"""The log of acts: append-only, in the same transaction as the act, each entry carrying the hash of
the one before. It stores ids of rows and plain facts; never passwords, codes, whole citizen ids or votes.
"""

import hashlib
import json
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from sqlalchemy import DDL, JSON, String, event, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import Base, UtcDateTime, db
from portal.core.statements import rows, run

FIRST = "0" * 64
HELPER = "helper:"
SENTENCES: dict[str, Any] = {}
"""Verb → what the person did, as the log says it: `kết nạp vào danh sách đảng viên`."""
Namer = Callable[[Actor, Collection[int]], dict[int, tuple[str, str]]]
NAMERS: dict[str, Namer] = {}
"""Kind of object → how rows of it are called: {id: (name, address)} of those the reader may see."""


def says(sentences: dict[str, Any]) -> None:
    """A room tells how its verbs read in the log; every verb recorded anywhere has a sentence (tested)."""
    SENTENCES.update(sentences)


def called(object_kind: str, namer: Namer) -> None:
    """A room tells how its objects are called in the log."""
    NAMERS[object_kind] = namer


class AuditEntry(Base):
    """Who did what to which row, when, by which holding."""

    __tablename__ = "audit_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    account_id: Mapped[int | None] = mapped_column(index=True)
    by: Mapped[str] = mapped_column(String(40), default="")
    verb: Mapped[str] = mapped_column(String(60), index=True)
    object_kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[int | None]
    unit_id: Mapped[int | None] = mapped_column(index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class AuditHead(Base):
    """The newest hash; its row is locked while an entry is added, so that the chain has one order."""

    __tablename__ = "audit_head"
    id: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64), default=FIRST)


HASHED = ("account_id", "by", "verb", "object_kind", "object_id", "unit_id", "facts")
HEAD = select(AuditHead.count, AuditHead.hash).with_for_update()
BEGIN, ADD, MOVE = insert(AuditHead), insert(AuditEntry), update(AuditHead).where(AuditHead.id == 1)


def record(actor: Actor, verb: str, object_kind: str, object_id: int | None = None, *,
           unit_id: int | None = None, by: str = "", **facts: Any) -> None:
    """Add one entry. `by` names the holding used, as `grant:12` or `position:7`; who works in another's place, as
    `helper:31` (the account), has no holding to use."""
    if actor.helped_by is not None:
        by = f"{HELPER}{actor.helped_by.account_id}"
    db.session.flush()
    head = next(iter(rows(HEAD)), None)
    if head is None:
        run(BEGIN, id=1)
    count, previous = head or (0, FIRST)
    entry = {"at": clock.now().replace(microsecond=0), "account_id": actor.account_id, "by": by, "verb": verb,
             "object_kind": object_kind, "object_id": object_id, "unit_id": unit_id, "facts": facts}
    found = chained(previous, entry)
    run(ADD, hash=found, **entry)
    run(MOVE, hash=found, count=count + 1)


def chained(previous: str, entry: dict[str, Any]) -> str:
    """SHA-256 of the previous hash and the canonical form of the entry."""
    body = [entry["at"].isoformat(), *(entry[name] for name in HASHED)]
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256((previous + text).encode()).hexdigest()


def verify() -> int | None:
    """Walk the chain; the id of the first entry that does not fit, 0 when the end was cut, None when whole."""
    previous, count = FIRST, 0
    for entry in db.session.execute(select(AuditEntry).order_by(AuditEntry.id)).scalars():
        if chained(previous, vars(entry)) != entry.hash:
            return entry.id
        previous, count = entry.hash, count + 1
    head = db.session.get(AuditHead, 1)
    whole = (head is None and count == 0) or (head is not None and (head.hash, head.count) == (previous, count))
    return None if whole else 0


def _ddl_of(statement: str) -> DDL:
    return DDL(statement)  # type: ignore[no-untyped-call]


SQLITE_GUARD = [
    _ddl_of(f"CREATE TRIGGER audit_no_{act.lower()} BEFORE {act} ON audit_entry BEGIN "
        "SELECT RAISE(ABORT, 'audit_entry is append-only'); END")
    for act in ("UPDATE", "DELETE")
]
POSTGRES_GUARD = [
    _ddl_of("CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit_entry is append-only'; END $$"),
    _ddl_of("CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_entry "
        "FOR EACH ROW EXECUTE FUNCTION audit_append_only()"),
]
for _ddl in SQLITE_GUARD:
    event.listen(AuditEntry.__table__, "after_create", _ddl.execute_if(dialect="sqlite"))
for _ddl in POSTGRES_GUARD:
    event.listen(AuditEntry.__table__, "after_create", _ddl.execute_if(dialect="postgresql"))
