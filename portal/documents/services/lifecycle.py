"""From the confirmed fields to the readers, and back."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Self

from sqlalchemy import delete, select
from sqlalchemy.orm.exc import StaleDataError

from portal.core import audit, clock
from portal.core.actor import SYSTEM, Actor
from portal.core.db import db
from portal.core.errors import Conflict, DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import squeeze
from portal.documents.models import (
    IN_TRASH,
    Document,
    DocumentCitation,
    DocumentFile,
    DocumentPart,
    DocumentReader,
    DocumentText,
    State,
)
from portal.documents.services.intake import audience_of, holding_of
from portal.documents.services.keys import set_keys
from portal.jobs.queue import enqueue, index_later
from portal.organizations.api import CLERKS
from portal.papers.reasons import State as FileState
from portal.papers.symbols import parse_symbol

UNREADABLE = {FileState.ENCRYPTED, FileState.BROKEN, FileState.UNSUPPORTED}
"""Files nobody could open either: not to be published."""
MOST_PURGED = 200
CHANGED_SINCE = _l("Văn bản này vừa được người khác sửa.")


@dataclass(frozen=True, slots=True)
class Fields:
    """What a person confirms. Names are those of the columns."""

    symbol: str
    number: str
    kind: str
    kind_name: str
    issuer: str
    issuing_organ: str
    parent_organization: str
    place: str
    issued_on: date | None
    subject: str
    subject_lead: str
    addressed_to: list[str]
    recipients: list[str]
    typist_mark: str
    on_behalf: str
    signer_post: str
    signer: str

    @classmethod
    def of(cls, document: Document) -> Self:
        """The fields as they stand: to confirm what was proposed."""
        return cls(**{one.name: getattr(document, one.name) for one in fields(cls)})


def confirm(actor: Actor, document: Document, given: Fields, readers: Sequence[str], *,
            version: int | None = None) -> Document:
    """Save the fields a person looked at, and who may read.

    `version` is the one the person saw: Conflict where somebody saved since. The number must be that of the
    symbol, where the symbol has a known form; an empty one is taken from it.
    """
    if version is not None and version != document.version:
        raise Conflict(CHANGED_SINCE)
    if document.state in (State.RECEIVED, State.REFUSED):
        raise DomainError(_l("Tệp đang chờ đọc hoặc đã bị từ chối, nên chưa có gì để xác nhận."))
    if not given.subject:
        raise DomainError(_l("Ghi trích yếu của văn bản."), "subject")
    symbol = parse_symbol(given.symbol)
    if given.number and symbol.form != "free" and given.number != symbol.number:
        raise DomainError(_l("Số “%(number)s” không khớp với số, ký hiệu “%(symbol)s”. Sửa một trong hai ô.",
                             number=given.number, symbol=symbol.text), "number")
    for name, value in _values(given).items():
        setattr(document, name, value)
    document.symbol, document.issuer_suffix = symbol.text[:60], symbol.issuer[:40]
    document.number = given.number or symbol.number
    tokens = audience_of(actor, document.unit, readers, document.tokens)
    document.readers = [one for one in document.readers if one.token in tokens] + [
        DocumentReader(token=token) for token in tokens if token not in document.tokens]
    document.confirmed_at, document.confirmed_by = clock.now(), actor.account_id
    _changed(actor, document, "confirm")
    return document


def publish(actor: Actor, document: Document) -> Document:
    """Show a confirmed document to its readers; the index follows."""
    if document.confirmed_at is None:
        raise DomainError(_l("Xem lại và xác nhận thông tin của văn bản trước khi công bố."))
    if document.problem in UNREADABLE:
        raise DomainError(_l("Tệp này không mở được nên không công bố được. Tải lên tệp khác."))
    if not document.tokens:
        raise DomainError(_l("Chọn ít nhất một đơn vị được đọc."))
    document.state, document.published_at, document.published_by = State.PUBLISHED, clock.now(), actor.account_id
    _changed(actor, document, "publish")
    return document


def withdraw(actor: Actor, document: Document, reason: str) -> Document:
    """Take a published document back; only the unit's clerks still see it, with the reason."""
    if not squeeze(reason):
        raise DomainError(_l("Ghi lý do thu hồi."), "reason")
    document.state, document.withdrawn_at, document.withdrawn_by = State.WITHDRAWN, clock.now(), actor.account_id
    document.withdrawn_reason = squeeze(reason)[:500]
    _changed(actor, document, "withdraw")
    return document


def trash(actor: Actor, document: Document) -> Document:
    """Put it in the trash: out of lists and search at once, restorable for 30 days."""
    document.trashed_at, document.trashed_by = clock.now(), actor.account_id
    _changed(actor, document, "trash")
    return document


def restore(actor: Actor, document: Document) -> Document:
    """Take it out of the trash, as it was."""
    document.trashed_at, document.trashed_by = None, None
    _changed(actor, document, "restore")
    return document


def purge() -> int:
    """Delete what lay in the trash for 30 days, files too; answers how many."""
    old = select(Document.id, Document.unit_id).where(Document.trashed_at < clock.now() - IN_TRASH).limit(MOST_PURGED)
    rows = db.session.execute(old).all()
    for document_id, unit_id in rows:
        digests = select(DocumentFile.digest).where(DocumentFile.document_id == document_id)
        for digest in db.session.execute(digests).scalars().all():
            enqueue("documents.drop_file", digest=digest)
        for table in (DocumentFile, DocumentReader, DocumentPart, DocumentCitation, DocumentText):
            db.session.execute(delete(table).where(table.document_id == document_id))
        db.session.execute(delete(Document).where(Document.id == document_id))
        index_later("document", document_id)
        audit.record(SYSTEM, "documents.purge", "document", document_id, unit_id=unit_id)
    return len(rows)


def _values(given: Fields) -> dict[str, Any]:
    return {one.name: getattr(given, one.name) for one in fields(given)}


def _changed(actor: Actor, document: Document, verb: str) -> None:
    """What every change brings: keys, version, index, log."""
    document.changed_at = clock.now()
    set_keys(document)
    try:
        db.session.flush()
    except StaleDataError as error:
        raise Conflict(CHANGED_SINCE) from error
    index_later("document", document.id)
    holding = actor.holds(CLERKS, document.unit.path)
    audit.record(actor, f"documents.{verb}", "document", document.id, unit_id=document.unit_id,
                 by=holding_of(holding) if holding else "")


audit.says({
    "documents.receive": _l("gửi tệp văn bản lên"),
    "documents.refuse": _l("bị từ chối một tệp mang dấu mật"),
    "documents.purge": _l("xóa hẳn văn bản đã nằm trong thùng rác quá hạn"),
    "documents.confirm": _l("xác nhận thông tin văn bản"),
    "documents.publish": _l("công bố văn bản"),
    "documents.withdraw": _l("thu hồi văn bản"),
    "documents.trash": _l("bỏ văn bản vào thùng rác"),
    "documents.restore": _l("lấy văn bản lại từ thùng rác"),
})
