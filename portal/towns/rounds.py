"""Rounds: one worker process for several towns, none of which waits for another's slow receiver or long night.

A few hands share the work. What a town has to send of one kind, and its jobs, are one errand each; an errand stands in the
line once, is done by one hand at a time, a handful of rows at a go, and then goes to the line's end. A town whose mail server
hangs thus keeps one hand busy, and a town with a hundred thousand letters is served in turn with one that has three.
"""

import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from portal.log_lines import TOWN, Log

JOBS = ""
LOOK, JOBS_EVERY, AFTER_FAULT = 0.5, 5.0, 5.0
# Two errands of each town may hang and everybody else's is still done.
MOST_HANDS = 48


class Working(Protocol):
    """What the rounds need of one town's worker."""

    def waiting(self) -> tuple[str, ...]: ...
    def send(self, kind: str) -> int: ...
    def work(self) -> None: ...


@dataclass
class Stop:
    """One town on the round: when to look at it again, and which of its errands are in the line or in somebody's hand."""

    name: str
    worker: Working
    look_at: float = 0.0
    jobs_at: float = 0.0
    busy: set[str] = field(default_factory=set)


Errand = tuple[Stop, str]


class Rounds:
    """The hands, and the line of what they do."""

    def __init__(self, workers: Mapping[str, Working], clock: Callable[[], float] = time.monotonic) -> None:
        self._stops = [Stop(name, worker) for name, worker in workers.items()]
        self._line: deque[Errand] = deque()
        self._lock, self._over, self._clock = threading.Lock(), threading.Event(), clock
        self._log = Log("portal.rounds")

    def run(self) -> None:
        """Work until SIGTERM, finishing what is begun."""
        with suppress(ValueError):
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: self._over.set())
        hands = min(MOST_HANDS, 4 + 2 * len(self._stops))
        threads = [threading.Thread(target=self._hand, name=f"hand {one}") for one in range(hands)]
        for thread in threads:
            thread.start()
        while not self._over.wait(LOOK / 2):
            self.look()
        for thread in threads:
            thread.join()

    def stop(self) -> None:
        """Finish what is begun and end."""
        self._over.set()

    def look(self) -> None:
        """Put into the line what has come since; each town is asked at most twice a second."""
        now = self._clock()
        for stop in self._stops:
            if now >= stop.jobs_at:
                stop.jobs_at = now + JOBS_EVERY
                self._add(stop, JOBS)
            if now >= stop.look_at:
                stop.look_at = now + LOOK
                self._look_at(stop)

    def next(self) -> bool:
        """Do the errand at the head of the line; says whether there was one."""
        with self._lock:
            if not self._line:
                return False
            stop, kind = self._line.popleft()
        more = self._do(stop, kind)
        with self._lock:
            stop.busy.discard(kind)
        if more:
            self._add(stop, kind)
        return True

    def _look_at(self, stop: Stop) -> None:
        mark = TOWN.set(stop.name)
        try:
            kinds = stop.worker.waiting()
        except Exception as error:  # noqa: BLE001 (a town whose database is away must not stop the round)
            self._tell(stop, "look", error)
            return
        finally:
            TOWN.reset(mark)
        for kind in kinds:
            self._add(stop, kind)

    def _add(self, stop: Stop, kind: str) -> None:
        with self._lock:
            if kind not in stop.busy:
                stop.busy.add(kind)
                self._line.append((stop, kind))

    def _do(self, stop: Stop, kind: str) -> bool:
        # Every line that is logged below says whose errand it was.
        mark = TOWN.set(stop.name)
        try:
            if kind != JOBS:
                return stop.worker.send(kind) > 0
            stop.worker.work()
        except Exception as error:  # noqa: BLE001 (as above)
            self._tell(stop, kind or "jobs", error)
        finally:
            TOWN.reset(mark)
        return False

    def _tell(self, stop: Stop, name: str, error: BaseException) -> None:
        self._log.error("failed", caught=error, name=name)
        stop.look_at = self._clock() + AFTER_FAULT

    def _hand(self) -> None:
        while not self._over.is_set():
            if not self.next():
                self._over.wait(LOOK / 4)
