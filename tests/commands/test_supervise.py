"""The processes of ./run are kept running, and none is left behind."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from commands.supervise import Child, Crew

LISTENS = "import time\nwhile True: time.sleep(0.05)"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True)\n{LISTENS}"
HAS_A_CHILD = f"import subprocess, sys\nprint(subprocess.Popen([sys.executable, '-c', {LISTENS!r}]).pid, flush=True)\n{LISTENS}"


def child(program: str, tmp_path: Path) -> Child:
    """A child that runs a small Python program and writes what it says into a file."""
    kept = f"import sys; sys.stdout = open({str(tmp_path / 'said')!r}, 'a')\n{program}"
    return Child("見本", [sys.executable, "-c", kept], os.environ, tmp_path)


def wait_for(condition: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def pid(one: Child) -> int:
    """The number of the process that runs now; 0 for none."""
    return one.process.pid if one.process else 0


def runs(number: int) -> bool:
    """Whether a process exists and has not ended."""
    status = Path(f"/proc/{number}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_killed_child_is_started_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = child(LISTENS, tmp_path)
    crew = Crew([one])
    crew.start()
    first = pid(one)
    # It has run for an hour, so this is its first fall in a while and it is started at once.
    one.started -= 3600
    watching = threading.Thread(target=crew.watch, args=(lambda: True,))
    watching.start()

    os.kill(first, signal.SIGKILL)
    wait_for(lambda: pid(one) not in {0, first})
    crew.ending.set()
    watching.join()
    second = pid(one)
    crew.stop()

    assert not runs(second)
    assert "見本 が止まりました" in capsys.readouterr().out


def test_a_child_that_keeps_falling_waits_longer_each_time(tmp_path: Path) -> None:
    one = child("", tmp_path)
    crew = Crew([one])
    crew.start()
    waits = []
    for _ in range(3):
        wait_for(one.has_died)
        crew._look_after(one)
        waits.append(one.again_at - time.monotonic())
        one.start()
    crew.stop()

    assert waits == sorted(waits)
    assert waits[0] < 1.1
    assert waits[2] > 3.0


def test_stopping_ends_grandchildren_too(tmp_path: Path) -> None:
    one = child(HAS_A_CHILD, tmp_path)
    crew = Crew([one])
    crew.start()
    said = tmp_path / "said"
    wait_for(lambda: said.exists() and said.read_text().strip())
    grandchild = int(said.read_text())

    crew.stop()

    wait_for(lambda: not runs(grandchild))
    assert not runs(pid(one))


def test_a_deaf_child_is_ended_after_some_patience(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commands.supervise.PATIENCE", 0.3)
    one = child(DEAF, tmp_path)
    crew = Crew([one])
    crew.start()
    wait_for(lambda: (tmp_path / "said").exists() and (tmp_path / "said").read_text())

    crew.stop()

    wait_for(one.has_died)


def test_a_socket_left_by_a_killed_server_is_taken_away(tmp_path: Path) -> None:
    one = child(LISTENS, tmp_path)
    one.leftover = tmp_path / "web.sock"
    one.leftover.touch()
    crew = Crew([one])

    crew.start()
    crew.stop()

    assert not one.leftover.exists()
