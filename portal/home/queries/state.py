"""Reads about the server itself: for the administrator's page and the health check."""

from sqlalchemy import func, select

from portal.core.db import db
from portal.jobs.models import Job

INDEX_JOBS = ("search.index", "search.rebuild", "search.compare")


def index_queue() -> int:
    """How many changes the index has still to follow."""
    waiting = select(func.count()).select_from(Job).where(Job.kind.in_(INDEX_JOBS), Job.state != "dead")
    return int(db.session.execute(waiting).scalar_one())


def answer() -> None:
    """Ask the database for a sign of life; raises where there is none."""
    db.session.execute(select(1))
