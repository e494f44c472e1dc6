"""A part of a text with what its reader keeps beside it: the reading page asks for all of it in one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, false, func, select

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.policy import sees_with_own_eyes
from portal.documents.models import Document, DocumentEvent, DocumentMark, DocumentPart
from portal.documents.queries.citing import number_citing
from portal.documents.queries.history import CORRECTED


@dataclass(frozen=True, slots=True)
class Leaf:
    """`html`: the part with its citations marked, empty where there is none; `mark`: the reader's own, nobody else's;
    `citing`: how many readable papers cite the document, up to MOST; `corrected_at`: when what it says about itself was
    last put right after it was published."""

    html: str
    mark: DocumentMark | None
    citing: int
    corrected_at: datetime | None


def leaf(actor: Actor, document: Document, number: int) -> Leaf:
    """The part of that number, from 1."""
    own = DocumentMark.account_id == actor.account_id if actor.signed_in and sees_with_own_eyes(actor) else false()
    found = (select(DocumentPart.html, DocumentMark, number_citing(actor, document), _corrected_at())
             .select_from(Document)
             .outerjoin(DocumentPart, and_(DocumentPart.document_id == Document.id, DocumentPart.number == number))
             .outerjoin(DocumentMark, and_(DocumentMark.document_id == Document.id, own))
             .where(Document.id == document.id))
    html, mark, citing, corrected_at = db.session.execute(found).one()
    return Leaf(html or "", mark, citing, corrected_at)


def _corrected_at() -> Any:
    return (select(func.max(DocumentEvent.at)).where(DocumentEvent.document_id == Document.id,
                                                     DocumentEvent.verb == CORRECTED).scalar_subquery())
