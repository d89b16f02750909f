"""A running worker: a thread for each kind, stopped when told, outliving a database that is away."""

import os
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal import outbox
from portal.db import Database, writing
from portal.mail import sample_mails
from portal.outbox import Row
from portal.worker import Worker, stand_back
from tests.harness.live import Clock
from tests.portal.sending import Carrier, a_house, added, put


def soon(holds: Callable[[], bool]) -> bool:
    """Whether something comes to hold before long."""
    end = time.monotonic() + 20
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


def running(worker: Worker, until: Callable[[], bool]) -> bool:
    """Run a worker in a thread until something holds; says whether it came to hold and the worker ended."""
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        held = soon(until)
    finally:
        worker.stop()
        thread.join(20)
    return held and not thread.is_alive()


def test_a_running_worker_sends_what_is_added_and_stops_when_told(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    carrier = Carrier()
    worker = Worker(a_house(database, Clock(now), tmp_path, carrier), poll=0.02)
    with database.session() as session, writing(session):
        for number in range(30):
            put(session, now, kind="line", lane=str(number % 3), values={"n": number})

    assert running(worker, lambda: len(carrier.rows) == 30)

    sent = [row.values["n"] for row in carrier.rows]
    for lane in range(3):
        assert [n for n in sent if n % 3 == lane] == list(range(lane, 30, 3))


def test_a_slow_receiver_of_one_kind_keeps_no_other_kind_waiting(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    let_go = threading.Event()

    def stuck(session: Session, row: Row) -> None:
        let_go.wait(20)

    worker = Worker(a_house(database, Clock(now), tmp_path, stuck), poll=0.02)
    with database.session() as session:
        added(session, now, kind="line", lane="a")
        added(session, now, lane="b")
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        assert soon(lambda: bool(sample_mails(tmp_path / "mails")))
        assert not let_go.is_set()
    finally:
        let_go.set()
        worker.stop()
        thread.join(20)


def test_a_worker_outlives_a_database_that_is_away(
    database: Database, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.worker._AFTER_FAULT", 0.02)
    carrier, looks, real = Carrier(), [0], outbox.due

    def away(*given: Any) -> bool:
        looks[0] += 1
        if looks[0] < 4:
            raise OSError
        return real(*given)

    monkeypatch.setattr(outbox, "due", away)
    worker = Worker(a_house(database, Clock(now), tmp_path, carrier), poll=0.02)
    with database.session() as session:
        added(session, now, kind="line")

    assert running(worker, lambda: len(carrier.rows) == 1)


def test_a_worker_works_behind_those_that_somebody_waits_for(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    house, before, seen = a_house(database, Clock(now), tmp_path), sys.getswitchinterval(), list[int]()

    def begun() -> None:
        # To Linux each thread has a niceness of its own, and hands it on to those it begins: this one ends with it.
        seen.append(os.getpriority(os.PRIO_PROCESS, 0))
        for _ in range(2):
            stand_back(house)
            seen.append(os.getpriority(os.PRIO_PROCESS, 0))
        seen.append(_nice_of_a_thread())

    thread = threading.Thread(target=begun)
    thread.start()
    thread.join(20)
    switched = sys.getswitchinterval()
    sys.setswitchinterval(before)

    first, *later = seen
    # Whoever runs the tests may stand back already; a second call goes no further.
    assert later == [first if first >= 10 else min(first + 10, 19)] * 3
    assert switched == pytest.approx(0.001)
    assert database.queue is None or database.queue.gives_way


def _nice_of_a_thread() -> int:
    """How nice a thread is that is begun from here."""
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(os.getpriority(os.PRIO_PROCESS, 0)))
    thread.start()
    thread.join(20)
    return found[0]
