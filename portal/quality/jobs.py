"""What the worker does for quality: changed records are checked at once, the whole register every night."""

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.core.db import db
from portal.jobs.queue import enqueue
from portal.jobs.registry import job
from portal.members.api import Member, Membership, MemberState
from portal.quality import services
from portal.quality.models import Correction

MANY = 50
"""Changes of more records than this in one transaction are left to one look at the whole register."""
_CHANGED = "quality_changed"


@job("quality.check", batch=100)
def check(batch: list[dict[str, Any]]) -> None:
    """Check some records anew."""
    services.check_members({payload["member_id"] for payload in batch})


@job("quality.check_all", every=24 * 3600)
def check_all(batch: list[dict[str, Any]]) -> None:
    """Look for pairs, then check every record."""
    services.find_pairs()
    services.forget_who_left()
    services.check_all()


@job("quality.sum_up", every=900)
def sum_up(batch: list[dict[str, Any]]) -> None:
    """Add up scores that a change of the tree has made doubtful."""
    services.sum_up_if_forgotten()


@event.listens_for(db.session, "after_flush")
def notice_changes(session: Session, context: Any) -> None:
    """Remember whose records this transaction touches."""
    changed: set[int] = session.info.setdefault(_CHANGED, set())
    for row in (*session.new, *session.dirty):
        if isinstance(row, Member):
            changed.add(row.id)
        elif isinstance(row, MemberState | Membership | Correction):
            changed.add(row.member_id)


@event.listens_for(db.session, "before_commit")
def check_later(session: Session) -> None:
    """In the same transaction, have them checked; the release of a savepoint is no commit yet."""
    if session.in_nested_transaction():
        return
    session.flush()
    changed: set[int] = session.info.pop(_CHANGED, set())
    if len(changed) > MANY:
        enqueue("quality.check_all", dedupe="quality.check_all now", priority=8)
        return
    for member_id in sorted(one for one in changed if one is not None):
        enqueue("quality.check", dedupe=f"quality.check {member_id}", priority=8, member_id=member_id)


@event.listens_for(db.session, "after_soft_rollback")
def forget_changes(session: Session, previous: Any) -> None:
    """What was rolled back needs no check."""
    if previous.nested is False or not session.in_nested_transaction():
        session.info.pop(_CHANGED, None)
