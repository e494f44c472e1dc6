"""Reads of notices."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.notices import Notice
from portal.core.statements import per_actor
from portal.notifications.policy import readable

MOST = 99


def get(actor: Actor, notice_id: int) -> Notice | None:
    """One of the actor's notices."""
    return db.session.execute(readable(actor).where(Notice.id == notice_id)).scalar_one_or_none()


def listed(actor: Actor, *, unread_only: bool = False) -> Select[Any]:
    """The actor's notices, newest first; not yet paged."""
    found = readable(actor)
    if unread_only:
        found = found.where(Notice.read_at.is_(None))
    return found.order_by(Notice.at.desc(), Notice.id.desc())


def unread(actor: Actor, limit: int = 5) -> list[Notice]:
    """The newest unread ones."""
    return list(db.session.execute(_unread(actor, limit)).scalars())


def has_unread(actor: Actor) -> ColumnElement[bool]:
    """Condition: one of the actor's notices is unread."""
    return readable(actor).where(Notice.read_at.is_(None)).exists()


@per_actor
def _unread(actor: Actor, limit: int) -> Select[Any]:
    return listed(actor, unread_only=True).limit(limit)


def count_unread(actor: Actor) -> int:
    """How many are unread; counting stops at MOST."""
    some = readable(actor).where(Notice.read_at.is_(None)).with_only_columns(Notice.id).limit(MOST).subquery()
    return db.session.execute(select(func.count()).select_from(some)).scalar_one()
