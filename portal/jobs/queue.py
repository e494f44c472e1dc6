"""The queue: one table, the same code on SQLite (one writer at a time) and PostgreSQL (SKIP LOCKED)."""

from datetime import timedelta
from typing import Any

from sqlalchemy import and_, bindparam, case, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from portal.core import clock
from portal.core.db import db
from portal.core.statements import rows, run, when_run
from portal.jobs.models import Job, SearchChange
from portal.jobs.registry import KINDS

LEASE = timedelta(minutes=5)
ATTEMPTS = 3
MOST_CLAIMS = 10
"""A job in whose hands the worker died so often is put aside, whatever the reason."""
BACK_OFF = (timedelta(seconds=5), timedelta(minutes=1), timedelta(minutes=10))

ADD, NOTE = insert(Job), insert(SearchChange)
TWIN = select(Job.id).where(Job.dedupe == bindparam("dedupe")).with_for_update()
"""Locked: one that a worker is just claiming would otherwise swallow this change."""

NOW = when_run()
DUE = or_(and_(Job.state == "waiting", Job.run_at <= NOW), and_(Job.state == "running", Job.leased_until < NOW))
ANY = select(Job.id).where(DUE).limit(1)
FIRST = select(Job).where(DUE).order_by(Job.priority, Job.run_at, Job.id).limit(1).with_for_update(skip_locked=True)


def enqueue(kind: str, /, *, dedupe: str | None = None, priority: int = 5, after: timedelta = timedelta(0),
            **payload: Any) -> None:
    """Add a job to the running transaction. With `dedupe`, a waiting twin makes it needless."""
    now = clock.now()
    job = {"kind": kind, "payload": payload, "priority": priority, "run_at": now + after, "created_at": now,
           "dedupe": dedupe}
    if dedupe is None:
        run(ADD, **job)
        return
    db.session.flush()
    if rows(TWIN, dedupe=dedupe):
        return
    try:
        with db.session.connection().begin_nested():
            run(ADD, **job)
    except IntegrityError:
        return


def index_later(kind: str, row_id: int) -> None:
    """Have the search index follow this record; the worker loads the row and puts or drops it."""
    enqueue("search.index", dedupe=f"search.index {kind} {row_id}", kind=kind, id=row_id)
    run(NOTE, kind=kind, record_id=row_id, at=clock.now())


def hurry(kinds: list[str]) -> None:
    """Have the waiting jobs of these kinds run now."""
    waiting = update(Job).where(Job.kind.in_(kinds), Job.state == "waiting")
    db.session.execute(waiting.values(run_at=clock.now()))


def anything_due() -> bool:
    """True when a job could be claimed; takes no lock."""
    found = bool(rows(ANY))
    db.session.rollback()
    return found


def release() -> int:
    """Give back what a worker that died had in hand, without waiting for its lease; answers how many."""
    running = update(Job).where(Job.state == "running").values(state="waiting", leased_until=None)
    return db.session.execute(running).rowcount  # type: ignore[attr-defined,no-any-return]


def claim() -> list[Job]:
    """Take the next due job (with its like, for kinds done in batches) under a lease."""
    now = clock.now()
    job = db.session.execute(FIRST).scalar_one_or_none()
    if job is None:
        return []
    if job.attempts >= MOST_CLAIMS:
        job.state, job.leased_until, job.last_error = "dead", None, "the worker died of it, each time"
        db.session.flush()
        return claim()
    batch = [job]
    size = KINDS[job.kind].batch if job.kind in KINDS else 1
    if size > 1:
        like = (select(Job).where(DUE, Job.kind == job.kind, Job.id != job.id, Job.attempts < MOST_CLAIMS)
                .order_by(Job.id).limit(size - 1).with_for_update(skip_locked=True))
        batch += db.session.execute(like).scalars()
    for taken in batch:
        taken.state, taken.leased_until, taken.dedupe = "running", now + LEASE, None
        taken.attempts += 1
    db.session.flush()
    return batch


def finish(ids: list[int]) -> None:
    """Done: the rows go, in the transaction of the work itself."""
    db.session.execute(delete(Job).where(Job.id.in_(ids)))


def fail(ids: list[int], error: str) -> None:
    """Try again later, or put aside after the last try with its error for whoever is in charge."""
    for job in db.session.execute(select(Job).where(Job.id.in_(ids))).scalars():
        job.last_error = error[:500]
        job.leased_until = None
        if job.attempts >= ATTEMPTS:
            job.state = "dead"
        else:
            job.state = "waiting"
            job.run_at = clock.now() + BACK_OFF[job.attempts - 1]


def retry_dead() -> int:
    """Give every job that was put aside another chance; answers how many."""
    again = update(Job).where(Job.state == "dead").values(state="waiting", attempts=0, run_at=clock.now())
    return db.session.execute(again).rowcount  # type: ignore[attr-defined,no-any-return]


def counts() -> dict[str, int]:
    """Number of jobs by state; those waiting for an hour still to come as `planned`."""
    later = and_(Job.state == "waiting", Job.run_at > clock.now())
    every = select(case((later, "planned"), else_=Job.state).label("name")).subquery()
    found = select(every.c.name, func.count()).group_by(every.c.name)
    return {name: number for name, number in db.session.execute(found)}


def dead(limit: int = 20) -> list[Job]:
    """Jobs that were put aside, newest first."""
    found = select(Job).where(Job.state == "dead").order_by(Job.id.desc()).limit(limit)
    return list(db.session.execute(found).scalars())
