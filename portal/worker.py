"""The worker: sends what the outbox holds and does the nightly work, until it is told to stop or is killed."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial

from sqlalchemy.orm import Session

from portal import bell, jobs, outbox
from portal.at_once import NotThere, at_once
from portal.bell import Bell
from portal.db import writing
from portal.duties import House, jobs_of, senders
from portal.log_lines import Log
from portal.outbox import Later, Never, Over, Row
from portal.service import Pace
from portal.vault import Unreadable

# How long a look at an empty outbox lasts, and how many rows one look takes along.
_POLL, _BATCH = 0.5, 10
_LEASE = timedelta(minutes=5)
# A row is not begun when its lease may end before a slow receiver gives up.
_MARGIN = timedelta(minutes=2)
_JOBS_EVERY, _AFTER_FAULT = 5.0, 5.0
_PATIENCE = 60.0
_NICE, _SWITCH = 10, 0.001


class Worker:
    """One process that sends and does jobs; any number of them share the work."""

    def __init__(self, house: House, *, lease: timedelta = _LEASE, poll: float = _POLL) -> None:
        self._db = house.db
        self._clock = house.now
        self._buffer = house.buffer
        self._meter, self._spans = house.meter, house.spans
        self._senders = senders(house)
        self._jobs = jobs_of(house, frozenset(self._senders))
        self._paces = {kind: pace for service in house.services for kind, pace in service.paces.items()}
        self._usual, self._poll = Pace(lease=lease), poll
        self._settings = house.settings
        self._stop = threading.Event()
        self._calls = {kind: threading.Event() for kind in self._senders}
        self._log = Log("portal.worker")

    def run(self, *, until_empty: bool = False) -> None:
        """Work until SIGTERM, finishing what is begun; or only until nothing is left to do now."""
        if until_empty:
            self.drain()
            return
        self._hear_signals()
        # A thread for each kind: a mail server that answers slowly keeps no call and no LINE message waiting.
        threads = [
            threading.Thread(target=self._keep_sending, args=(kind,), name=f"{kind} {hand}")
            for kind in self._senders
            for hand in range(self._pace(kind).hands)
        ]
        threads.append(threading.Thread(target=self._keep_looking, name="look"))
        for thread in threads:
            thread.start()
        self._keep_working()
        for thread in threads:
            thread.join(_PATIENCE)

    def stop(self) -> None:
        """Finish what is begun and end."""
        self._stop.set()

    def drain(self) -> int:
        """Do the jobs whose time has come and send everything that can be sent now; says how many rows were tried."""
        self.work()
        tried = 0
        while sent := sum(self._empty(kind) for kind in self._senders):
            tried += sent
        return tried

    def _empty(self, kind: str) -> int:
        """Send a kind until nothing of it can be sent now, before the others are looked at."""
        tried = 0
        while sent := self.send(kind):
            tried += sent
        return tried

    @property
    def kinds(self) -> tuple[str, ...]:
        """What it sends."""
        return tuple(self._senders)

    def waiting(self) -> tuple[str, ...]:
        """The kinds of which something may be waiting: one glance for all of them, and another for each only then."""
        with self._db.session() as session:
            now = self._clock()
            if not outbox.due(session, self.kinds, now):
                return ()
            return tuple(kind for kind in self._senders if outbox.due(session, [kind], now))

    def work(self) -> None:
        """Do the jobs whose time has come, and write what this process counted."""
        jobs.run_due(self._db.session, self._jobs, self._clock, self._tell)
        with self._db.session() as session:
            self._buffer.flush(session)

    def send(self, kind: str) -> int:
        """Take some rows of a kind and send them; says how many were tried."""
        with self._db.session() as session:
            if not outbox.due(session, [kind], self._clock()):
                return 0
            pace = self._pace(kind)
            # Where several hands share the work, none takes more than it can begin at once.
            alone, margin = pace.hands > 1, min(_MARGIN, pace.lease / 2)
            most = 1 if alone else _BATCH
            with writing(session):
                rows = outbox.claim(session, self._clock(), most, kinds=[kind], lease=pace.lease, along=alone)
            for place, row in enumerate(rows):
                if self._stop.is_set() or self._clock() > row.leased_until - margin:
                    with writing(session):
                        outbox.release(session, rows[place:])
                    return place
                following: Row | None = row
                while following is not None:
                    following = self._send_one(session, following)
            return len(rows)

    def _send_one(self, session: Session, row: Row) -> Row | None:
        """Send it and note how that ended; what its sender stored in its place and holds is the next."""
        span = self._spans and self._spans.message(row.kind, row.lane, self._clock().date())
        end = self._try(session, row)
        if span:
            span.end(kurashi__end="done" if isinstance(end, Over) else _called(end))
        # Whatever the sender left open is undone, so that its half-done work is not stored with the result.
        session.rollback()
        if isinstance(end, Over):
            self._meter.count("kurashi_sent_total", row.kind, "done")
            return end.then
        held = self._noted(session, row, end)
        self._meter.count("kurashi_sent_total", row.kind, _called(end))
        if not held:
            self._log.warning("lease_lost", kind=row.kind, row=str(row.id))
        return None

    def _noted(self, session: Session, row: Row, end: "partial[bool] | Callable[..., bool]") -> bool:
        if isinstance(end, partial):
            with writing(session):
                return bool(end(session, row, now=self._clock()))
        try:
            # What is done asks nothing, so that it is one journey.
            with at_once(session):
                return end(session, row, now=self._clock())
        except NotThere:
            return False

    def _try(self, session: Session, row: Row) -> "Callable[..., bool] | Over":
        """Send it and say what is to be noted of it."""
        try:
            full = outbox.opened(session, row)
            # No transaction stays open while another machine is spoken to.
            session.commit()
            told = self._senders[row.kind](session, full)
        except Later as later:
            self._log.warning("later", kind=row.kind, template=row.template, row=str(row.id), code=later.code)
            return partial(outbox.retry, code=later.code, after=later.after)
        except Never as never:
            self._log.warning("never", kind=row.kind, template=row.template, row=str(row.id), code=never.code)
            return partial(outbox.bury, code=never.code)
        except Unreadable:
            return partial(outbox.bury, code="erased")
        except Exception as error:  # noqa: BLE001 (one bad row must stop neither the others nor the worker)
            self._tell(f"outbox.{row.kind}", error)
            return partial(outbox.retry, code=f"error_{type(error).__name__}")
        return told if isinstance(told, Over) else outbox.finish

    def _pace(self, kind: str) -> Pace:
        return self._paces.get(kind, self._usual)

    def _keep_sending(self, kind: str) -> None:
        heard = Bell(self._settings, kind) if self._pace(kind).bell else self._calls[kind]
        while not self._stop.is_set():
            try:
                sent = self.send(kind)
            except Exception as error:  # noqa: BLE001 (a database that is away for a while must not end the worker)
                self._tell(f"outbox.{kind}", error)
                self._stop.wait(_AFTER_FAULT)
                continue
            # Whoever has nothing to do asks nothing: one looks for all.
            while not sent and not self._stop.is_set() and not heard.wait(_POLL):
                pass
            if not isinstance(heard, Bell):
                heard.clear()
        if isinstance(heard, Bell):
            heard.close()

    def _keep_looking(self) -> None:
        """Look for all hands whether anything waits; those whose kind it is begin."""
        while not self._stop.is_set():
            try:
                for kind in self.waiting():
                    self._call(kind)
            except Exception as error:  # noqa: BLE001 (as above)
                self._tell("look", error)
                self._stop.wait(_AFTER_FAULT)
            self._stop.wait(self._poll)

    def _call(self, kind: str) -> None:
        if self._pace(kind).bell:
            bell.ring(self._settings, kind)
        else:
            self._calls[kind].set()

    def _keep_working(self) -> None:
        while not self._stop.is_set():
            try:
                self.work()
            except Exception as error:  # noqa: BLE001 (as above)
                self._tell("jobs", error)
            self._stop.wait(_JOBS_EVERY)

    def _hear_signals(self) -> None:
        # Only a process's first thread may; a worker that a test runs in another is stopped by `stop`.
        with suppress(ValueError):
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: self._stop.set())

    def _tell(self, name: str, error: BaseException) -> None:
        self._log.error("failed", caught=error, name=name)
        self._meter.count("kurashi_failures_total", "worker")


def _called(end: Callable[..., bool]) -> str:
    """What an end is called among the figures."""
    if not isinstance(end, partial):
        return "done"
    failed = str(end.keywords.get("code", "")).startswith("error_")
    return "failed" if failed else "later" if end.func is outbox.retry else "never"


def stand_back(house: House) -> None:
    """Let a process of its own work behind those that somebody waits for: they get the processor, and SQLite, first."""
    # A second call would put it back further, and a machine may forbid even the first.
    if os.getpriority(os.PRIO_PROCESS, 0) < _NICE:
        with suppress(OSError):
            os.nice(_NICE)
    # A thread that thinks lets one go on that holds the database, which it would do after five milliseconds of its own.
    sys.setswitchinterval(_SWITCH)
    if house.db.queue is not None:
        house.db.queue.gives_way = True
