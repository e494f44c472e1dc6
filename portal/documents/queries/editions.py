"""Reads of the versions of a paper."""

from sqlalchemy import exists, func, select

from portal.core.actor import Actor
from portal.core.db import db
from portal.documents.models import Document, DocumentEdition, DocumentText
from portal.documents.policy import clerk_of_its_unit, readable


def editions(document: Document) -> list[DocumentEdition]:
    """Every version, the newest first; none where there has only been one."""
    found = select(DocumentEdition).where(DocumentEdition.document_id == document.id)
    return list(db.session.execute(found.order_by(DocumentEdition.number.desc())).scalars())


def was_in_force(document: Document, edition: DocumentEdition) -> bool:
    """Readers saw it: what was put right before the paper was published concerns its clerks alone."""
    shown = document.published_at
    return edition.state == "current" or (edition.state == "replaced" and shown is not None
                                          and edition.replaced_at is not None and edition.replaced_at > shown)


def edition_waiting(document: Document) -> bool:
    """A new version has not been read yet."""
    found = exists().where(DocumentEdition.document_id == document.id, DocumentEdition.state == "waiting")
    return bool(db.session.execute(select(found)).scalar())


def get_edition(actor: Actor, document_id: int, edition_number: int) -> tuple[Document, DocumentEdition] | None:
    """An earlier version, of a document the actor may read: once in force, or replaced before and the actor a clerk."""
    document = db.session.execute(readable(actor).where(Document.id == document_id)).scalar_one_or_none()
    found = select(DocumentEdition).where(DocumentEdition.document_id == document_id,
                                          DocumentEdition.number == edition_number,
                                          DocumentEdition.state == "replaced")
    edition = db.session.execute(found).scalar_one_or_none() if document else None
    if document is None or edition is None:
        return None
    return (document, edition) if was_in_force(document, edition) or clerk_of_its_unit(actor, document) else None


def names_edition(digest: str) -> bool:
    """A version has this file."""
    return bool(digest) and bool(db.session.execute(select(exists().where(DocumentEdition.digest == digest))).scalar())


def plain_head(document: Document) -> str:
    """The first pages of its text, where a secrecy mark would stand."""
    found = select(func.substr(DocumentText.plain, 1, 20_000)).where(DocumentText.document_id == document.id)
    return db.session.execute(found).scalar() or ""
