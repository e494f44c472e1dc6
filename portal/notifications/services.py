"""Verbs of notices: read one, read all, forget the old."""

from datetime import timedelta

from sqlalchemy import delete, update

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.notices import Notice

KEPT = timedelta(days=90)
"""How long a notice is kept after it was read; a year where it never was."""


def read(actor: Actor, notice: Notice) -> Notice:
    """The notice was seen."""
    notice.read_at = notice.read_at or clock.now()
    db.session.flush()
    return notice


def read_all(actor: Actor) -> bool:
    """All notices of the actor were seen: those that stand there now, in one statement."""
    db.session.execute(update(Notice).where(Notice.account_id == actor.account_id, Notice.read_at.is_(None))
                       .values(read_at=clock.now()))
    return True


def forget_old() -> int:
    """Delete what was read long ago; answers how many."""
    now = clock.now()
    done = db.session.execute(delete(Notice).where((Notice.read_at < now - KEPT) | (Notice.at < now - 4 * KEPT)))
    return int(done.rowcount)  # type: ignore[attr-defined]
