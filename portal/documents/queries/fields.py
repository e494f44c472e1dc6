"""Fields of work: a small tree, read whole (A15)."""

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.db import db
from portal.documents.models import FieldOfWork

MOST = 500


def fields() -> list[FieldOfWork]:
    """The whole tree from the top down, each level in Vietnamese order."""
    found = list(db.session.execute(select(FieldOfWork).order_by(FieldOfWork.id).limit(MOST)).scalars())
    order = {one.id: one.sort_key for one in found}
    return sorted(found, key=lambda one: [order.get(int(part), "") for part in one.path.strip("/").split("/")])


def field(actor: Actor, field_id: int) -> FieldOfWork | None:
    """One field; they are no secret."""
    return db.session.get(FieldOfWork, field_id) if actor.signed_in else None


def field_named(raw: str) -> FieldOfWork | None:
    """The field an address asks for."""
    return db.session.get(FieldOfWork, int(raw)) if raw.isascii() and raw.isdecimal() and len(raw) < 9 else None
