"""What files are signed with (A38): looked at once each file is read, and again when other roots are trusted."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select, union, update

from portal.core import clock, files
from portal.core.db import db
from portal.documents.models import Document, DocumentEdition, DocumentFile
from portal.jobs.queue import enqueue
from portal.papers import signatures
from portal.papers.extraction import PDF

UNREADABLE = [{"verdict": ""}]
"""Kept of a file whose signatures could not be read."""
AT_ONCE = 200
HOLDERS = (DocumentFile, DocumentEdition)
"""What keeps signatures: files in force, and those of versions that were replaced."""


def check_later(document: Document) -> None:
    """Have the worker look at the signatures of each PDF of a document."""
    for file in document.files:
        if file.media_type == PDF:
            _enqueue(file.digest)


def first_seen(digest: str) -> datetime:
    """The moment a file is judged at: when it was first looked at, now where that is yet to be."""
    seen = (db.session.execute(select(func.min(holder.signatures_at)).where(holder.digest == digest)).scalar()
            for holder in HOLDERS)
    return min((at for at in seen if at is not None), default=None) or clock.now()


def keep_signatures(digest: str, moment: datetime, under: str, found: list[dict[str, Any]] | None) -> None:
    """Keep what a file is signed with, for every document that has or had it. Safe to run twice."""
    kept = UNREADABLE if found is None else found
    for holder in HOLDERS:
        db.session.execute(update(holder).where(holder.digest == digest).values(
            signatures=kept, signatures_at=moment, signatures_under=under if kept else ""))


def check_again() -> int:
    """Look again at what was judged by other roots, or never looked at; answers how many are on their way."""
    under = signatures.fingerprint(files.trust_roots())
    stale = union(*(select(holder.digest).where(or_(
        and_(holder.signatures_under.is_(None), holder.media_type == PDF),
        holder.signatures_under.not_in(("", under))), *also) for holder, also in (
            (DocumentFile, ()), (DocumentEdition, (DocumentEdition.state == "replaced",))))).limit(AT_ONCE)
    found = db.session.execute(stale).scalars().all()
    for digest in found:
        _enqueue(digest)
    if len(found) == AT_ONCE:
        enqueue("documents.check_again", dedupe="documents.check_again", priority=9, after=timedelta(minutes=2))
    return len(found)


def _enqueue(digest: str) -> None:
    enqueue("documents.check_signatures", dedupe=f"documents.check_signatures {digest}", priority=8, digest=digest)
