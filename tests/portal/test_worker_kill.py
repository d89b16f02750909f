"""Killed at any instant, the worker loses no mail, changes no Message-ID and keeps the order of every lane."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from portal.db import Database, writing
from portal.outbox import Outbox
from tests.harness.mail import Mailbox
from tests.portal.sending import VALUES, furnished, put

ROOT = Path(__file__).parents[2]
LEASE = 1.0
PEOPLE = 8
SCALE = {"fast": (40, 4), "normal": (64, 6), "all": (200, 12)}


@contextmanager
def worker(url: str, box: Mailbox) -> Iterator[subprocess.Popen[str]]:
    """A worker process that has begun to work; killed at the end if it still runs."""
    command = [sys.executable, "-m", "tests.portal.working", url, str(box.port), str(LEASE)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "working\n"
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                process.kill()


def store(database: Database, numbers: range) -> None:
    """One mail for each number; neighbours go to different people."""
    now = datetime.now(UTC)
    with database.session() as session, writing(session):
        for number in numbers:
            to = f"resident{number % PEOPLE}@mail.example"
            put(session, now, lane=to, values={**VALUES, "to": to, "receipt": f"N{number:04d}"})


def open_rows(database: Database) -> int:
    with database.session() as session:
        return len(session.scalars(select(Outbox.no).where(Outbox.state.in_(("waiting", "leased")))).all())


def wait_until_in_flight(database: Database, seconds: float) -> None:
    """Until the worker that now runs has taken something new."""
    taken = select(func.sum(Outbox.attempts))
    end = time.monotonic() + seconds
    with database.session() as session:
        before = session.scalar(taken)
        while session.scalar(taken) == before and time.monotonic() < end:
            session.rollback()
            time.sleep(0.01)


def wait_until_sent(database: Database, seconds: float) -> None:
    end = time.monotonic() + seconds
    while open_rows(database) and time.monotonic() < end:
        time.sleep(0.1)
    assert open_rows(database) == 0


def numbers_of(box: Mailbox, person: int) -> list[int]:
    """Which mails reached a person, in the order of their first arrival."""
    subjects = [str(message["Subject"]) for message in box.to(f"resident{person}@mail.example")]
    return list(dict.fromkeys(int(subject.partition("N")[2][:4]) for subject in subjects))


def ids_by_number(box: Mailbox) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for message in box.messages:
        number = int(str(message["Subject"]).partition("N")[2][:4])
        found.setdefault(number, set()).add(str(message["Message-ID"]))
    return found


def test_every_mail_arrives_in_its_lanes_order_however_often_workers_are_killed(
    database: Database, database_url: str, slow_smtp: Mailbox, scale: str
) -> None:
    mails, kills = SCALE[scale]
    seed = int(os.environ.get("KURASHI_SEED", random.randrange(10**6)))  # noqa: S311 (it is printed to be repeated)
    print(f"seed {seed}: KURASHI_SEED={seed} repeats it")
    chance = random.Random(seed)  # noqa: S311 (as above)
    furnished(database)
    store(database, range(mails // 2))

    for kill in range(kills):
        with worker(database_url, slow_smtp) as process:
            if kill == kills // 2:
                store(database, range(mails // 2, mails))
            # On a busy machine a worker may take seconds to begin; most kills shall fall into its work.
            if kill % 4:
                wait_until_in_flight(database, 20)
            time.sleep(chance.uniform(0, 0.3))
            process.kill()
    with worker(database_url, slow_smtp), worker(database_url, slow_smtp):
        wait_until_sent(database, 180)

    ids = ids_by_number(slow_smtp)
    assert set(ids) == set(range(mails))
    assert all(len(known) == 1 for known in ids.values())
    assert len({next(iter(known)) for known in ids.values()}) == mails
    for person in range(PEOPLE):
        assert numbers_of(slow_smtp, person) == list(range(person, mails, PEOPLE))
    with database.session() as session:
        assert set(session.scalars(select(Outbox.state))) == {"done"}
        # The kills fell into the work and not beside it.
        assert max(session.scalars(select(Outbox.attempts))) > 1


def test_a_worker_told_to_stop_finishes_what_it_began_and_gives_back_the_rest(
    database: Database, database_url: str, slow_smtp: Mailbox
) -> None:
    furnished(database)
    store(database, range(48))

    with worker(database_url, slow_smtp) as process:
        while not slow_smtp.messages:
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0

    with database.session() as session:
        states = session.execute(select(Outbox.state, Outbox.attempts)).all()
    done = [attempts for state, attempts in states if state == "done"]
    assert len(done) == len(slow_smtp.messages)
    assert {(state, attempts) for state, attempts in states if state != "done"} <= {("waiting", 0)}
