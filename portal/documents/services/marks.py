"""What a reader keeps beside documents: put aside for later, opened last, a private note; lists under a name.

None of it is anybody else's business: nothing here is logged, indexed or shown to others.
"""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete, func, select, update

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db, transaction
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import sees_with_own_eyes
from portal.core.text import squeeze
from portal.documents.models import Document, DocumentMark, SavedList

LONGEST_NOTE, MOST_LISTS, MOST_LATER = 5000, 30, 300
OPENED_EVERY = timedelta(minutes=30)
"""Opening a paper again sooner is not a new opening: a page turned costs no write."""
OPENINGS_KEPT = timedelta(days=365)


def put_aside(actor: Actor, document: Document) -> DocumentMark:
    """Read it later."""
    waiting = select(func.count()).where(DocumentMark.account_id == actor.account_id,
                                         DocumentMark.later_at.is_not(None))
    if db.session.execute(waiting).scalar_one() >= MOST_LATER:
        raise DomainError(_l("Bạn đã để dành %(most)s văn bản. Bỏ bớt trong mục Của tôi trước.", most=MOST_LATER))
    row = _mark(actor, document)
    row.later_at = clock.now()
    db.session.flush()
    return row


def take_off(actor: Actor, document: Document) -> DocumentMark:
    """No more for later."""
    row = _mark(actor, document)
    row.later_at = None
    db.session.flush()
    return row


def write_note(actor: Actor, document: Document, text: str) -> DocumentMark:
    """Keep the note beside the document; an empty one is forgotten."""
    if len(text) > LONGEST_NOTE:
        raise DomainError(_l("Ghi chú không dài quá %(most)s ký tự.", most=LONGEST_NOTE), "note")
    row = _mark(actor, document)
    row.note, row.noted_at = text, clock.now() if text else None
    db.session.flush()
    return row


def remember_opening(actor: Actor, document_id: int, last: DocumentMark | None) -> None:
    """That the actor has opened it, in a transaction of its own; `last` is the mark as the page found it."""
    now = clock.now()
    if not actor.signed_in or not sees_with_own_eyes(actor):
        return
    if last is not None and last.opened_at is not None and now - last.opened_at < OPENED_EVERY:
        return
    with transaction():
        row = db.session.get(DocumentMark, (actor.account_id, document_id))
        if row is None:
            db.session.add(DocumentMark(account_id=actor.account_id, document_id=document_id, opened_at=now, note=""))
        else:
            row.opened_at = now


def forget_openings() -> None:
    """Openings of more than a year ago are nobody's business any more."""
    old = DocumentMark.opened_at < clock.now() - OPENINGS_KEPT
    nothing_else = DocumentMark.later_at.is_(None) & DocumentMark.noted_at.is_(None)
    db.session.execute(delete(DocumentMark).where(old, nothing_else))
    db.session.execute(update(DocumentMark).where(old).values(opened_at=None))


def save_list(actor: Actor, name: str, address: Mapping[str, str]) -> SavedList:
    """Keep the filters of an address under a name."""
    if not address:
        raise DomainError(_l("Chưa có bộ lọc nào để lưu. Lọc danh sách trước."))
    mine = select(func.count()).select_from(SavedList).where(SavedList.account_id == actor.account_id)
    if db.session.execute(mine).scalar_one() >= MOST_LISTS:
        raise DomainError(_l("Bạn đã lưu %(most)s danh sách. Xóa bớt trước khi lưu thêm.", most=MOST_LISTS), "name")
    row = SavedList(account_id=actor.account_id, name=squeeze(name)[:80], address=dict(address), at=clock.now())
    db.session.add(row)
    db.session.flush()
    return row


def drop_list(actor: Actor, row: SavedList) -> SavedList:
    """Forget a saved list."""
    db.session.delete(row)
    db.session.flush()
    return row


def _mark(actor: Actor, document: Document) -> DocumentMark:
    row = db.session.get(DocumentMark, (actor.account_id, document.id))
    if row is None:
        row = DocumentMark(account_id=actor.account_id, document_id=document.id, note="")
        db.session.add(row)
    return row
