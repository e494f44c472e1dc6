"""Fields of work: which one a document belongs to, and the tree itself (A15)."""

from sqlalchemy import select, update

from portal.core import audit
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import sort_key, squeeze
from portal.documents.models import DEEPEST, Document, FieldOfWork
from portal.documents.services.acts import settle


def put_in_field(actor: Actor, document: Document, field: FieldOfWork | None) -> Document:
    """Say to which field of work a document belongs, or that it belongs to none."""
    document.field_id = field.id if field else None
    settle(actor, document, "field")
    return document


def add_field(actor: Actor, name: str, parent: FieldOfWork | None) -> FieldOfWork:
    """A new field, at the top or below another."""
    if parent is not None and parent.level >= DEEPEST:
        raise DomainError(_l("Cây lĩnh vực sâu nhất %(most)s cấp. Thêm vào cấp trên.", most=DEEPEST), "parent")
    row = FieldOfWork(parent_id=parent.id if parent else None, name=_free(name, parent.id if parent else None, 0))
    row.sort_key = sort_key(row.name)[:800]
    db.session.add(row)
    db.session.flush()
    row.path = f"{parent.path if parent else '/'}{row.id}/"
    db.session.flush()
    audit.record(actor, "documents.add_field", "document_field", row.id)
    return row


def rename_field(actor: Actor, row: FieldOfWork, name: str) -> FieldOfWork:
    """Another name for it; the documents in it stay."""
    row.name = _free(name, row.parent_id, row.id)
    row.sort_key = sort_key(row.name)[:800]
    db.session.flush()
    audit.record(actor, "documents.rename_field", "document_field", row.id)
    return row


def drop_field(actor: Actor, row: FieldOfWork) -> FieldOfWork:
    """Take a field without others below it out of the tree; its documents go to the one above."""
    below = select(FieldOfWork.id).where(FieldOfWork.parent_id == row.id).limit(1)
    if db.session.execute(below).first():
        raise DomainError(_l("Lĩnh vực này còn lĩnh vực con. Xóa các lĩnh vực con trước."))
    db.session.execute(update(Document).where(Document.field_id == row.id).values(field_id=row.parent_id))
    field_id = row.id
    db.session.delete(row)
    db.session.flush()
    audit.record(actor, "documents.drop_field", "document_field", field_id)
    return row


def _free(name: str, parent_id: int | None, own_id: int) -> str:
    """The name, cleaned; DomainError where its place has one so called (the top has no index for that)."""
    name = squeeze(name)[:80]
    same = FieldOfWork.parent_id == parent_id if parent_id is not None else FieldOfWork.parent_id.is_(None)
    taken = select(FieldOfWork.id).where(same, FieldOfWork.name == name, FieldOfWork.id != own_id).limit(1)
    if db.session.execute(taken).first():
        raise DomainError(_l("Đã có lĩnh vực tên này ở cùng chỗ."), "name")
    return name


audit.says({
    "documents.field": _l("xếp văn bản vào lĩnh vực"),
    "documents.add_field": _l("thêm lĩnh vực văn bản"),
    "documents.rename_field": _l("đổi tên lĩnh vực văn bản"),
    "documents.drop_field": _l("xóa lĩnh vực văn bản"),
})
