"""How a document is indexed and shown among hits."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any

from sqlalchemy import func, select

from portal.core import clock
from portal.core.actor import Actor, audience_token
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.documents.models import (
    LEVELS,
    Document,
    DocumentRelation,
    DocumentText,
    FieldOfWork,
    Relation,
    full_title,
)
from portal.documents.policy import is_public, is_public_of_few, may_read
from portal.documents.queries.marks import opened_ids
from portal.organizations.api import office_tokens, term_on, tokens_by_office
from portal.search.entry import Entry
from portal.search.registry import Source, register
from portal.search.shown import Shown

SHOWN_TEXT = 60_000
REPLACED, STANDS, WITH_FILE = _l("đã được thay thế"), _l("chưa bị thay thế"), _l("có tệp kèm")


def load(document_id: int) -> Entry | None:
    """The entry of a published document; None for any other."""
    document = db.session.execute(select(Document).where(Document.id == document_id, is_public())).scalar()
    if document is None:
        return None
    plain = db.session.execute(select(DocumentText.plain).where(DocumentText.document_id == document_id)).scalar() or ""
    head = " · ".join(filter(None, (
        document.kind_name, document.issuer, document.issuing_organ, document.signer, document.place,
        *document.recipients)))
    return Entry(kind="document", id=document.id, title=document.subject or document.name, body=plain,
                 symbol=document.symbol, head=head, date=document.sort_on, facets=_facets(document),
                 readers=frozenset([*document.tokens, *office_tokens(document.unit.path)]),
                 added=clock.local(document.published_at).date() if document.published_at else None)


def _facets(document: Document) -> dict[str, str]:
    """What a reader may filter by."""
    in_field = select(FieldOfWork.name).where(FieldOfWork.id == document.field_id)
    levels = (str(group.label) for group in LEVELS.values()
              if any(fnmatchcase(document.issuer_suffix, one.replace("%", "*")) for one in group.members))
    return {"paper": document.kind_name, "issuer": document.issuer, "unit": document.unit.name,
            "level": next(levels, "") if document.issuer_suffix else "",
            "field": (db.session.execute(in_field).scalar() or "") if document.field_id else "",
            "term": _term(document), "file": str(WITH_FILE) if document.files else "",
            "validity": str(REPLACED if _is_replaced(document) else STANDS)}


def _term(document: Document) -> str:
    """The term of the keeping unit in which the paper was issued."""
    term = term_on(document.unit_id, document.issued_on) if document.issued_on else None
    return term.name if term else ""


def _is_replaced(document: Document) -> bool:
    """A published paper says that it replaces this one, and all who read this one read that one, its clerks too: to
    nobody it is told that there is a paper they may not read."""
    newer = (select(Document).join(DocumentRelation, DocumentRelation.document_id == Document.id)
             .where(DocumentRelation.other_id == document.id, DocumentRelation.kind == Relation.REPLACES, is_public()))
    everybody = audience_token(int(document.unit.path.strip("/").split("/")[0]), subtree=True)
    return any(set(document.tokens) <= set(one.tokens) and (one.unit_id == document.unit_id or everybody in one.tokens)
               for one in db.session.execute(newer).scalars())


def all_ids() -> Iterable[int]:
    """Every published document."""
    return db.session.execute(select(Document.id).where(is_public()).order_by(Document.id)).scalars().all()


def show(actor: Actor, ids: list[int]) -> dict[int, Shown]:
    """Those of the hits the actor may read; passages come from the first pages."""
    found = (select(Document.id, Document.kind_name, Document.symbol, Document.subject, Document.name, Document.issuer,
                    Document.issued_on, func.substr(DocumentText.plain, 1, SHOWN_TEXT).label("plain"))
             .outerjoin(DocumentText, DocumentText.document_id == Document.id)
             .where(may_read(actor), is_public_of_few(), Document.id.in_(ids)))
    return {row.id: _shown(row) for row in db.session.execute(found)}


def _shown(row: Any) -> Shown:
    note = " · ".join(filter(None, (row.issuer, clock.show_date(row.issued_on))))
    return Shown(f"/van-ban/{row.id}", full_title(row), row.plain or row.subject, note)


register(Source("document", _l("Văn bản"), load, all_ids, show, opened_ids, tokens_by_office))
