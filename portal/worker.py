"""The worker: sends what the outbox holds and does the nightly work, until it is told to stop or is killed."""

import signal
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from sqlalchemy.orm import Session

from portal import audit, bounces, files, jobs, outbox
from portal.bell import Bell
from portal.db import Database, writing
from portal.jobs import Every
from portal.ledger import Buffer
from portal.letters import LetterSender
from portal.log_lines import Log
from portal.mail import Folder, MailSender, Post, Smtp
from portal.messages import Messages
from portal.meter import Meter
from portal.notify import BY_HAND
from portal.outbox import Later, Never, Row, care
from portal.pack import Pack
from portal.service import Pace, Sender, Service
from portal.vault import Unreadable

# How long a look at an empty outbox lasts, and how many rows one look takes along.
_POLL, _BATCH = 0.5, 10
_LEASE = timedelta(minutes=5)
# A row is not begun when its lease may end before a slow receiver gives up.
_MARGIN = timedelta(minutes=2)
_JOBS_EVERY, _AFTER_FAULT = 5.0, 5.0
_PATIENCE = 60.0


class House(Protocol):
    """What the worker needs of the house."""

    @property
    def db(self) -> Database: ...
    @property
    def pack(self) -> Pack: ...
    @property
    def buffer(self) -> Buffer: ...
    @property
    def meter(self) -> Meter: ...
    @property
    def services(self) -> tuple[Service, ...]: ...
    @property
    def settings(self) -> Any: ...
    @property
    def now(self) -> Callable[[], datetime]: ...


class Worker:
    """One process that sends and does jobs; any number of them share the work."""

    def __init__(self, house: House, *, lease: timedelta = _LEASE, poll: float = _POLL) -> None:
        self._db = house.db
        self._clock = house.now
        self._buffer = house.buffer
        self._meter = house.meter
        self._senders = senders(house)
        self._jobs = jobs_of(house, frozenset(self._senders))
        self._paces = {kind: pace for service in house.services for kind, pace in service.paces.items()}
        self._usual, self._poll = Pace(lease=lease), poll
        self._settings = house.settings
        self._stop = threading.Event()
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
            most, margin = _BATCH if pace.hands == 1 else 1, min(_MARGIN, pace.lease / 2)
            with writing(session):
                rows = outbox.claim(session, self._clock(), most, kinds=[kind], lease=pace.lease)
            for place, row in enumerate(rows):
                if self._stop.is_set() or self._clock() > row.leased_until - margin:
                    with writing(session):
                        outbox.release(session, rows[place:])
                    return place
                self._send_one(session, row)
            return len(rows)

    def _send_one(self, session: Session, row: Row) -> None:
        end = self._try(session, row)
        # Whatever the sender left open is undone, so that its half-done work is not stored with the result.
        session.rollback()
        with writing(session):
            held = end(session, row, now=self._clock())
        self._meter.count("kurashi_sent_total", row.kind, _called(end))
        if not held:
            self._log.warning("lease_lost", kind=row.kind, row=str(row.id))

    def _try(self, session: Session, row: Row) -> Callable[..., bool]:
        """Send it and say what is to be noted of it."""
        try:
            full = outbox.opened(session, row)
            # No transaction stays open while another machine is spoken to.
            session.commit()
            self._senders[row.kind](session, full)
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
        return outbox.finish

    def _pace(self, kind: str) -> Pace:
        return self._paces.get(kind, self._usual)

    def _keep_sending(self, kind: str) -> None:
        bell = Bell(self._settings, kind) if self._pace(kind).bell else None
        while not self._stop.is_set():
            try:
                sent = self.send(kind)
            except Exception as error:  # noqa: BLE001 (a database that is away for a while must not end the worker)
                self._tell(f"outbox.{kind}", error)
                self._stop.wait(_AFTER_FAULT)
                continue
            if not sent:
                self._rest(bell)
        if bell is not None:
            bell.close()

    def _rest(self, bell: Bell | None) -> None:
        if bell is None:
            self._stop.wait(self._poll)
        else:
            bell.wait(self._poll)

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


def senders(house: House) -> dict[str, Sender]:
    """Who sends what: mail and letters by the shell, anything else by the rooms."""
    settings, messages = house.settings, Messages(house.pack)
    post: Post = (
        Folder(settings.mail_folder)
        if settings.mail_folder
        else Smtp(
            settings.smtp_host,
            settings.smtp_port,
            settings.smtp_tls,
            settings.smtp_user,
            settings.smtp_password,
        )
    )
    by_hand = LetterSender(messages)
    own: dict[str, Sender] = {
        "mail": MailSender(post, messages, mail_from(house)),
        **dict.fromkeys(sorted(BY_HAND), by_hand),
    }
    for service in house.services:
        own.update(service.senders)
    return own


def mail_from(house: House) -> str:
    """The address mails come from; a mail server is never given one that does not exist."""
    told: str = house.settings.mail_from or house.pack.town.mail_from
    if not told and not house.settings.mail_folder:
        raise ValueError("KURASHI_MAIL_FROM is needed where a mail server is set")
    return told or f"no-reply@{house.pack.town.code}.example"


def jobs_of(house: House, kinds: frozenset[str]) -> Mapping[str, jobs.Do]:
    """The work besides sending: the shell's, then each room's under the room's name."""
    folder = house.settings.bounce_folder
    found: dict[str, jobs.Do] = {
        "heartbeat": Every(timedelta(minutes=1), lambda _session, _now: None),
        "audit_seal": Every(timedelta(minutes=5), audit.seal),
        "outbox_strays": Every(timedelta(hours=1), lambda session, now: care.strays(session, kinds, now)),
        "outbox_clock": Every(timedelta(minutes=1), care.set_right),
        "outbox_sweep": care.sweep,
        "file_sweep": files.sweep,
    }
    if folder:
        found["bounces"] = Every(
            timedelta(minutes=1), lambda session, now: bounces.sweep(session, folder, now)
        )
    for service in house.services:
        found.update({f"{service.name}.{name}": job for name, job in service.workers.items()})
    return found
