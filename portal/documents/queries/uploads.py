"""Reads of uploads under way, and of what came of those that ended."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, select

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.statements import per_actor
from portal.documents.models import Document, DocumentFile, State, Upload
from portal.documents.models.uploads import KEPT
from portal.documents.policy import may_read, of_its_clerk

MOST_RECENT = 10
MOST_COPIES = 3
_OWN, _OTHER = DocumentFile.__table__.alias("own"), DocumentFile.__table__.alias("other")


def get_upload(actor: Actor, upload_id: int) -> Upload | None:
    """An upload of one's own that has not expired."""
    found = select(Upload).where(Upload.id == upload_id, Upload.account_id == actor.account_id,
                                 Upload.touched_at >= clock.now() - KEPT)
    return db.session.execute(found).scalar_one_or_none()


@dataclass(frozen=True, slots=True)
class Came:
    """A file that came in: its document, and readable documents that have the same file."""

    document: Any
    copies: list[Any]

    @property
    def waits(self) -> bool:
        """The worker has not finished it."""
        return bool(self.document.state == State.RECEIVED)


def came_in(actor: Actor) -> list[Came]:
    """The files this person sent last, the newest first, with the copies the person may see; two statements."""
    rows = list(db.session.execute(_sent(actor)))
    same = _copies(actor, [row.id for row in rows])
    return [Came(row, same.get(row.id, [])) for row in rows]


@per_actor
def _sent(actor: Actor) -> Select[*tuple[Any, ...]]:
    columns = (Document.id, Document.name, Document.state, Document.problem, Document.quality, Document.kind_name,
               Document.symbol, Document.subject, Document.confirmed_at, Document.reading_since, Document.created_at)
    return (select(*columns).where(Document.created_by == actor.account_id, of_its_clerk(actor),
                                   Document.trashed_at.is_(None))
            .order_by(Document.id.desc()).limit(MOST_RECENT))


def _copies(actor: Actor, ids: Collection[int]) -> dict[int, list[Any]]:
    """Of each document the others with the same file that the actor may read."""
    same: dict[int, list[Any]] = {}
    for row in db.session.execute(_same_file(actor), {"ids": ids}) if ids else ():
        same.setdefault(row.of, []).append(row)
    return {of: rows[:MOST_COPIES] for of, rows in same.items()}


@per_actor
def _same_file(actor: Actor) -> Select[*tuple[Any, ...]]:
    own, other = _OWN.c, _OTHER.c
    return (select(own.document_id.label("of"), Document.id, Document.kind_name, Document.symbol, Document.subject,
                   Document.name)
            .join(_OTHER, other.digest == own.digest).join(Document, Document.id == other.document_id)
            .where(own.document_id.in_(bindparam("ids", expanding=True)), other.document_id != own.document_id,
                   may_read(actor), Document.trashed_at.is_(None))
            .order_by(Document.id).limit(MOST_RECENT * MOST_COPIES))
