"""A worker of a town with LINE for a test that kills it; a clock that test and worker share, which a test moves on."""

import os
import time
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from typing import Any

from portal.db import Database
from portal.worker import Worker
from tests.harness.line.events import MORNING
from tests.services.chat.lining import Town

FORK = get_context("fork")


@dataclass
class SharedClock:
    """It goes on by itself, and by as much as the test moves it, in every process that was forked since it was made.

    Nothing is locked: a worker that is killed while it looks at the clock would take the lock along, and all would stand still.
    """

    begun: float = field(default_factory=time.monotonic)
    moved: Any = field(default_factory=lambda: FORK.RawValue("d", 0.0))

    def __call__(self) -> datetime:
        """What time it is."""
        return MORNING + timedelta(seconds=time.monotonic() - self.begun + self.moved.value)

    def forward(self, seconds: float) -> None:
        """Let time pass."""
        self.moved.value += seconds


def work(town: Town, url: str) -> None:
    """Work until killed, on connections of its own; nothing but LINE, for the rest is not what dies here."""
    database = Database(url, town.db.info)
    rooms = tuple(replace(room, workers={}) for room in town.services)
    Worker(replace(town, db=database, services=rooms), poll=0.02).run()
    # Nothing of the test's own process is swept up here.
    os._exit(0)


def started(town: Town, url: str) -> ForkProcess:
    """A worker, at work."""
    process = FORK.Process(target=work, args=(town, url), daemon=True)
    process.start()
    return process


def killed(process: ForkProcess) -> None:
    """As the system kills: nothing is tidied up."""
    process.kill()
    process.join(20)
