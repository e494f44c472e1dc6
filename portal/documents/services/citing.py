"""What a text cites, as it is kept; and what one document is to another (A20)."""

from collections.abc import Sequence

from sqlalchemy import exists, select

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.documents.models import Document, DocumentCitation, DocumentRelation, Relation, sought_by
from portal.documents.services.acts import enter, holding_of
from portal.jobs.queue import index_later
from portal.organizations.api import CLERKS
from portal.papers.citations import Citation
from portal.papers.symbols import symbol_key

ONE_WAY = (Relation.REPLACES, Relation.AMENDS)
"""If one replaces the other, the other cannot replace the one."""


def citation_rows(document_id: int, found: Sequence[Citation]) -> list[DocumentCitation]:
    """The mentions of a text in its order, each with what to look for."""
    rows = [DocumentCitation(document_id=document_id, number=number, symbol=one.symbol.text,
                             symbol_key=symbol_key(one.symbol.text)[:60], kind_name=one.kind_word[:60],
                             cited_on=one.date, issuer=one.issuer[:200]) for number, one in enumerate(found, start=1)]
    for row, what in zip(rows, sought_by(rows), strict=True):
        row.sought_on, row.issuer_key = what.on, what.issuer_key
    return rows


def relate(actor: Actor, document: Document, kind: Relation, other: Document) -> DocumentRelation:
    """Say what a document is to another one the actor may read; the other one shows the reverse at once."""
    if other.id == document.id:
        raise DomainError(_l("Văn bản không thể có quan hệ với chính nó. Chọn văn bản khác."), "symbol")
    opposite = exists().where(DocumentRelation.document_id == other.id, DocumentRelation.other_id == document.id,
                              DocumentRelation.kind == kind)
    if kind in ONE_WAY and db.session.execute(select(opposite)).scalar():
        raise DomainError(_l("Hai văn bản không thể thay thế hoặc sửa đổi lẫn nhau: quan hệ ngược lại đã có."), "kind")
    row = DocumentRelation(document_id=document.id, kind=kind, other_id=other.id, added_at=clock.now(),
                           added_by=actor.account_id)
    db.session.add(row)
    db.session.flush()
    _told(actor, document, "relate", kind, other.id)
    return row


def unrelate(actor: Actor, document: Document, row: DocumentRelation) -> Document:
    """Take a relation back, at both ends."""
    kind, other_id = Relation(row.kind), row.other_id
    db.session.delete(row)
    db.session.flush()
    _told(actor, document, "unrelate", kind, other_id)
    return document


def _told(actor: Actor, document: Document, verb: str, kind: Relation, other_id: int) -> None:
    for one in (document.id, other_id):
        index_later("document", one)
    enter(actor, document, verb)
    audit.record(actor, f"documents.{verb}", "document", document.id, unit_id=document.unit_id,
                 by=holding_of(actor.holds(CLERKS, document.unit.path)), kind=str(kind), other=other_id)


audit.says({
    "documents.relate": _l("ghi quan hệ với văn bản khác"),
    "documents.unrelate": _l("bỏ quan hệ với văn bản khác"),
})
