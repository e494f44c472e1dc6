"""The trash is emptied: the paper, all that names it, and its files."""

from typing import Any

from sqlalchemy import delete, select, union, update

from portal.core import audit, clock
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.documents.models import (
    IN_TRASH,
    Document,
    DocumentCitation,
    DocumentEdition,
    DocumentEvent,
    DocumentFile,
    DocumentMark,
    DocumentPart,
    DocumentReader,
    DocumentRelation,
    DocumentTerm,
    DocumentText,
    IncomingEntry,
    RegisterNumber,
    Upload,
)
from portal.jobs.queue import enqueue, index_later

MOST_PURGED = 200
GOES: tuple[Any, ...] = (
    DocumentFile.document_id, DocumentReader.document_id, DocumentPart.document_id, DocumentCitation.document_id,
    DocumentText.document_id, DocumentEvent.document_id, DocumentEdition.document_id, DocumentMark.document_id,
    DocumentRelation.document_id, DocumentRelation.other_id, DocumentTerm.document_id)
"""Rows that go with a paper."""
STAYS: tuple[Any, ...] = (RegisterNumber.document_id, IncomingEntry.document_id, Upload.document_id)
"""Rows that stay, without the paper: a number once given stays in its register."""


def purge() -> int:
    """Delete what lay in the trash for 30 days, files too; answers how many."""
    old = select(Document.id, Document.unit_id).where(Document.trashed_at < clock.now() - IN_TRASH).limit(MOST_PURGED)
    rows = db.session.execute(old).all()
    for document_id, unit_id in rows:
        digests = union(select(DocumentFile.digest).where(DocumentFile.document_id == document_id),
                        select(DocumentEdition.digest).where(DocumentEdition.document_id == document_id))
        for digest in db.session.execute(digests).scalars().all():
            if digest:
                enqueue("documents.drop_file", digest=digest)
        for column in STAYS:
            db.session.execute(update(column.class_).where(column == document_id).values(document_id=None))
        for column in GOES:
            db.session.execute(delete(column.class_).where(column == document_id))
        db.session.execute(delete(Document).where(Document.id == document_id))
        index_later("document", document_id)
        audit.record(SYSTEM, "documents.purge", "document", document_id, unit_id=unit_id)
    return len(rows)


audit.says({"documents.purge": _l("xóa hẳn văn bản đã nằm trong thùng rác quá hạn")})
