"""What of the sample is there already, and doing things as if it were an earlier day.

A stage commits together with its line in the log of acts (`demo.stage`), so that a run that was cut short goes on
where it stopped, and nothing is made twice.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import inspect, select

from portal.core import audit, clock
from portal.core.actor import SYSTEM
from portal.core.db import db, transaction
from portal.core.i18n import lazy_gettext as _l
from portal.jobs.worker import run_all
from portal.organizations.api import Organization

VERB = "demo.stage"


Event = tuple[datetime, Callable[[], object]]
"""What is done at which moment."""


class Step(NamedTuple):
    """A stage: its mark, what the command says of it, what it does, and how many days ago."""

    name: str
    words: str
    act: Callable[[], None]
    days: int = 0



@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside, it is that moment: the sample has a past."""
    usual = clock.now
    clock.now = lambda: moment
    try:
        yield
    finally:
        clock.now = usual


def made() -> dict[str, int]:
    """The stages that are there, with the seed they were made by."""
    found = select(audit.AuditEntry.facts).where(audit.AuditEntry.verb == VERB).order_by(audit.AuditEntry.id)
    stages = {facts["stage"]: facts["seed"] for facts in db.session.execute(found).scalars()}
    db.session.rollback()
    return stages


def seed_used() -> int | None:
    """The seed of the sample in this database; None where there is none."""
    return next(iter(made().values()), None)


def has_schema() -> bool:
    """The tables are there."""
    return inspect(db.engine).has_table(Organization.__tablename__)


def has_organizations() -> bool:
    """Some organisation is there, of whatever origin."""
    found = db.session.execute(select(Organization.id).limit(1)).first() is not None
    db.session.rollback()
    return found


def carry_out(step: Step, seed: int) -> None:
    """One stage and its mark in one transaction, on its day; then what the worker has to do."""
    with transaction(), at(clock.now() - timedelta(days=step.days)):
        step.act()
        audit.record(SYSTEM, VERB, "demo", stage=step.name, seed=seed)
    run_all()


audit.says({VERB: _l("nạp dữ liệu mẫu")})
