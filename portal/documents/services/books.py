"""What the registers share: the next free number, and the line in the log."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError

from portal.core import audit
from portal.core.actor import Actor
from portal.core.db import db
from portal.documents.models import IncomingEntry, RegisterNumber
from portal.documents.services.acts import holding_of
from portal.organizations.api import CLERKS, Organization

TRIES = 8
LARGEST_NUMBER = 99_999
Row = TypeVar("Row", RegisterNumber, IncomingEntry)


def first_free(wanted: int | None, following: Callable[[], int], make: Callable[[int], Row]) -> Row:
    """Enter a row under the number wanted, else the next; where another clerk was quicker, the one after."""
    for tried in range(TRIES):
        row = make(wanted if wanted is not None else following())
        try:
            with db.session.begin_nested():
                db.session.add(row)
            return row
        except IntegrityError:
            if wanted is not None or tried == TRIES - 1:
                raise
    raise AssertionError


def log(actor: Actor, verb: str, unit: Organization, **facts: Any) -> None:
    """A line in the log of what was done to a register of the unit."""
    audit.record(actor, f"documents.{verb}", "organization", unit.id, unit_id=unit.id,
                 by=holding_of(actor.holds(CLERKS, unit.path)), **facts)
