"""Keeps a few processes running together: starts again whichever dies, and stops them all when asked."""

import ctypes
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from commands.say import say

STEADY = 30.0
PATIENCE = 10.0
PR_SET_PDEATHSIG = 1


def _end_with_parent() -> None:
    # Even a supervisor that is killed outright leaves no server behind.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process that should always run."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    cwd: Path
    leftover: Path | None = None
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    falls: int = 0
    again_at: float = 0.0

    def start(self) -> None:
        """Start it in a group of its own, so that Ctrl-C reaches it only through us and its own children end with it."""
        self.started = time.monotonic()
        if self.leftover is not None:
            # A socket whose owner was killed stays behind and would refuse the next owner.
            self.leftover.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            self.command, env=dict(self.env), cwd=self.cwd, stdin=subprocess.DEVNULL,
            start_new_session=True, preexec_fn=_end_with_parent,  # noqa: PLW1509 (one system call, before exec, in a single thread)
        )  # fmt: skip

    def has_died(self) -> bool:
        """Whether it ran and runs no more."""
        return self.process is not None and self.process.poll() is not None

    def signal_all(self, which: signal.Signals) -> None:
        """Send a signal to it and to whatever it started."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, which)
        except ProcessLookupError:
            return


@dataclass
class Crew:
    """The processes of one run."""

    children: Sequence[Child]
    ending: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Start them all."""
        for child in self.children:
            child.start()

    def watch(self, once_up: Callable[[], bool]) -> None:
        """Look after them until `ending` is set; `once_up` is asked until it says that it is done."""
        announced = False
        while not self.ending.wait(0.2):
            announced = announced or once_up()
            for child in self.children:
                self._look_after(child)

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.again_at:
                child.start()
        elif child.has_died():
            child.falls = child.falls + 1 if now - child.started < STEADY else 0
            wait = min(0.5 * 2**child.falls, 30.0) if child.falls else 0.0
            say(
                f"{child.name} が止まりました。{wait:.0f}秒後に動かし直します",
                f"{child.name} died; starting it again in {wait:.0f} s",
            )
            child.signal_all(signal.SIGKILL)
            child.process, child.again_at = None, now + wait

    def stop(self) -> None:
        """Ask each to end, wait, and end what does not listen."""
        for child in self.children:
            child.signal_all(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        for child in self.children:
            if child.process is not None:
                try:
                    child.process.wait(max(0.1, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    say(f"{child.name} を終わらせます", f"ending {child.name}")
                child.signal_all(signal.SIGKILL)
