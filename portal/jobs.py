"""Jobs: work that is done once a night or every so often, by one worker at a time however many there are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal import tasks
from portal.db import Base, inserting, must_write, new_id, writing
from portal.opening import TOKYO

Do = Callable[..., Any]
# The night's work begins at two, when the counters are long closed and the next day's date holds everywhere.
_NIGHT = timedelta(hours=2)
_LEASE = timedelta(hours=1)
_AGAIN_AFTER = timedelta(minutes=10)
# A clock is set back by hours without having been wrong about the day; further than this it had been wrong.
_CLOCKS = timedelta(days=7)
# What is done every so often may be done once more than it must, so that it need not rest until a wrong clock's moment comes.
_AHEAD = timedelta(minutes=5)


@dataclass(frozen=True)
class Every:
    """A job that is done again after some time; one without this is done once a night."""

    span: timedelta
    do: Do

    def __call__(self, session: Session, now: datetime) -> Any:
        return self.do(session, now)


class JobRun(Base):
    """When a job was last begun and finished, and who holds it now."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(primary_key=True)
    begun_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    lease: Mapped[UUID | None]
    leased_until: Mapped[datetime | None]
    last_error: Mapped[str | None]
    failures: Mapped[int] = mapped_column(default=0)


def is_due(job: Do, run: JobRun | None, now: datetime) -> bool:
    """Whether a job's time has come: never done, done on an earlier night, or done long enough ago."""
    if run is None or run.begun_at is None:
        return True
    if _under_a_wrong_clock(job, run.begun_at, now, held=run.lease is not None):
        return True
    if run.leased_until is not None and run.leased_until > now:
        return False
    if run.lease is not None or run.last_error is not None:
        # It was begun and did not end well; it is tried again soon, but not at once.
        return now >= run.begun_at + _AGAIN_AFTER
    if isinstance(job, Every):
        return now >= run.begun_at + job.span
    return night(now) > night(run.begun_at)


def _under_a_wrong_clock(job: Do, begun_at: datetime, now: datetime, *, held: bool) -> bool:
    """Whether it was begun under a clock that has been put back since; without this it would rest until that moment comes."""
    if not isinstance(job, Every):
        return begun_at > now + _CLOCKS
    # Whoever holds it may have begun an hour ago, by a clock that was set back by one.
    return begun_at > now + (_LEASE if held else _AHEAD)


def night(now: datetime) -> int:
    """The number of the night that a moment belongs to; it changes at two in the morning in Japan."""
    return (now.astimezone(TOKYO) - _NIGHT).toordinal()


def due(session: Session, jobs: Mapping[str, Do], now: datetime) -> list[str]:
    """The jobs whose time has come; a glance that locks nothing."""
    runs = {run.name: run for run in session.scalars(_runs(jobs))}
    return [name for name, job in jobs.items() if is_due(job, runs.get(name), now)]


def take(session: Session, name: str, job: Do, now: datetime) -> UUID | None:
    """Take a job, in the caller's writing block; None where another worker has it or has just done it."""
    must_write(session)
    session.execute(inserting(session, JobRun).values(name=name, failures=0).on_conflict_do_nothing())
    run = session.scalars(_runs([name]).with_for_update()).one()
    if not is_due(job, run, now):
        return None
    lease = new_id()
    run.begun_at, run.lease, run.leased_until = now, lease, now + _LEASE
    session.flush()
    return lease


def done_at(session: Session, name: str) -> datetime | None:
    """When a job was last done well; the worker's heartbeat is one of them."""
    run: JobRun | None = session.scalars(_runs([name])).one_or_none()
    return None if run is None else run.done_at


def end(session: Session, name: str, lease: UUID, now: datetime, error: str | None = None) -> None:
    """Note how a job ended, in the caller's writing block; the third failure in a row becomes a task."""
    run = session.scalars(_runs([name]).with_for_update()).one()
    if run.lease != lease:
        return
    run.lease = run.leased_until = None
    run.last_error, run.failures = error, run.failures + 1 if error else 0
    run.done_at = run.done_at if error else now
    if run.failures == 3:
        tasks.add(session, "job_failed", refs={"job": name}, now=now, key=f"job_failed:{name}")
    session.flush()


def run_due(
    database_session: Callable[[], Session],
    jobs: Mapping[str, Do],
    clock: Callable[[], datetime],
    tell: Callable[[str, BaseException], None],
) -> int:
    """Do every job whose time has come, each with a session of its own; says how many were begun."""
    with database_session() as session:
        names = due(session, jobs, clock())
    begun = 0
    for name in names:
        with database_session() as session:
            begun += _run(session, name, jobs[name], clock, tell)
    return begun


def _run(
    session: Session,
    name: str,
    job: Do,
    clock: Callable[[], datetime],
    tell: Callable[[str, BaseException], None],
) -> bool:
    with writing(session):
        lease = take(session, name, job, clock())
    if lease is None:
        return False
    error = None
    try:
        job(session, clock())
    except Exception as caught:  # noqa: BLE001 (a job that fails must stop neither the others nor the worker)
        session.rollback()
        tell(name, caught)
        error = type(caught).__name__
    with writing(session):
        end(session, name, lease, clock(), error)
    return True


def _runs(names: Any) -> Any:
    query = select(JobRun).where(JobRun.name.in_(list(names)))
    return query.execution_options(populate_existing=True)
