"""The place of a soak: a town on two web servers with two workers, of which one each and the database fall at random."""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

from benchmarks.parts import serving
from commands import serve
from commands.supervise import Child
from tests.faults.house import end, processes
from tests.harness import postgres
from tests.harness.line import events
from tests.harness.line.alone import Alone, alone

PATIENCE = 90.0
# Megabytes; what helps a web server and does not serve holds less.
SMALL = 30.0
# Which of the two never falls, so that its memory can be watched all the time.
STEADY, FALLING = "steady", "falling"
# After whatever fell answers again, requests may fail for so long and no longer; docs/operating.md promises it.
GRACE = 5.0


@dataclass(frozen=True)
class Fall:
    """Something fell: what, from when until when it answered again, and at which web server alone it could be felt."""

    what: str
    begun: float
    ended: float
    port: int | None = None

    def explains(self, begun: float, ended: float, port: int) -> bool:
        """Whether a request that failed met this."""
        return self.port in {None, port} and begun <= self.ended + GRACE and ended >= self.begun


@dataclass
class Place:
    """Everything that runs, what falls of it, and what was seen."""

    url: str
    env: Mapping[str, str]
    web: Mapping[str, int]
    children: Mapping[str, Child]
    line: Alone
    server: postgres.Server | None
    chance: random.Random
    falls: list[Fall] = field(default_factory=list)
    next: list[str] = field(default_factory=list)

    def fall(self) -> None:
        """Let one thing fall, each as often as the others, and wait until it answers again."""
        ways = self._ways()
        if not self.next:
            self.next = self.chance.sample(sorted(ways), len(ways))
        what = self.next.pop()
        begun = time.monotonic()
        self.falls.append(Fall(what, begun, begun + PATIENCE))
        ways[what]()
        port = self.web[FALLING] if "web" in what else None
        self.falls[-1] = Fall(what, begun, time.monotonic(), port)

    def _ways(self) -> Mapping[str, Callable[[], None]]:
        found: dict[str, Callable[[], None]] = {
            "web": self._kill_web, "one web process": self._kill_one, "worker": self._kill_worker,
        }  # fmt: skip
        if self.server is not None:
            found |= {f"database, {how}": lambda how=how: self._restart(how) for how in ("fast", "immediate")}  # type: ignore[misc]
        return found

    def _kill_web(self) -> None:
        end(self.children[FALLING])
        self.children[FALLING].start()
        self.answers(FALLING)

    def _kill_one(self) -> None:
        child = self.children[FALLING]
        before = processes(child)
        os.kill(self.chance.choice(before[1:]), signal.SIGKILL)
        _until(lambda: child.has_died() or len(processes(child)) >= len(before))
        if child.has_died():
            # After several falls in a row the server gives up, and whoever supervises it starts it again.
            self._kill_web()
        self.answers(FALLING)

    def _kill_worker(self) -> None:
        child = self.children[f"{FALLING} worker"]
        end(child)
        child.start()

    def _restart(self, how: str) -> None:
        if self.server is not None:
            self.server.restart(how)
        for name in self.web:
            self.answers(name)

    def answers(self, name: str) -> None:
        """Wait until a web server answers and reads the database."""

        def healthy() -> bool:
            with suppress(OSError), urlopen(f"http://127.0.0.1:{self.web[name]}/ready", timeout=5) as answer:
                return bool(answer.status == 200)
            return False

        _until(healthy)

    def memory(self) -> dict[int, float]:
        """Megabytes that each web process and the worker that never fall have for themselves, whoever else lives."""
        web, worker = processes(self.children[STEADY])[1:], processes(self.children[f"{STEADY} worker"])[:1]
        return {pid: held for pid in sorted((*web, *worker)) if (held := _private(pid)) > SMALL}


def _private(pid: int) -> float:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    lines = (line.split() for line in rollup.splitlines() if line.startswith("Private_"))
    return sum(int(words[1]) for words in lines) / 1024


def _until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > deadline:
            raise RuntimeError(f"it did not come back within {PATIENCE:.0f} seconds")
        time.sleep(0.05)


@contextmanager
def place(kind: str, chance: random.Random) -> Iterator[Place]:
    """Start all of it, with the sample town in it; at the end all of it is killed."""
    with serving.folder() as folder, alone() as line, _database(kind, folder) as (url, server):
        env = _env(folder, url, line)
        for words in (("db", "upgrade"), ("sample", "load"), ("chatbot", "build")):
            command = [sys.executable, "-m", "flask", *words]
            subprocess.run(command, cwd=serving.ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
        web = {name: _free_port() for name in (STEADY, FALLING)}
        children = {
            name: _child(name, serve.web(folder, "127.0.0.1", port, behind_nginx=False), env)
            for name, port in web.items()
        }
        children |= {f"{name} worker": _child(name, serve.flask("outbox", "run"), env) for name in web}
        found = Place(url, env, web, children, line, server, chance)
        try:
            for child in children.values():
                child.start()
            for name in web:
                found.answers(name)
            yield found
        finally:
            for child in children.values():
                end(child)


def _child(name: str, command: list[str], env: Mapping[str, str]) -> Child:
    return Child(name, command, env, serving.ROOT)


def _env(folder: Path, url: str, line: Alone) -> dict[str, str]:
    return {
        **os.environ, "PYTHONPATH": str(serving.ROOT), "FLASK_APP": "wsgi", "WORKERS": "2",
        "KURASHI_VAR": str(folder / "var"), "KURASHI_DATABASE_URL": url, "KURASHI_LOG_LEVEL": "CRITICAL",
        # Everybody comes from this one machine: counted as always, but never made to wait.
        "KURASHI_FORMS_PER_NETWORK": "1000000",
        "KURASHI_LINE_TOKEN": events.TOKEN, "KURASHI_LINE_SECRET": events.SECRET,
        "KURASHI_LINE_API_URL": line.address, "KURASHI_LINE_DATA_URL": line.address,
    }  # fmt: skip


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[tuple[str, postgres.Server | None]]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'town.db'}", None
        return
    server = postgres.Server(postgres.debian() or postgres.wheel(), folder / "postgres")
    server.start(serving.DURABLE)
    try:
        yield server.url(), server
    finally:
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port
