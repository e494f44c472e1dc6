"""Versions of a paper's file (A19): a new one comes with a reason, is read like any other, and takes the place of the
one in force; what that one said stays readable, marked."""

from sqlalchemy import func, select

from portal.core import audit, clock, files
from portal.core.actor import SYSTEM, Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.files import Stored
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.core.text import squeeze
from portal.documents import queries
from portal.documents.models import Document, DocumentEdition, DocumentFile, DocumentPart, DocumentText
from portal.documents.services.acts import ask_again, enter, settle
from portal.documents.services.corrections import tell_of_correction
from portal.documents.services.intake import type_of
from portal.documents.services.reading import SECRET, Reading, enter_text
from portal.documents.services.refusing import tell_of_mark
from portal.documents.services.signatures import check_later
from portal.jobs.queue import enqueue
from portal.papers.reasons import NOT_FOR_READERS
from portal.papers.secrecy import secrecy_mark

WAITING, REFUSED, CURRENT, REPLACED = "waiting", "refused", "current", "replaced"


def replace_file(actor: Actor, document: Document, stored: Stored, *, reason: str, declared: bool) -> DocumentEdition:
    """Put in a new version; until it has been read the one in force stays."""
    if not squeeze(reason):
        raise DomainError(_l("Ghi lý do thay tệp, ví dụ đính chính."), "reason")
    if not declared:
        raise DomainError(_l("Xác nhận tệp không thuộc bí mật nhà nước."), "declared")
    if secrecy_mark("", stored.name):
        raise DomainError(_l("Tên tệp “%(name)s” có dấu chỉ độ mật. Sổ tay không nhận văn bản mật.",
                             name=stored.name), "file")
    if stored.digest in {file.digest for file in document.files}:
        raise DomainError(_l("Tệp này giống hệt tệp đang dùng."), "file")
    if queries.edition_waiting(document):
        raise DomainError(_l("Một bản mới đang chờ đọc. Chờ xong rồi thay tiếp."), "file")
    try:
        media_type = type_of(stored)
    except DomainError as error:
        raise DomainError(error.message, "file") from error
    _keep_first(document)
    number = db.session.execute(select(func.max(DocumentEdition.number)).where(
        DocumentEdition.document_id == document.id)).scalar_one() + 1
    edition = DocumentEdition(
        document_id=document.id, number=number, state=WAITING, reason=squeeze(reason)[:500], digest=stored.digest,
        name=stored.name, media_type=media_type, size=stored.size, added_at=clock.now(), added_by=actor.account_id)
    db.session.add(edition)
    db.session.flush()
    enqueue("documents.extract_edition", edition_id=edition.id, digest=stored.digest, media_type=media_type)
    ask_again(actor, document)
    settle(actor, document, "replace_file", note=edition.reason, changed=["file"])
    return edition


def edition_was_read(edition_id: int, reading: Reading) -> None:
    """The new version takes the place of the one in force; one that cannot be read does not, and says why."""
    edition = db.session.get(DocumentEdition, edition_id)
    document = db.session.get(Document, edition.document_id) if edition else None
    if edition is None or document is None or edition.state != WAITING:
        return
    if reading.problem == SECRET or reading.problem in NOT_FOR_READERS:
        _refuse(document, edition, reading.problem)
        return
    _swap(document, edition)
    document.problem, document.quality = reading.problem, reading.quality
    enter_text(document, reading)
    check_later(document)
    settle(SYSTEM, document, "edition", note=edition.reason)
    tell([edition.added_by], N_("Bản mới của “%(heading)s” đã thay bản cũ."), f"/van-ban/{document.id}",
         heading=document.heading[:120])
    if document.is_public:
        tell_of_correction(document, edition.added_by)


def _keep_first(document: Document) -> None:
    """The row of the version in force, where none was ever needed before."""
    known = select(DocumentEdition.id).where(DocumentEdition.document_id == document.id)
    file = next(iter(document.files), None)
    if file is None:
        raise DomainError(_l("Văn bản này không có tệp để thay."), "file")
    if db.session.execute(known).first() is None:
        db.session.add(DocumentEdition(
            document_id=document.id, number=document.edition, state=CURRENT, digest=file.digest, name=file.name,
            media_type=file.media_type, size=file.size, added_at=document.created_at, added_by=document.created_by))
        db.session.flush()


def _swap(document: Document, edition: DocumentEdition) -> None:
    old = db.session.execute(select(DocumentEdition).where(
        DocumentEdition.document_id == document.id, DocumentEdition.state == CURRENT)).scalar_one()
    parts = select(DocumentPart.html).where(DocumentPart.document_id == document.id).order_by(DocumentPart.number)
    plain = select(DocumentText.plain).where(DocumentText.document_id == document.id)
    old.state, old.replaced_at = REPLACED, clock.now()
    old.html, old.plain = "".join(db.session.execute(parts).scalars()), db.session.execute(plain).scalar() or ""
    old.fields = {name: getattr(document, name) for name in ("symbol", "subject", "issuer", "signer")}
    edition.state, document.edition = CURRENT, edition.number
    file: DocumentFile = document.files[0]
    old.signatures, old.signatures_at, old.signatures_under = (
        file.signatures, file.signatures_at, file.signatures_under)
    file.digest, file.name = edition.digest, edition.name
    file.media_type, file.size = edition.media_type, edition.size
    file.signatures, file.signatures_at, file.signatures_under = None, None, None
    db.session.flush()


def _refuse(document: Document, edition: DocumentEdition, problem: str) -> None:
    edition.state, edition.problem = REFUSED, problem
    if problem == SECRET:
        enqueue("documents.drop_file", digest=edition.digest)
        edition.digest = ""
        audit.record(SYSTEM, "documents.refuse", "document", document.id, unit_id=document.unit_id, mark_in="text",
                     uploaded_by=edition.added_by)
        tell_of_mark(document.unit, edition.added_by, f"/van-ban/{document.id}/cac-ban")
    db.session.flush()
    enter(SYSTEM, document, "refuse_edition", note=edition.reason)
    tell([edition.added_by], N_("Bản mới của “%(heading)s” không dùng được; bản cũ vẫn đang dùng."),
         f"/van-ban/{document.id}/cac-ban", heading=document.heading[:120])


audit.says({
    "documents.replace_file": _l("gửi bản mới của tệp văn bản"),
    "documents.edition": _l("đưa bản mới của văn bản vào dùng"),
    "documents.refuse_edition": _l("không dùng được bản mới của văn bản"),
})
files.named_by("documents.editions", queries.names_edition)
