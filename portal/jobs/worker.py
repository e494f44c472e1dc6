"""The one worker process: claims, works, commits; killed at any moment it loses nothing."""

import signal
import time
from datetime import timedelta
from types import FrameType

import structlog
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from portal.core.db import db, transaction
from portal.jobs import queue
from portal.jobs.models import Job
from portal.jobs.registry import KINDS

IDLE = 0.5
log = structlog.get_logger()


class Worker:
    """Runs until told to stop (TERM or INT), finishing the job in hand."""

    def __init__(self) -> None:
        self.stopping = False

    def run(self) -> None:
        """Work for ever."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)
        with transaction():
            released = queue.release()
        log.info("worker_started", released=released)
        at_once = True
        while not self.stopping:
            try:
                plan_periodic(at_once=at_once)
                at_once = False
                while not self.stopping and run_one():
                    pass
            except SQLAlchemyError as error:
                db.session.remove()
                log.error("worker_database", error=type(error).__name__, text=str(error)[:200])
                time.sleep(5)
            time.sleep(IDLE)
        log.info("worker_stopped")

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True


def plan_periodic(*, at_once: bool = False) -> None:
    """Make sure a row waits for each periodic kind: after its interval, or now when a worker has just started."""
    periodic = [kind for kind in KINDS.values() if kind.every]
    known = set(db.session.execute(db.select(Job.kind).where(Job.kind.in_([k.name for k in periodic]))).scalars())
    db.session.rollback()
    missing = [kind for kind in periodic if kind.name not in known]
    if missing or at_once:
        with transaction():
            queue.hurry([kind.name for kind in periodic] if at_once else [])
            for kind in missing:
                wait = timedelta(seconds=0 if at_once else kind.every or 0)
                queue.enqueue(kind.name, dedupe=f"periodic {kind.name}", priority=8, after=wait)


def run_one() -> bool:
    """Claim and carry out the next job or batch; False when nothing is due."""
    if not queue.anything_due():
        return False
    with transaction():
        jobs = [(job.id, job.kind, dict(job.payload)) for job in queue.claim()]
    if not jobs:
        return False
    ids, kind = [job[0] for job in jobs], jobs[0][1]
    try:
        if kind not in KINDS:
            raise LookupError(f"unknown kind of job: {kind}")
        with transaction():
            KINDS[kind].handler([job[2] for job in jobs])
            queue.finish(ids)
    except Exception as error:
        if isinstance(error, DBAPIError):
            error.hide_parameters = True  # neither the log nor an administrator reads texts of others
        log.error("job_failed", kind=kind, ids=ids[:5], error=type(error).__name__, exc_info=True)
        with transaction():
            queue.fail(ids, f"{type(error).__name__}: {error}")
    return True


def run_all(limit: int = 10_000) -> int:
    """Carry out everything that is due (tests, commands); answers how many rounds it took."""
    rounds = 0
    while rounds < limit and run_one():
        rounds += 1
    return rounds

