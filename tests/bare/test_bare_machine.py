"""The proof on a bare machine: a fresh clone, `./run` answers, says what it needs where it may not install, `./check` passes."""

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bare.machine import HOUSE, Machine, bare
from tests.harness.processes import children

pytestmark = [pytest.mark.long, pytest.mark.bare]

FIRST, SECOND, PATIENCE = 600.0, 20.0, 0.2


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    """One bare machine for the tests below, which run in the order they stand in."""
    assert os.geteuid() == 0, "the proof on a bare machine needs root: sudo ./check --all"
    assert shutil.which("debootstrap"), "debootstrap is not installed: apt-get install debootstrap"
    with bare() as made:
        yield made


def free_port() -> int:
    """A port that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


def answers(port: int, run: "subprocess.Popen[bytes]", patience: float) -> float:
    """Wait until the front page is there; how long that took."""
    begun = time.monotonic()
    while time.monotonic() - begun < patience and run.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
                assert "くらしの窓" in page.read().decode()
        except OSError:
            time.sleep(PATIENCE)
        else:
            return time.monotonic() - begun
    raise AssertionError(f"no answer after {time.monotonic() - begun:.0f} s")


def serve(machine: Machine, log: Path, patience: float) -> float:
    """Start ./run, wait for the front page, end it as Ctrl-C does; how long the page took."""
    port = free_port()
    run = machine.start(f"cd {HOUSE} && exec ./run", log, PORT=str(port))
    try:
        return answers(port, run, patience)
    except AssertionError as fault:
        raise AssertionError(f"{fault}\n{log.read_text(errors='replace')[-4000:]}") from fault
    finally:
        # The first process on the machine is ./run's; unshare hands our signals to nobody, so it is ended from inside.
        for pid in children(run.pid):
            os.kill(pid, signal.SIGINT)
        run.wait(30)


def test_without_root_and_venv_one_line_says_what_to_install(machine: Machine) -> None:
    done = machine.say(f"cd {HOUSE} && setpriv --reuid=65534 --clear-groups ./run")

    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stdout
    assert done.stdout.count("\n") == 1


def test_a_fresh_clone_runs(machine: Machine, tmp_path: Path) -> None:
    assert serve(machine, tmp_path / "run.log", FIRST) < FIRST


def test_a_second_start_takes_seconds(machine: Machine, tmp_path: Path) -> None:
    assert serve(machine, tmp_path / "run.log", SECOND) < SECOND


def test_the_gate_passes_there(machine: Machine) -> None:
    done = machine.say(f"cd {HOUSE} && ./check", CI="true")

    assert done.returncode == 0, done.stdout[-6000:]
    assert done.stdout.rstrip().endswith(" passed, 0 failed")
