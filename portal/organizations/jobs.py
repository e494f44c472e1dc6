"""What the worker does for the tree: keeping the numbers that stand beside its units."""

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from portal.core.db import db
from portal.jobs.queue import enqueue
from portal.jobs.registry import job
from portal.organizations import services
from portal.organizations.models import Organization, OrganizationKind

_CHANGED = "tree_changed"


@job("organizations.count", every=900)
def count(batch: list[dict[str, Any]]) -> None:
    """Count the cells of every unit."""
    services.count_cells()


@event.listens_for(db.session, "after_flush")
def notice_units(session: Session, context: Any) -> None:
    """Remember that this transaction touches the tree."""
    if any(isinstance(row, Organization | OrganizationKind) for row in (*session.new, *session.dirty)):
        session.info[_CHANGED] = True


@event.listens_for(db.session, "do_orm_execute")
def notice_statements(state: ORMExecuteState) -> None:
    """The same for what is written without objects."""
    mapper = state.bind_mapper
    if not state.is_select and mapper is not None and mapper.class_ in (Organization, OrganizationKind):
        state.session.info[_CHANGED] = True


@event.listens_for(db.session, "before_commit")
def count_later(session: Session) -> None:
    """In the same transaction, numbers that may be wrong now stop being shown; the worker counts anew."""
    if session.in_nested_transaction():
        return
    session.flush()
    if session.info.pop(_CHANGED, False):
        services.forget_cells()
        enqueue("organizations.count", dedupe="organizations.count now", priority=8)


@event.listens_for(db.session, "after_soft_rollback")
def forget_changes(session: Session, previous: Any) -> None:
    """What was rolled back changes nothing."""
    if previous.nested is False or not session.in_nested_transaction():
        session.info.pop(_CHANGED, None)
