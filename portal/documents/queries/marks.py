"""What the reader keeps beside documents, for the reader's own eyes: later, opened, notes (A14, A37)."""

from typing import Any

from sqlalchemy import Select, false, select

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.policy import sees_with_own_eyes
from portal.core.statements import rows
from portal.documents.models import Document, DocumentMark, SavedList
from portal.documents.policy import may_read
from portal.documents.queries.lists import COLUMNS

MOST_OPENED, MOST_SAVED = 20, 30


def mark(actor: Actor, document: Document) -> DocumentMark | None:
    """The actor's own mark; nobody else's, nor while somebody looks on."""
    if not actor.signed_in or not sees_with_own_eyes(actor):
        return None
    return db.session.get(DocumentMark, (actor.account_id, document.id))


def _mine(actor: Actor) -> Select[*tuple[Any, ...]]:
    found: Select[*tuple[Any, ...]] = select(
        *COLUMNS, DocumentMark.later_at, DocumentMark.opened_at, DocumentMark.note)
    own = DocumentMark.account_id == actor.account_id if sees_with_own_eyes(actor) else false()
    return found.join(DocumentMark, DocumentMark.document_id == Document.id).where(
        own, may_read(actor), Document.trashed_at.is_(None))


def later(actor: Actor) -> Select[*tuple[Any, ...]]:
    """What was put aside, the last first: rows of COLUMNS and the mark; what one may no longer read is not there."""
    found = _mine(actor).where(DocumentMark.later_at.is_not(None))
    return found.order_by(DocumentMark.later_at.desc(), Document.id.desc())


def noted(actor: Actor) -> Select[*tuple[Any, ...]]:
    """What the actor wrote a note to, the last first."""
    found = _mine(actor).where(DocumentMark.noted_at.is_not(None))
    return found.order_by(DocumentMark.noted_at.desc(), Document.id.desc())


def opened(actor: Actor) -> list[Any]:
    """The documents opened last."""
    found = _mine(actor).where(DocumentMark.opened_at.is_not(None))
    return list(rows(found.order_by(DocumentMark.opened_at.desc(), Document.id.desc()).limit(MOST_OPENED)))


def opened_ids(actor: Actor) -> frozenset[int] | None:
    """The documents the actor opened within the last year; None while somebody looks on."""
    if not actor.signed_in or not sees_with_own_eyes(actor):
        return None
    found = select(DocumentMark.document_id).where(DocumentMark.account_id == actor.account_id,
                                                   DocumentMark.opened_at.is_not(None))
    return frozenset(db.session.execute(found).scalars())


def saved_lists(actor: Actor) -> list[SavedList]:
    """The actor's own, by name."""
    return list(db.session.execute(_own_lists(actor).order_by(SavedList.name).limit(MOST_SAVED)).scalars())


def saved_list(actor: Actor, list_id: int) -> SavedList | None:
    """One of the actor's own."""
    return db.session.execute(_own_lists(actor).where(SavedList.id == list_id)).scalar_one_or_none()


def _own_lists(actor: Actor) -> Select[SavedList]:
    return select(SavedList).where(SavedList.account_id == actor.account_id if sees_with_own_eyes(actor) else false())
