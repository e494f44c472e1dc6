"""What a document is to others, read from both ends by those who may read the other end (A20, J10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, exists, or_, select

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.statements import rows
from portal.documents.models import Document, DocumentRelation, Relation
from portal.documents.policy import is_public_of_few, may_read, readable
from portal.documents.queries.lists import COLUMNS

MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Related:
    """The other document, and how it stands to this one; `is_reverse`: the other one says so."""

    relation_id: int
    kind: Relation
    is_reverse: bool
    other: Any

    @property
    def label(self) -> Any:
        """Read from this document."""
        return self.kind.reverse if self.is_reverse else self.kind.label


def related(actor: Actor, document: Document) -> Select[*tuple[Any, ...]]:
    """Rows (id, kind, whose, *COLUMNS of the other end), replacements first, then the newest; not yet paged."""
    link = DocumentRelation
    other = case((link.document_id == document.id, link.other_id), else_=link.document_id)
    replaces = case((link.kind == Relation.REPLACES, 0), else_=1)
    found: Select[*tuple[Any, ...]] = select(link.id.label("relation_id"), link.kind.label("relation"),
                                             link.document_id.label("whose"), *COLUMNS)
    return (found.join(Document, Document.id == other)
            .where(or_(link.document_id == document.id, link.other_id == document.id))
            .where(may_read(actor), is_public_of_few())
            .order_by(replaces, link.kind, Document.sort_on.desc(), link.id))


def relations(actor: Actor, document: Document) -> list[Related]:
    """The first of them, as they stand on the reading page; one statement."""
    return shown(document, rows(related(actor, document).limit(MOST_SHOWN)))


def shown(document: Document, found: Sequence[Any]) -> list[Related]:
    """Rows of `related` as relations of this document."""
    return [Related(row.relation_id, Relation(row.relation), row.whose != document.id, row) for row in found]


def relation(actor: Actor, document_id: int, relation_id: int) -> DocumentRelation | None:
    """A relation that this document says of another, for whoever may read the document."""
    link = DocumentRelation
    found = (select(link).join(Document, Document.id == link.document_id)
             .where(link.id == relation_id, Document.id == document_id, may_read(actor)))
    return db.session.execute(found).scalar_one_or_none()


def get_with_relation(actor: Actor, document_id: int, relation_id: int) -> Document | None:
    """One document, if the actor may read it and it says this relation of another."""
    says = exists().where(DocumentRelation.document_id == Document.id, DocumentRelation.id == relation_id)
    return db.session.execute(readable(actor).where(Document.id == document_id, says)).scalar_one_or_none()
