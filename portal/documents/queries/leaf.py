"""A part of a text with what its reader keeps beside it: the reading page asks for all of it in one statement."""

from dataclasses import dataclass

from sqlalchemy import and_, false, select

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.policy import sees_with_own_eyes
from portal.documents.models import Document, DocumentMark, DocumentPart
from portal.documents.queries.citing import number_citing


@dataclass(frozen=True, slots=True)
class Leaf:
    """`html`: the part with its citations marked, empty where there is none; `mark`: the reader's own, nobody else's;
    `citing`: how many readable papers cite the document, up to MOST."""

    html: str
    mark: DocumentMark | None
    citing: int


def leaf(actor: Actor, document: Document, number: int) -> Leaf:
    """The part of that number, from 1."""
    own = DocumentMark.account_id == actor.account_id if actor.signed_in and sees_with_own_eyes(actor) else false()
    found = (select(DocumentPart.html, DocumentMark, number_citing(actor, document)).select_from(Document)
             .outerjoin(DocumentPart, and_(DocumentPart.document_id == Document.id, DocumentPart.number == number))
             .outerjoin(DocumentMark, and_(DocumentMark.document_id == Document.id, own))
             .where(Document.id == document.id))
    html, mark, citing = db.session.execute(found).one()
    return Leaf(html or "", mark, citing)
