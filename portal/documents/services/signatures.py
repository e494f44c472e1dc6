"""What files are signed with (A38): looked at once each file is read, and again when other roots are trusted."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update

from portal.core import clock, files
from portal.core.db import db
from portal.documents.models import Document, DocumentFile
from portal.jobs.queue import enqueue
from portal.papers import signatures
from portal.papers.extraction import PDF

UNREADABLE = [{"verdict": ""}]
"""Kept of a file whose signatures could not be read."""
AT_ONCE = 200


def check_later(document: Document) -> None:
    """Have the worker look at the signatures of each PDF of a document."""
    for file in document.files:
        if file.media_type == PDF:
            _enqueue(file.digest)


def first_seen(digest: str) -> datetime:
    """The moment a file is judged at: when it was first looked at, now where that is yet to be."""
    found = select(DocumentFile.signatures_at).where(DocumentFile.digest == digest).limit(1)
    return db.session.execute(found).scalar_one_or_none() or clock.now()


def keep_signatures(digest: str, moment: datetime, under: str, found: list[dict[str, Any]] | None) -> None:
    """Keep what a file is signed with, for every document that has it. Safe to run twice."""
    kept = UNREADABLE if found is None else found
    db.session.execute(update(DocumentFile).where(DocumentFile.digest == digest).values(
        signatures=kept, signatures_at=moment, signatures_under=under if kept else ""))


def check_again() -> int:
    """Look again at what was judged by other roots, or never looked at; answers how many are on their way."""
    under = signatures.fingerprint(files.trust_roots())
    never = and_(DocumentFile.signatures_under.is_(None), DocumentFile.media_type == PDF)
    stale = or_(never, DocumentFile.signatures_under.not_in(("", under)))
    found = db.session.execute(select(DocumentFile.digest).where(stale).distinct().limit(AT_ONCE)).scalars().all()
    for digest in found:
        _enqueue(digest)
    if len(found) == AT_ONCE:
        enqueue("documents.check_again", dedupe="documents.check_again", priority=9, after=timedelta(minutes=2))
    return len(found)


def _enqueue(digest: str) -> None:
    enqueue("documents.check_signatures", dedupe=f"documents.check_signatures {digest}", priority=8, digest=digest)
