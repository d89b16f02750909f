"""Flushing: what was stored on SQLite is on the disk before anybody is told, and nobody else waits for that.

SQLite alone would wait for the disk within the writer's turn, and everybody who stands behind would wait along. Here a
writer hands the turn on as soon as its pages stand in the log, and waits for the disk after that, before it answers; what
several have stored meanwhile goes there together. After a crash the log is read in order and to its first gap, so nothing
that somebody was told of is missing, nor anything it was built on.
"""

import os
import threading
from itertools import count
from pathlib import Path

from sqlalchemy.exc import OperationalError


class Log:
    """SQLite's log of one database, as this process sees it."""

    def __init__(self, database: str) -> None:
        self._path = Path(f"{database}-wal")
        self._line, self._numbers = threading.Lock(), count(1)
        # Up to the first number everything is on the disk; up to the second the disk has failed.
        self._kept = self._lost = 0
        # Kept open: a disk tells of a fault to those who had the file open when it happened.
        self._file: int | None = None

    def __del__(self) -> None:
        if self._file is not None:
            os.close(self._file)

    def flush(self) -> None:
        """Come back when all that this process has stored so far is on the disk; one goes there for all who wait."""
        mine = next(self._numbers)
        with self._line:
            if mine > max(self._kept, self._lost):
                # Whoever has a lower number than this has stored already.
                self._go(next(self._numbers))
            if mine <= self._lost:
                raise OperationalError("flush", {}, OSError("the disk did not take what was stored"))

    def _go(self, last: int) -> None:
        try:
            self._open()
            if self._file is not None:
                os.fdatasync(self._file)
        except OSError:
            self._lost = last
        else:
            self._kept = last

    def _open(self) -> None:
        """Have the log open that lies there now; whoever is the last to close it brings it into the database before."""
        try:
            there = self._path.stat()
        except FileNotFoundError:
            there = None
        if self._file is not None and (there is None or not os.path.samestat(there, os.fstat(self._file))):
            os.close(self._file)
            self._file = None
        if self._file is None and there is not None:
            self._file = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
