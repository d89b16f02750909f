"""Turns of writers: one at a time, in threads and in processes, and nobody waits for ever for whoever stands still."""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from portal import turns
from portal.db import Database, writing
from portal.refused import Refused
from portal.turns import Queue, TooLong


@contextmanager
def somebody_stands_still(path: Path) -> Iterator[None]:
    """Another process's writer, as the lock file sees one: it has the turn and does not go on."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
        fcntl.flock(file, fcntl.LOCK_UN)


def opened(path: Path) -> int:
    return [str(one.readlink()) for one in Path("/proc/self/fd").iterdir() if one.is_symlink()].count(
        str(path)
    )


def test_one_writes_at_a_time_and_every_turn_comes(tmp_path: Path) -> None:
    queue, inside, most = Queue(str(tmp_path / "queue")), [0], [0]

    def write() -> None:
        for _ in range(50):
            with queue.turn():
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1

    threads = [threading.Thread(target=write) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert most == [1]
    assert opened(tmp_path / "queue") == 1


def test_threads_that_come_first_at_once_stand_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    together, made = threading.Barrier(4), turns._Here
    monkeypatch.setattr(turns, "_Here", lambda path: (together.wait(5), made(path))[1])
    queue = Queue(str(tmp_path / "queue"))

    def write() -> None:
        with queue.turn():
            time.sleep(0.02)

    threads = [threading.Thread(target=write) for _ in range(together.parties)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert opened(tmp_path / "queue") == 1


def test_who_waits_for_another_process_has_the_turn_as_soon_as_it_is_free(tmp_path: Path) -> None:
    path, had = tmp_path / "queue", list[str]()
    queue = Queue(str(path))

    def write(name: str) -> None:
        with queue.turn():
            had.append(name)

    for name in ("first", "second"):
        # The second time the one who waits is there already.
        with somebody_stands_still(path):
            thread = threading.Thread(target=write, args=(name,))
            thread.start()
            assert name not in had
        thread.join(5)

    assert had == ["first", "second"]


def test_nobody_waits_for_ever_and_the_next_turn_is_a_good_one(tmp_path: Path) -> None:
    path = tmp_path / "queue"
    queue = Queue(str(path), patience=0.05)

    with somebody_stands_still(path):
        for _ in range(3):
            with pytest.raises(TooLong), queue.turn():
                pass
    deadline = time.monotonic() + 5
    while opened(path) > 1 and time.monotonic() < deadline:
        time.sleep(0.005)

    assert opened(path) == 1
    with queue.turn():
        pass


def test_threads_of_one_process_do_not_wait_for_ever_either(tmp_path: Path) -> None:
    queue, said = Queue(str(tmp_path / "queue"), patience=0.05), list[str]()

    def write() -> None:
        try:
            with queue.turn():
                said.append("had")
        except TooLong:
            said.append("too long")

    with queue.turn():
        thread = threading.Thread(target=write)
        thread.start()
        thread.join(5)

    assert said == ["too long"]


def test_a_forked_process_stands_in_a_line_of_its_own(tmp_path: Path) -> None:
    queue = Queue(str(tmp_path / "queue"), patience=0.05)
    with queue.turn():
        child = os.fork()
        if not child:
            try:
                with queue.turn():
                    os._exit(1)
            except TooLong:
                os._exit(0)
        assert os.waitpid(child, 0)[1] == 0


def test_whoever_waits_too_long_is_told_so_on_both_databases(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.is_sqlite:
        assert database.queue is not None
        monkeypatch.setattr(database.queue, "_patience", 0.05)
        with somebody_stands_still(Path(f"{database.url.database}.queue")):
            _is_refused(database)
        return
    monkeypatch.setattr(turns, "PATIENCE", 0.05)
    database.dispose()
    address = database.engine.url.render_as_string(hide_password=False).replace("+psycopg", "")
    with psycopg.connect(address) as other:
        other.execute("LOCK TABLE tasks")
        _is_refused(database)


def _is_refused(database: Database) -> None:
    with database.session() as session, pytest.raises(Refused, match="too_crowded") as refused:  # noqa: SIM117
        with writing(session):
            session.execute(text("DELETE FROM tasks"))
    assert refused.value.status == 503


def test_who_is_waited_for_goes_first_and_nobody_gives_way_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "_COURTESY", 0.2)
    patient, hurried = Queue(str(tmp_path / "queue")), Queue(str(tmp_path / "queue"))
    patient.gives_way = True
    # Somebody who is waited for wants to write all the time.
    with (tmp_path / "queue.first").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        begun = time.monotonic()
        with hurried.turn():
            at_once = time.monotonic() - begun
        begun = time.monotonic()
        with patient.turn():
            late = time.monotonic() - begun

    assert at_once < 0.1
    assert 0.2 <= late < 2.0
