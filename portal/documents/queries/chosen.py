"""Reads of selections: several papers at once, and what was asked for in one ZIP."""

from collections.abc import Sequence

from sqlalchemy import exists, select

from portal.core.actor import Actor
from portal.core.db import db
from portal.documents.models import Bundle, Document
from portal.documents.policy import may_read

MOST_CHOSEN = 200
LARGEST_ID = 2**31 - 1


def chosen(actor: Actor, ids: Sequence[int]) -> list[Document]:
    """Those of the documents that the actor may read, in the order of their ids."""
    wanted = sorted({one for one in ids if 0 < one <= LARGEST_ID})[:MOST_CHOSEN + 1]
    found = select(Document).where(Document.id.in_(wanted), may_read(actor)).order_by(Document.id)
    return list(db.session.execute(found).scalars())


def get_bundle(actor: Actor, bundle_id: int) -> Bundle | None:
    """What the actor asked for."""
    found = select(Bundle).where(Bundle.id == bundle_id, Bundle.account_id == actor.account_id)
    return db.session.execute(found).scalar_one_or_none()


def names_bundle(digest: str) -> bool:
    """A ZIP that has not been forgotten is this file."""
    return bool(digest) and bool(db.session.execute(select(exists().where(Bundle.digest == digest))).scalar())
