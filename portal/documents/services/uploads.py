"""Files that come in pieces over links that break: begun, continued where the server says, turned into documents.

tus 1.0 (core, creation, termination, expiration, checksum): the sender asks for the offset and goes on from there. A
piece is safe on the disk before its offset is; the same piece twice, or one too early, is answered with the offset.
"""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, func, select

from portal.core import clock, files, pieces
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import Conflict, DomainError
from portal.core.files import Stored
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import safe_file_name
from portal.documents.models import Upload
from portal.documents.models.uploads import KEPT
from portal.documents.services.intake import audience_of, receive, report_marked_name, type_of
from portal.jobs.queue import enqueue
from portal.organizations.api import CLERKS, Organization
from portal.papers.secrecy import secrecy_mark

MOST_OPEN = 20
"""Unfinished uploads of one account."""


class NotTaken(DomainError):
    """A file that is here whole can't become a document; the message says why. Nothing of it is kept."""


def begin(actor: Actor, unit: Organization, *, name: str, size: int, largest: int, declared: bool,
          readers: Sequence[str]) -> Upload:
    """Open an upload. What can be judged before the first byte is judged now."""
    name = safe_file_name(name)
    if actor.account_id is None or actor.holds(CLERKS, unit.path) is None:
        raise DomainError(_l("Bạn không phụ trách văn bản của đơn vị này."))
    if not declared:
        raise DomainError(_l("Xác nhận tệp không thuộc bí mật nhà nước."))
    if size <= 0:
        raise DomainError(_l("Tệp “%(name)s” rỗng. Chọn tệp khác.", name=name))
    if size > largest:
        raise DomainError(_l("Tệp “%(name)s” lớn hơn %(mb)s MB. Chọn tệp nhỏ hơn.", name=name, mb=largest >> 20))
    tokens = audience_of(actor, unit, readers)
    if _open(actor.account_id) >= MOST_OPEN:
        raise DomainError(_l("Bạn có %(n)s tệp đang tải dở. Chờ chúng xong rồi tải tiếp.", n=MOST_OPEN))
    now = clock.now()
    upload = Upload(token=secrets.token_urlsafe(24), account_id=actor.account_id, unit_id=unit.id, name=name,
                    size=size, received=0, readers=tokens, created_at=now, touched_at=now)
    db.session.add(upload)
    db.session.flush()
    return upload


def is_marked(name: str) -> bool:
    """The name of a file carries a secrecy mark."""
    return bool(secrecy_mark("", safe_file_name(name)))


def refuse_marked(actor: Actor, unit: Organization, name: str) -> DomainError:
    """Log that a marked file was refused; answers the sentence for the sender."""
    report_marked_name(actor, unit)
    return DomainError(_l("Tên tệp “%(name)s” có dấu chỉ độ mật. Sổ tay không nhận văn bản mật; tệp không được lưu và "
                          "việc này đã được ghi lại.", name=safe_file_name(name)))


def add(actor: Actor, unit: Organization, upload: Upload, offset: int, data: bytes) -> Upload:
    """Take a piece at its offset; with the last one the file becomes a document, once.

    A browser whose connection broke sends the same piece again by itself: what came of it before is passed over, if
    it is the same. Raises Conflict where the piece does not join on: the sender goes on from where we are; NotTaken
    where the whole file is refused.
    """
    db.session.refresh(upload, with_for_update=True)
    known = upload.received - offset
    if upload.document_id is not None or (known and not _goes_on(upload, offset, data)):
        raise Conflict(_l("Phần này không nối tiếp phần đã nhận."))
    offset, data = upload.received, data[known:]
    if upload.received + len(data) > upload.size:
        raise DomainError(_l("Tệp gửi lên dài hơn đã báo. Tải lại từ đầu."))
    if data:
        pieces.write(upload.token, offset, data)
        upload.received, upload.touched_at = offset + len(data), clock.now()
    if upload.received == upload.size:
        _finish(actor, unit, upload)
    db.session.flush()
    return upload


def _goes_on(upload: Upload, offset: int, data: bytes) -> bool:
    """The piece begins with what we have of it already."""
    known = upload.received - offset
    if not 0 < known < len(data):
        return False
    with pieces.path(upload.token).open("rb") as file:
        file.seek(offset)
        return file.read(known) == data[:known]


def give_up(actor: Actor, upload: Upload) -> bool:
    """Forget an unfinished upload and its pieces."""
    if upload.document_id is None:
        enqueue("documents.drop_pieces", token=upload.token)
    db.session.delete(upload)
    db.session.flush()
    return True


def sweep() -> int:
    """Forget what was not taken up again in time; answers how many."""
    old = select(Upload.id, Upload.token).where(Upload.touched_at < clock.now() - KEPT)
    rows = db.session.execute(old).all()
    if rows:
        db.session.execute(delete(Upload).where(Upload.id.in_([row.id for row in rows])))
    for token in {row.token for row in rows} | set(pieces.older_than(KEPT + timedelta(hours=12))):
        enqueue("documents.drop_pieces", token=token)
    return len(rows)


def drop_pieces(token: str) -> None:
    """Take away the pieces that no unfinished upload needs any more."""
    needed = select(Upload.id).where(Upload.token == token, Upload.document_id.is_(None))
    if db.session.execute(needed).first() is None:
        pieces.drop(token)


def _finish(actor: Actor, unit: Organization, upload: Upload) -> None:
    with pieces.path(upload.token).open("rb") as file:
        digest, size = files.store().put(file)
    files.remember_kept(digest)
    stored = Stored(digest, size, upload.name)
    try:
        made = receive(actor, unit, stored, type_of(stored), declared=True, readers=upload.readers)
    except DomainError as error:
        raise NotTaken(error.message) from error
    upload.document_id = made.id
    enqueue("documents.drop_pieces", token=upload.token)


def _open(account_id: int) -> int:
    found = select(func.count()).select_from(Upload).where(
        Upload.account_id == account_id, Upload.document_id.is_(None), Upload.touched_at >= clock.now() - KEPT)
    return db.session.execute(found).scalar_one()

