"""Light copies of heavy scans: made once for each original, gone with it."""

import io

from sqlalchemy import delete, exists, select

from portal.core import files
from portal.core.db import db
from portal.documents.models import Document, DocumentFile, LightCopy
from portal.jobs.queue import enqueue
from portal.papers.extraction import PDF
from portal.papers.light import HEAVY_FROM


def lighten_later(document: Document) -> None:
    """Have the worker try a light copy of each heavy PDF of a document; its originals stay as they are."""
    for file in document.files:
        if file.media_type == PDF and file.size >= HEAVY_FROM:
            enqueue("documents.lighten", dedupe=f"documents.lighten {file.digest}", priority=8, digest=file.digest)


def keep_light(digest: str, copy: bytes | None) -> None:
    """Enter what was made of an original (None: nothing worth it); safe to run twice."""
    named = select(exists().where(DocumentFile.digest == digest))
    if db.session.get(LightCopy, digest) is not None or not db.session.execute(named).scalar():
        return
    light, size = files.store().put(io.BytesIO(copy)) if copy else ("", 0)
    db.session.add(LightCopy(digest=digest, light_digest=light, size=size))
    db.session.flush()


def drop_light(digest: str) -> None:
    """Forget the light copy of an original that no document names any more."""
    row = db.session.get(LightCopy, digest)
    if row is None or db.session.execute(select(exists().where(DocumentFile.digest == digest))).scalar():
        return
    light = row.light_digest
    db.session.execute(delete(LightCopy).where(LightCopy.digest == digest))
    db.session.flush()
    if light:
        files.forget(light)


def names_light(digest: str) -> bool:
    """A light copy has this file."""
    return bool(db.session.execute(select(exists().where(LightCopy.light_digest == digest))).scalar())


files.named_by("documents.light", names_light)
