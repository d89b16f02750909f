"""Turns of writers on one SQLite file: waiting on a lock file beats SQLite's own busy handler, and nobody waits for ever."""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from portal.flushing import Log

# Whoever could not write for so long is told so; a proxy in front gives up after a minute and tells nothing.
PATIENCE = 30.0
# A process that nobody waits for lets others go first, but not for ever: they might never end.
_COURTESY, _GLANCE = 0.05, 0.001


class TooLong(Exception):
    """A writer waited for as long as anybody may."""


class LockFile:
    """An open lock file, closed when nobody has it any more."""

    def __init__(self, path: str) -> None:
        self.fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def __del__(self) -> None:
        os.close(self.fd)


class Queue:
    """A queue of writers: the threads of a process wait for one another, and their first for those of other processes.

    What a writer has put into the log during its turn is on the disk when it comes back, and its turn is over by then.
    """

    def __init__(self, path: str, patience: float = PATIENCE, log: Log | None = None) -> None:
        self._path, self._patience, self._log = path, patience, log
        self._here: dict[int, _Here] = {}
        # Of a process that works while nobody waits for it: who is waited for goes first.
        self.gives_way = False

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for this writer's turn and hold it; `TooLong` where it does not come."""
        here = self._here.get(os.getpid()) or self._arrive()
        until = time.monotonic() + self._patience
        if not here.line.acquire(timeout=self._patience):
            raise TooLong
        try:
            with here.way.giving() if self.gives_way else here.way.wanting():
                yield from self._turn(here, until)
        finally:
            here.line.release()
        self.flush()

    def _arrive(self) -> "_Here":
        # Of threads that come first at once one is heard, without a lock that a fork could leave held.
        here = self._here.setdefault(os.getpid(), _Here(self._path))
        # A forked worker must share neither its parent's open file nor a line in which its threads do not stand.
        for other in set(self._here) - {os.getpid()}:
            self._here.pop(other, None)
        return here

    def flush(self) -> None:
        """Wait until what was written stands on the disk."""
        if self._log is not None:
            self._log.flush()

    def _turn(self, here: "_Here", until: float) -> Iterator[None]:
        usher = here.usher
        if not usher.enter(until):
            # It comes back with a turn that nobody wants any more; the next writer has another one wait.
            here.usher = _Usher(self._path)
            raise TooLong
        try:
            yield
        finally:
            usher.leave()


class _Here:
    """The line of a process, who gets the lock for whoever stands first in it, and who goes first."""

    def __init__(self, path: str) -> None:
        self.line, self.usher, self.way = threading.Lock(), _Usher(path), _Way(path)


class _Way:
    """Who goes first: a lock shared by all who are waited for, as long as they want to write or do.

    Without it a process that writes block after block takes the lock again before one that sleeps has woken up for it.
    """

    def __init__(self, path: str) -> None:
        self._file = LockFile(f"{path}.first")

    @contextmanager
    def wanting(self) -> Iterator[None]:
        """Somebody waits for this writer."""
        # Where it cannot be said at this moment, it is left unsaid.
        with suppress(BlockingIOError):
            fcntl.flock(self._file.fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
        try:
            yield
        finally:
            fcntl.flock(self._file.fd, fcntl.LOCK_UN)

    @contextmanager
    def giving(self) -> Iterator[None]:
        """Nobody waits for this one: it begins when nobody else wants to, or has let others go first for long enough."""
        until = time.monotonic() + _COURTESY
        while self._is_wanted() and time.monotonic() < until:
            time.sleep(_GLANCE)
        yield

    def _is_wanted(self) -> bool:
        try:
            fcntl.flock(self._file.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        fcntl.flock(self._file.fd, fcntl.LOCK_UN)
        return False


class _Usher:
    """Gets the lock for a process: at once where it is free, else a thread of its own waits, since no wait for a file can end."""

    def __init__(self, path: str) -> None:
        self._file = LockFile(path)
        self._wanted, self._had = threading.Semaphore(0), threading.Semaphore(0)
        self._deciding = threading.Lock()
        self._waits = self._given_up = False

    def enter(self, until: float) -> bool:
        """Get it, or give up for good."""
        try:
            fcntl.flock(self._file.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return self._wait(until)
        return True

    def leave(self) -> None:
        """Hand it on."""
        fcntl.flock(self._file.fd, fcntl.LOCK_UN)

    def _wait(self, until: float) -> bool:
        if not self._waits:
            self._waits = True
            threading.Thread(target=self._serve, name="turns", daemon=True).start()
        self._wanted.release()
        if self._had.acquire(timeout=max(0.0, until - time.monotonic())):
            return True
        with self._deciding:
            # It may have come at this very moment.
            self._given_up = not self._had.acquire(blocking=False)
        return not self._given_up

    def _serve(self) -> None:
        while True:
            self._wanted.acquire()
            fcntl.flock(self._file.fd, fcntl.LOCK_EX)
            with self._deciding:
                if self._given_up:
                    # The file closes with this usher, and the lock with the file.
                    return
                self._had.release()
