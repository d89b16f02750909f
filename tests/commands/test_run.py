"""./run as a newcomer meets it: it answers, says where and who, survives what it should, and leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.alone

ROOT = Path(__file__).parents[2]
PATIENCE, SLOW_PEOPLE = 60.0, 8
# Four seconds when the machine has nothing else to do; a first start, which installs, takes minutes.
SECOND_START = 30.0
FRONTS = ["no", *(["yes"] if shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin:/bin") else [])]


@dataclass(frozen=True)
class Run:
    """A ./run that answers."""

    process: "subprocess.Popen[str]"
    port: int
    log: Path

    def get(self, path: str = "/", timeout: float = 5.0) -> str:
        """Open a page."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=timeout) as page:
            source: str = page.read().decode()
        return source

    def answers(self) -> bool:
        """Whether the front page is there."""
        with suppress(OSError):
            return "くらしの窓" in self.get()
        return False

    def descendants(self) -> list[int]:
        """Every process it started, and theirs."""
        found, waiting = [], [self.process.pid]
        while waiting:
            children = Path(f"/proc/{(pid := waiting.pop())}/task/{pid}/children")
            with suppress(OSError):
                waiting += (new := [int(word) for word in children.read_text().split()])
                found += new
        return found

    def standing(self) -> set[int]:
        """Those that are there to stay: the made-up past is written once."""
        found = set()
        for pid in self.descendants():
            with suppress(OSError):
                words = Path(f"/proc/{pid}/cmdline").read_bytes()
                # One that has ended has no words left.
                if words and b"history" not in words:
                    found.add(pid)
        return found


def wait_for(condition: Callable[[], bool], what: str, patience: float = PATIENCE) -> float:
    """Wait until something holds; how long that took."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < patience, what
        time.sleep(0.05)
    return time.monotonic() - begun


def free_port() -> int:
    """A port that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


@contextmanager
def running(var: Path, nginx: str = "no") -> Iterator[Run]:
    """Start ./run on a folder of its own and end it as Ctrl-C does."""
    port, log = free_port(), var.parent / f"run-{time.monotonic_ns()}.log"
    env = {**os.environ, "PORT": str(port), "KURASHI_VAR": str(var), "KURASHI_INSTALL": "no", "NGINX": nginx}
    with log.open("w") as said:
        process = subprocess.Popen(
            [ROOT / "run"], env=env, stdin=subprocess.DEVNULL, stdout=said, stderr=said, text=True
        )
    run = Run(process, port, log)
    try:
        wait_for(lambda: "Ctrl-C" in log.read_text() or process.poll() is not None, "no start")
        assert process.poll() is None, log.read_text()
        yield run
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town's folder, filled by the first start and found by the later ones."""
    return tmp_path_factory.mktemp("run") / "var"


@pytest.fixture(scope="module", params=FRONTS)
def town(var: Path, request: pytest.FixtureRequest) -> Iterator[Run]:
    """One that runs for several tests, without nginx and with it."""
    with running(var, request.param) as run:
        yield run


def test_it_answers_and_says_where_and_who(var: Path) -> None:
    with running(var) as run:
        assert run.answers()
        said = run.log.read_text()

    assert f"http://127.0.0.1:{run.port}/" in said
    assert "/staff" in said
    assert "見本" in said


def test_a_second_start_takes_seconds_and_its_end_leaves_no_process_and_no_folder(var: Path) -> None:
    begun = time.monotonic()
    with running(var, FRONTS[-1]) as run:
        assert time.monotonic() - begun < SECOND_START
        assert run.answers()
        started = run.descendants()
        assert len(started) >= 4

    assert run.process.returncode == 0
    assert [pid for pid in started if alive(pid)] == []
    assert "終わります" in run.log.read_text()


def test_eight_slow_uploaders_stop_nobody(town: Run) -> None:
    ending = threading.Event()
    slow = [threading.Thread(target=upload_slowly, args=(town.port, ending)) for _ in range(SLOW_PEOPLE)]
    for one in slow:
        one.start()
    time.sleep(1.0)

    waits = []
    for _ in range(40):
        begun = time.monotonic()
        assert "くらしの窓" in town.get()
        waits.append(time.monotonic() - begun)
    ending.set()
    for one in slow:
        one.join()

    assert max(waits) < 1.0, sorted(waits)[-5:]


def upload_slowly(port: int, ending: threading.Event) -> None:
    """Announce a large form and send it a few bytes at a time."""
    head = "POST /applications/resume HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    with socket.create_connection(("127.0.0.1", port)) as connection, suppress(OSError):
        connection.sendall(f"{head}Content-Length: 1000000\r\n\r\n".encode())
        while not ending.wait(0.1):
            connection.sendall(b"a" * 20)


def test_whatever_is_killed_comes_back(town: Run) -> None:
    before = town.standing()
    for pid in before:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    wait_for(
        lambda: len(town.standing() - before) >= len(before), f"not all came back\n{town.log.read_text()}"
    )
    wait_for(town.answers, "no answer after the fall")


def alive(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_taken_port_is_refused_in_one_line(var: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        env = {**os.environ, "PORT": str(port), "KURASHI_VAR": str(var), "KURASHI_INSTALL": "no"}
        done = subprocess.run([ROOT / "run"], env=env, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "PORT=8001 ./run" in done.stderr
