"""Jobs: once a night or every so often, by one worker at a time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal import jobs, tasks
from portal.db import Database, writing
from portal.jobs import Every
from tests.harness.live import Clock

MINUTE = timedelta(minutes=1)


class Work:
    """A job that counts how often it was done, and fails when told to."""

    def __init__(self) -> None:
        self.done: list[datetime] = []
        self.fails = False

    def __call__(self, session: Session, now: datetime) -> None:
        self.done.append(now)
        if self.fails:
            raise ZeroDivisionError


def run(database: Database, job: Callable[..., Any], clock: Clock) -> int:
    return jobs.run_due(database.session, {"job": job}, clock, lambda _name, _error: None)


def test_a_nightly_job_is_done_at_once_and_then_after_two_in_the_morning_in_japan(database: Database) -> None:
    work, clock = Work(), Clock(datetime(2026, 11, 20, 1, 0, tzinfo=UTC))

    for hours, wanted in ((0, 1), (1, 1), (14.9, 1), (0.1, 2), (1, 2), (24, 3)):
        clock.forward(hours=hours)
        run(database, work, clock)
        assert len(work.done) == wanted, clock.moment

    assert work.done[1] == datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


def test_a_job_with_a_span_is_done_when_the_span_is_over(database: Database, now: datetime) -> None:
    work, clock = Work(), Clock(now)
    job = Every(5 * MINUTE, work)

    for minutes in (0, 4, 1, 4, 1):
        clock.forward(minutes=minutes)
        run(database, job, clock)

    assert work.done == [now, now + 5 * MINUTE, now + 10 * MINUTE]


def test_a_job_that_fails_is_told_and_tried_again_soon_but_not_at_once(
    database: Database, now: datetime
) -> None:
    work, clock, told = Work(), Clock(now), list[tuple[str, str]]()
    work.fails = True

    def tell(name: str, error: BaseException) -> None:
        told.append((name, type(error).__name__))

    for minutes in (0, 5, 5):
        clock.forward(minutes=minutes)
        jobs.run_due(database.session, {"job": work}, clock, tell)

    assert len(work.done) == 2
    assert told == [("job", "ZeroDivisionError")] * 2


def test_the_third_failure_in_a_row_becomes_one_task(database: Database, now: datetime) -> None:
    work, clock = Work(), Clock(now)
    work.fails = True

    for _ in range(6):
        run(database, work, clock)
        clock.forward(minutes=10)

    with database.session() as session:
        (task,) = tasks.open_tasks(session, (), nobodys=True)
    assert (task.kind, task.refs, task.n) == ("job_failed", {"job": "job"}, 1)


def test_a_job_that_works_again_is_forgiven(database: Database, now: datetime) -> None:
    work, clock = Work(), Clock(now)
    work.fails = True
    run(database, work, clock)
    work.fails = False
    clock.forward(minutes=10)
    run(database, work, clock)

    with database.session() as session:
        assert jobs.done_at(session, "job") == now + 10 * MINUTE
    clock.forward(minutes=10)
    assert run(database, work, clock) == 0


def test_what_a_failing_job_left_open_is_undone(database: Database, now: datetime) -> None:
    def half(session: Session, now: datetime) -> None:
        with writing(session):
            tasks.add(session, "half", refs={}, now=now)
            raise ZeroDivisionError

    run(database, half, Clock(now))

    with database.session() as session:
        assert not tasks.open_tasks(session, (), nobodys=True)


def test_several_workers_do_a_job_once(database: Database, now: datetime) -> None:
    work, together = Work(), Barrier(4)

    def one(_: int) -> int:
        together.wait(10)
        return run(database, work, Clock(now))

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(one, range(4))) == 1
    assert len(work.done) == 1


def test_a_job_whose_worker_died_is_taken_over_when_its_lease_ends(database: Database, now: datetime) -> None:
    work, clock = Work(), Clock(now)
    with database.session() as session, writing(session):
        lost = jobs.take(session, "job", work, now)
        assert lost is not None

    assert run(database, work, clock) == 0
    clock.forward(minutes=61)
    assert run(database, work, clock) == 1
    with database.session() as session, writing(session):
        jobs.end(session, "job", lost, now, "late")
        assert jobs.done_at(session, "job") == clock.moment


@pytest.mark.parametrize("back", [timedelta(hours=3), timedelta(days=2)])
def test_a_clock_set_back_repeats_no_job(database: Database, now: datetime, back: timedelta) -> None:
    work = Work()
    run(database, work, Clock(now))

    assert run(database, work, Clock(now - back)) == 0
