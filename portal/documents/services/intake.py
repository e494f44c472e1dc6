"""A file comes in: judged by its content, kept once, read by a job."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select, update

from portal.core import audit, clock, files
from portal.core.actor import GROUPS, Actor, audience_of_token, audience_token, is_audience
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.files import Stored
from portal.core.i18n import lazy_gettext
from portal.core.i18n import lazy_gettext as _l
from portal.documents import queries
from portal.documents.models import Document, DocumentFile, DocumentReader, State
from portal.documents.services import acts
from portal.documents.services.refusing import tell_of_mark
from portal.jobs.queue import enqueue
from portal.organizations.api import CLERKS, Organization, audience_choices
from portal.papers import reasons
from portal.papers.extraction import SUPPORTED, judge
from portal.papers.secrecy import secrecy_mark

HEAD = 8192
STUCK_AFTER, STUCK_TILL = timedelta(hours=1), timedelta(days=3)


def take_in(actor: Actor, unit: Organization, uploads: Sequence[Stored], *, declared: bool,
            readers: Sequence[str]) -> list[Document]:
    """Receive files that are in the store, all or none; those refused do not stay there."""
    try:
        with db.session.begin_nested():
            return [receive(actor, unit, stored, type_of(stored), declared=declared, readers=readers)
                    for stored in uploads]
    except DomainError:
        for stored in uploads:
            drop_file(stored.digest)
        raise


def receive(actor: Actor, unit: Organization, stored: Stored, media_type: str, *, declared: bool,
            readers: Sequence[str]) -> Document:
    """Make a document of a stored file; a job reads it. `readers` are audience tokens, the unit's if empty.

    Raises DomainError where the actor files no papers for the unit, nothing was declared, the type is not
    supported or the file's name carries a secrecy mark (Luật 117/2025/QH15).
    """
    holding = actor.holds(CLERKS, unit.path)
    if holding is None:
        raise DomainError(_l("Bạn không phụ trách văn bản của đơn vị này."), "unit_id")
    if not declared:
        raise DomainError(_l("Xác nhận tệp không thuộc bí mật nhà nước."), "declared")
    if secrecy_mark("", stored.name):
        raise DomainError(_l("Tên tệp “%(name)s” có dấu chỉ độ mật. Sổ tay không nhận văn bản mật.",
                             name=stored.name), "files")
    if media_type not in SUPPORTED:
        raise _refused(stored, reasons.State.UNSUPPORTED)
    now = clock.now()
    document = Document(unit_id=unit.id, unit=unit, state=State.RECEIVED, name=stored.name, sort_on=clock.today(),
                        created_at=now, created_by=actor.account_id, changed_at=now)
    document.files = [DocumentFile(digest=stored.digest, name=stored.name, media_type=media_type, size=stored.size)]
    document.readers = [DocumentReader(token=token) for token in audience_of(actor, unit, readers)]
    db.session.add(document)
    db.session.flush()
    enqueue("documents.extract", document_id=document.id, digest=stored.digest, media_type=media_type)
    acts.enter(actor, document, "receive")
    audit.record(actor, "documents.receive", "document", document.id, unit_id=unit.id, by=acts.holding_of(holding),
                 declared_not_secret=True, bytes=stored.size)
    return document


def type_of(stored: Stored) -> str:
    """The media type by content; DomainError with the reason and what to do where it is not taken: not supported, its
    name says something else, locked, with macros."""
    place = files.store().path(stored.digest)
    if place is None:
        raise _refused(stored, reasons.State.BROKEN)
    with place.open("rb") as file:
        found, state = judge(file.read(HEAD), stored.name, place)
    if found is None:
        raise _refused(stored, state)
    return found


def default_readers(unit: Organization) -> list[str]:
    """The audience a new document starts with: the unit and what is below it."""
    return [audience_token(unit.id, subtree=True)]


def audience_of(actor: Actor, unit: Organization, tokens: Sequence[str], kept: Sequence[str] = ()) -> list[str]:
    """The audience asked for, without what it holds twice; DomainError for one the unit may not address.

    `kept` are tokens the document already has.
    """
    wanted = list(dict.fromkeys(tokens)) or default_readers(unit)
    allowed = {token for token, _ in audience_choices(actor, unit)} | {_everyone(token) for token in kept}
    if not all(is_audience(token) and (token in kept or _everyone(token) in allowed) for token in wanted):
        raise DomainError(_l("Có đơn vị không chọn được làm nơi đọc. Chọn lại trong danh sách."), "readers")
    whole = {audience_token(unit.id, subtree=True, group=group): group for group in GROUPS}
    groups = {audience_of_token(token)[2] for token in wanted}
    return next(([token] for token, group in whole.items() if token in wanted and groups == {group}), wanted)


def _everyone(token: str) -> str:
    """The same unit without regard to the group."""
    unit_id, subtree, _ = audience_of_token(token)
    return audience_token(unit_id, subtree=subtree)


def read_again() -> int:
    """Have files read whose reading never ended (a full disk, a machine that went down); answers how many."""
    now = clock.now()
    found = (select(Document.id, DocumentFile.digest, DocumentFile.media_type)
             .join(DocumentFile, DocumentFile.document_id == Document.id)
             .where(Document.state == State.RECEIVED, Document.created_at < now - STUCK_AFTER,
                    Document.created_at > now - STUCK_TILL))
    rows = db.session.execute(found).all()
    for document_id, digest, media_type in rows:
        enqueue("documents.extract", dedupe=f"documents.extract {document_id}", document_id=document_id,
                digest=digest, media_type=media_type)
    return len(rows)


def begin_reading(document_id: int) -> None:
    """The worker has taken the file in hand: said to who waits. The document's version stays as it is."""
    db.session.execute(update(Document).where(Document.id == document_id).values(reading_since=clock.now()))


def report_marked_name(actor: Actor, unit: Organization) -> None:
    """Log that a file was refused for the secrecy mark in its name; nothing of it was kept."""
    holding = actor.holds(CLERKS, unit.path)
    audit.record(actor, "documents.refuse", "document", None, unit_id=unit.id,
                 by=acts.holding_of(holding), mark_in="name")
    tell_of_mark(unit, actor.account_id, "/van-ban")


def drop_file(digest: str) -> None:
    """Take a file out of the store unless a row of any room names it."""
    files.forget(digest)


def _refused(stored: Stored, why: reasons.State) -> DomainError:
    return DomainError(_l("Không nhận được tệp “%(name)s”. %(reason)s", name=stored.name,
                          reason=lazy_gettext(reasons.REASONS[why])), "files")


files.named_by("documents", queries.names_file)
