"""One document: itself, its text, its files."""

from typing import Any

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import joinedload

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.statements import per_actor
from portal.documents.models import Document, DocumentFile, DocumentPart, DocumentText, LightCopy
from portal.documents.policy import may_read, readable
from portal.organizations.api import CLERKS, Organization, covered, in_force

MOST_COPIES = 3
LARGEST_ID = 2**31 - 1


def get(actor: Actor, document_id: int) -> Document | None:
    """One document, if the actor may read it."""
    return db.session.execute(_one(actor), {"document": document_id}).unique().scalar_one_or_none()


@per_actor
def _one(actor: Actor) -> Select[Document]:
    """With its files, their light copies and its readers, in one statement."""
    return readable(actor).where(Document.id == bindparam("document")).options(
        joinedload(Document.files).joinedload(DocumentFile.light), joinedload(Document.readers))


def get_with_file(actor: Actor, document_id: int, file_id: int) -> Document | None:
    """One document, if the actor may read it and it has this file."""
    has_file = exists().where(DocumentFile.document_id == Document.id, DocumentFile.id == file_id)
    return db.session.execute(_one(actor).where(has_file), {"document": document_id}).unique().scalar_one_or_none()


def names_file(digest: str) -> bool:
    """A document has this file."""
    return bool(db.session.execute(select(exists().where(DocumentFile.digest == digest))).scalar())


def light_copies(document: Document) -> dict[str, LightCopy]:
    """Digest of an original → its light copy, where one was worth making."""
    return {file.digest: file.light for file in document.files if file.light and file.light.light_digest}


def unit_of_clerk(actor: Actor, unit_id: int) -> Organization | None:
    """A unit for which the actor files papers."""
    if not 0 < unit_id <= LARGEST_ID:
        return None
    found = select(Organization).where(Organization.id == unit_id, covered(actor, CLERKS), in_force())
    return db.session.execute(found).scalar_one_or_none()


def whole_html(document: Document) -> str:
    """The HTML of all parts, for printing."""
    found = select(DocumentPart.html).where(DocumentPart.document_id == document.id).order_by(DocumentPart.number)
    return "".join(db.session.execute(found).scalars())


def part_asked(document: Document, raw: str | None) -> int:
    """The part an address asks for: a number from 1 to the last, 1 for anything else."""
    number = int(raw) if raw and raw.isascii() and raw.isdecimal() and len(raw) < 6 else 1
    return number if 1 <= number <= document.part_count else 1


def proposal(document: Document) -> dict[str, Any]:
    """What the paper says beside its fields (models.DocumentText), empty before it was read."""
    found = select(DocumentText.proposal).where(DocumentText.document_id == document.id)
    return db.session.execute(found).scalar_one_or_none() or {}


def copies(actor: Actor, document: Document) -> list[Any]:
    """Other documents with the same file that the actor may read: (id, kind_name, symbol, subject, name)."""
    digests = [file.digest for file in document.files]
    if not digests:
        return []
    same = exists().where(DocumentFile.document_id == Document.id, DocumentFile.digest.in_(digests))
    found = (select(Document.id, Document.kind_name, Document.symbol, Document.subject, Document.name)
             .where(may_read(actor), same, Document.id != document.id, Document.trashed_at.is_(None))
             .order_by(Document.id).limit(MOST_COPIES))
    return list(db.session.execute(found))
