"""A house that dies: the real web server, worker and an uploader as processes, killed outright and started again."""

import os
import random
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

from commands import serve
from commands.supervise import Child
from tests.harness.processes import of_group
from tests.harness.resident import Resident

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
# Each is killed as often as the others, in an order of chance.
VICTIMS = ("web", "one of web", "worker", "uploads")


@dataclass
class Mortal:
    """The processes of one town, any of which may be killed at any moment."""

    port: int
    children: Mapping[str, Child]
    chance: random.Random
    killed: list[str] = field(default_factory=list)
    next: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    hands: threading.Lock = field(default_factory=threading.Lock)

    def kill_one(self) -> None:
        """Kill the worker, the uploader, one web process or the whole web server, and start again what is gone."""
        if len(self.killed) % len(VICTIMS) == 0:
            self.next = self.chance.sample(VICTIMS, len(VICTIMS))
        name = self.next.pop()
        self.killed.append(name)
        if name == "one of web":
            # Its master notices and starts another by itself; both may be gone already.
            if here := processes(self.children["web"])[1:]:
                os.kill(self.chance.choice(here), signal.SIGKILL)
            return
        with self.hands:
            again(self.children[name])

    def supervise(self) -> None:
        """Start again what gave up by itself, as systemd does: a server does so after several falls in a row."""
        while not self.over.wait(0.5):
            with self.hands:
                for child in self.children.values():
                    if child.has_died():
                        again(child)

    def wait(self) -> None:
        """Until somebody answers again."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            somebody = Resident(self.port)
            with suppress(OSError, HTTPException), closing(somebody.connection):
                if somebody.open("/ready").status == 200:
                    return
            time.sleep(0.05)
        raise RuntimeError("the web server did not come back")


def again(child: Child) -> None:
    """End it and start it anew."""
    end(child)
    child.start()


def end(child: Child) -> None:
    """Kill a process and whatever it started, and wait until none of them is left."""
    child.signal_all(signal.SIGKILL)
    if child.process is not None:
        child.process.wait()


def processes(child: Child) -> list[int]:
    """The ids of a process and of those it started."""
    if child.process is None:
        raise RuntimeError(f"{child.name} is not running")
    first = child.process.pid
    return [first, *(pid for pid in of_group(first) if pid != first)]


@contextmanager
def mortal(env: Mapping[str, str], folder: Path, chance: random.Random) -> Iterator[Mortal]:
    """Start everything as ./run starts it, on a free port; at the end all of it is killed."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    full = {**os.environ, "PYTHONPATH": str(ROOT), "FLASK_APP": "wsgi", "WORKERS": "2", **env}
    uploads = [sys.executable, "-m", "tests.faults.uploads"]
    commands = {
        "web": serve.web(folder, "127.0.0.1", port, behind_nginx=False),
        "worker": serve.flask("outbox", "run"),
        "uploads": uploads,
    }
    found = Mortal(
        port, {name: Child(name, command, full, ROOT) for name, command in commands.items()}, chance
    )
    supervisor = threading.Thread(target=found.supervise)
    try:
        for child in found.children.values():
            child.start()
        supervisor.start()
        found.wait()
        yield found
    finally:
        found.over.set()
        if supervisor.is_alive():
            supervisor.join()
        for child in found.children.values():
            end(child)
