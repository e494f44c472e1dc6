"""Reads of what has been kept long enough."""

from sqlalchemy import select

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.documents.models import DisposalList, Document
from portal.organizations.api import CLERKS, Organization, in_covered

MOST_DISPOSED = 200


def due_for_disposal(unit: Organization) -> list[Document]:
    """Papers of a unit whose day is past and that stand on no list still to be approved, the oldest first; at most
    MOST_DISPOSED at a time."""
    found = select(Document).where(Document.unit_id == unit.id, Document.trashed_at.is_(None),
                                   Document.keep_until < clock.today(), Document.id.not_in(_proposed(unit)))
    return list(db.session.execute(found.order_by(Document.keep_until, Document.id).limit(MOST_DISPOSED)).scalars())


def open_disposals(unit: Organization) -> list[DisposalList]:
    """The lists of a unit that no head has approved yet, the oldest first."""
    found = select(DisposalList).where(DisposalList.unit_id == unit.id, DisposalList.approved_at.is_(None))
    return list(db.session.execute(found.order_by(DisposalList.id)).scalars())


def _proposed(unit: Organization) -> list[int]:
    return [document_id for one in open_disposals(unit) for document_id in one.ids]


def disposals(unit: Organization) -> list[DisposalList]:
    """The lists of a unit, the newest first."""
    found = select(DisposalList).where(DisposalList.unit_id == unit.id).order_by(DisposalList.id.desc()).limit(20)
    return list(db.session.execute(found).scalars())


def get_disposal(actor: Actor, disposal_id: int) -> DisposalList | None:
    """A list of a unit whose papers the actor files."""
    found = select(DisposalList).where(DisposalList.id == disposal_id,
                                       in_covered(actor, CLERKS, DisposalList.unit_id))
    return db.session.execute(found).scalar_one_or_none()
