"""The queue: written with the change, done once, taken over when a worker dies, put aside after three tries."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from portal.core import clock
from portal.core.db import db, transaction
from portal.jobs import queue, worker
from portal.jobs.models import Job
from portal.jobs.registry import KINDS, job

pytestmark = pytest.mark.usefixtures("kinds")
DONE: list[Any] = []


@pytest.fixture
def kinds(app: Flask) -> Iterator[None]:
    """Kinds of work that exist only here; the queue starts empty."""
    before = dict(KINDS)
    DONE.clear()

    @job("probe.note")
    def note(batch: list[dict[str, Any]]) -> None:
        DONE.extend(payload["n"] for payload in batch)

    @job("probe.batch", batch=10)
    def batch(batch: list[dict[str, Any]]) -> None:
        DONE.append([payload["n"] for payload in batch])

    @job("probe.fail")
    def fail(batch: list[dict[str, Any]]) -> None:
        queue.enqueue("probe.note", n="half")
        raise ValueError("hỏng 079084000999")

    with transaction():
        db.session.execute(db.delete(Job))
    yield
    KINDS.clear()
    KINDS.update(before)


def add(kind: str, **more: Any) -> None:
    with transaction():
        queue.enqueue(kind, **more)


def jobs() -> list[Job]:
    db.session.rollback()
    return list(db.session.execute(db.select(Job).order_by(Job.id)).scalars())


def test_carried_out_and_gone() -> None:
    add("probe.note", n=1)
    assert worker.run_all() == 1
    assert (DONE, jobs()) == ([1], [])


def test_rolled_back_with_the_change() -> None:
    def act() -> None:
        with transaction():
            queue.enqueue("probe.note", n=1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act()
    assert jobs() == []


def test_a_waiting_twin_makes_it_needless_a_running_one_does_not() -> None:
    for _ in range(3):
        add("probe.note", dedupe="cùng một việc", n=1)
    assert len(jobs()) == 1
    with transaction():
        assert len(queue.claim()) == 1
    add("probe.note", dedupe="cùng một việc", n=2)
    assert len(jobs()) == 2, "what changed during the run must be looked at again"


def test_dedupe_does_not_undo_the_change_around_it() -> None:
    add("probe.note", dedupe="a", n=1)
    with transaction():
        queue.enqueue("probe.note", n=2)
        queue.enqueue("probe.note", dedupe="a", n=3)
        queue.enqueue("probe.note", n=4)
    worker.run_all()
    assert sorted(DONE) == [1, 2, 4]


def test_like_jobs_come_together() -> None:
    for n in range(12):
        add("probe.batch", n=n)
    assert worker.run_all() == 2
    assert [len(batch) for batch in DONE] == [10, 2]


def test_urgent_first_then_oldest() -> None:
    for n, priority in ((1, 5), (2, 5), (3, 1)):
        add("probe.note", priority=priority, n=n)
    worker.run_all()
    assert DONE == [3, 1, 2]


def test_later_means_later() -> None:
    add("probe.note", after=timedelta(minutes=5), n=1)
    assert worker.run_all() == 0
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        assert worker.run_all() == 1


def test_a_failure_leaves_nothing_half_done_and_waits_longer_each_time() -> None:
    add("probe.fail")
    start, waits = clock.now(), []
    for _ in range(3):
        with time_machine.travel(start + timedelta(hours=len(waits)), tick=False):
            assert worker.run_all() == 1
            row = jobs()[0]
            waits.append((row.state, row.run_at - clock.now()))
    assert [state for state, _ in waits] == ["waiting", "waiting", "dead"]
    assert waits[0][1] < waits[1][1]
    assert DONE == []
    assert [one.kind for one in jobs()] == ["probe.fail"]
    assert jobs()[0].last_error.startswith("ValueError")


def test_put_aside_is_shown_and_tried_again_when_asked() -> None:
    add("probe.fail")
    for hour in range(3):
        with time_machine.travel(clock.now() + timedelta(hours=hour)):
            worker.run_all()
    assert queue.counts() == {"dead": 1}
    assert queue.dead()[0].kind == "probe.fail"
    with transaction():
        assert queue.retry_dead() == 1
    assert queue.counts() == {"waiting": 1}
    with transaction():
        queue.enqueue("probe.note", after=timedelta(hours=1), n=1)
    assert queue.counts() == {"waiting": 1, "planned": 1}, "what has its hour still to come does not wait"


def test_an_unknown_kind_goes_aside_without_stopping_the_rest() -> None:
    add("probe.gone", priority=1)
    add("probe.note", n=1)
    worker.run_all()
    assert DONE == [1]
    assert jobs()[0].last_error.startswith("LookupError")


def test_a_dead_workers_job_is_taken_over_after_its_lease() -> None:
    add("probe.note", n=1)
    with transaction():
        assert len(queue.claim()) == 1
    assert worker.run_all() == 0, "still leased"
    with time_machine.travel(clock.now() + queue.LEASE + timedelta(seconds=1)):
        assert worker.run_all() == 1
    assert DONE == [1]


def test_two_workers_do_each_job_once(app: Flask) -> None:
    with transaction():
        for n in range(60):
            queue.enqueue("probe.note", n=n)
    db.session.remove()

    def work() -> None:
        with app.app_context():
            worker.run_all()
            db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(DONE) == list(range(60))
    assert jobs() == []


def test_periodic_work_is_planned_once() -> None:
    @job("probe.daily", every=3600)
    def daily(batch: list[dict[str, Any]]) -> None:
        DONE.append("daily")

    for _ in range(2):
        worker.plan_periodic()
    assert [one.kind for one in jobs()].count("probe.daily") == 1
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        worker.run_all()
        worker.plan_periodic()
    assert DONE.count("daily") == 1
    assert [one.kind for one in jobs()].count("probe.daily") == 1


def test_the_loop_stops_when_told() -> None:
    add("probe.note", n=1)
    one = worker.Worker()

    @job("probe.stop")
    def stop(batch: list[dict[str, Any]]) -> None:
        one._stop(15, None)

    add("probe.stop")
    one.run()
    assert DONE == [1]


def test_a_worker_that_starts_takes_back_what_the_dead_one_had_in_hand(app: Flask) -> None:
    with transaction():
        queue.enqueue("probe.note", n=7)
    with transaction():
        assert len(queue.claim()) == 1
    assert not worker.run_one()
    with transaction():
        assert queue.release() == 1
    assert worker.run_one()
    assert DONE == [7]
