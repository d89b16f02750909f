"""Meter: what one process counts of its own work, in a file that every process of the machine can read and that outlives it.

Several processes serve one town, and whoever asks for the figures reaches only one of them. So each counts into a small file
of its own under `var/<town>/meters`, mapped into memory: counting is an addition in memory, and what was counted is there for
the others even when the process is killed. A file whose process is gone is folded into `gone.meter`, so no sum ever falls.
"""

import fcntl
import mmap
import os
import struct
import threading
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Seconds: a page is meant to take a few hundredths; above five the proxy in front soon gives up.
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
# A probability: where between them an answer lies says how sure the bot was.
SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_GROWTH = 64 * 1024
# More different lines than any house has; an error in the program must not fill the disk.
_MOST = 4 * 1024 * 1024
_HEAD = struct.Struct("<HH")
_NUMBER = struct.Struct("<d")
_GONE = "gone.meter"

Key = tuple[str, ...]


class Meter:
    """The counters of one process; a forked worker opens a file of its own when it first counts.

    Without a folder it counts for its own process alone.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._pid = 0
        self._page: _Page | None = None

    def count(self, *key: str, by: float = 1.0) -> None:
        """Add to a counter: its name, and the values of its labels."""
        with self._lock:
            self._mine().add(key, 1, 0, by)

    def observe(self, *key: str, value: float, bounds: tuple[float, ...] = SECONDS) -> None:
        """Note one measured value: its sum, and the bucket it falls into."""
        with self._lock:
            page, size = self._mine(), len(bounds) + 2
            page.add(key, size, 0, value)
            page.add(key, size, 1 + bisect_left(bounds, value), 1.0)

    def all(self) -> dict[Key, list[float]]:
        """What all processes of this machine have counted together, those that are gone included."""
        with self._lock:
            self._mine()
        total: dict[Key, list[float]] = {}
        if self.folder is None:
            return {} if self._page is None else self._page.read()
        with _alone(self.folder) as allowed:
            if allowed:
                _fold(self.folder)
            for file in sorted(self.folder.glob("*.meter")) if allowed else ():
                _join(total, file)
        if not allowed and self._page is not None:
            total.update(self._page.read())
        return total

    def _mine(self) -> "_Page":
        # A forked worker must not add to its parent's numbers.
        if self._page is None or self._pid != os.getpid():
            self._pid, self._page = os.getpid(), _Page.open(self.folder)
        return self._page


class _Page:
    """One process's numbers: lines of a key and some doubles, one behind the other."""

    def __init__(self, memory: mmap.mmap, fd: int) -> None:
        self._memory, self._fd = memory, fd
        self._places: dict[Key, int] = {}
        self._end = 0

    @classmethod
    def open(cls, folder: Path | None) -> "_Page":
        """In a file of its own; where there is no room for one, in this process's memory alone."""
        if folder is None:
            return cls(mmap.mmap(-1, _MOST), -1)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with _alone(folder):
                fd = os.open(
                    folder / f"{os.getpid()}-{os.urandom(4).hex()}.meter",
                    os.O_RDWR | os.O_CREAT | os.O_CLOEXEC,
                    0o600,
                )
                # Held as long as the process lives: who can take this lock knows that it is gone.
                fcntl.flock(fd, fcntl.LOCK_EX)
                # Asked for now: a mapped page for which the disk has no room would end the process.
                os.posix_fallocate(fd, 0, _GROWTH)
            return cls(mmap.mmap(fd, _GROWTH), fd)
        except OSError:
            return cls(mmap.mmap(-1, _MOST), -1)

    def __del__(self) -> None:
        self._memory.close()
        if self._fd >= 0:
            os.close(self._fd)

    def add(self, key: Key, size: int, place: int, by: float) -> None:
        """Add to one number of a line, which is made where it is new."""
        start = self._places.get(key)
        if start is None:
            start = self._line(key, size)
            if start < 0:
                return
        at = start + 8 * place
        _NUMBER.pack_into(self._memory, at, _NUMBER.unpack_from(self._memory, at)[0] + by)

    def read(self) -> dict[Key, list[float]]:
        """What stands in it now."""
        return dict(_lines(self._memory[:]))

    def _line(self, key: Key, size: int) -> int:
        name = "\0".join(key).encode()
        name += b"\0" * (-(len(name) + _HEAD.size) % 8)
        end = self._end + _HEAD.size + len(name) + 8 * size
        if not self._holds(end + _HEAD.size):
            return -1
        start = self._end + _HEAD.size + len(name)
        self._memory[self._end + _HEAD.size : start] = name
        # The head comes last: whoever reads meanwhile sees no line without its name.
        _HEAD.pack_into(self._memory, self._end, len(name), size)
        self._places[key], self._end = start, end
        return start

    def _holds(self, end: int) -> bool:
        have = len(self._memory)
        if end <= have:
            return True
        if self._fd < 0 or end > _MOST:
            return False
        try:
            os.posix_fallocate(self._fd, 0, have + _GROWTH)
            self._memory.resize(have + _GROWTH)
        except (OSError, ValueError):
            return False
        return True


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """One process at a time makes, folds or reads files; False where the folder cannot be used."""
    try:
        fd = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        yield False
        return
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        yield True
    finally:
        os.close(fd)


def _fold(folder: Path) -> None:
    """Add what processes that are gone have counted to one file, and take theirs away."""
    gone = [file for file in folder.glob("*.meter") if file.name != _GONE and _is_left(file)]
    if not gone:
        return
    total: dict[Key, list[float]] = {}
    for file in (*gone, folder / _GONE):
        _join(total, file)
    draft = folder / "gone.draft"
    draft.write_bytes(b"".join(_written(key, numbers) for key, numbers in total.items()))
    draft.replace(folder / _GONE)
    for file in gone:
        file.unlink()


def _is_left(file: Path) -> bool:
    fd = os.open(file, os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(fd)
    return True


def _join(total: dict[Key, list[float]], file: Path) -> None:
    for key, numbers in _lines(file.read_bytes()) if file.exists() else ():
        have = total.setdefault(key, [0.0] * len(numbers))
        # A release may have changed the buckets; what was counted in others is then no longer told.
        total[key] = (
            [one + more for one, more in zip(have, numbers, strict=False)]
            if len(have) == len(numbers)
            else numbers
        )


def _lines(raw: bytes) -> Iterator[tuple[Key, list[float]]]:
    at = 0
    while at + _HEAD.size <= len(raw):
        length, size = _HEAD.unpack_from(raw, at)
        start = at + _HEAD.size + length
        if not size or start + 8 * size > len(raw):
            return
        name = raw[at + _HEAD.size : start].rstrip(b"\0").decode("utf-8", "replace")
        yield tuple(name.split("\0")), list(struct.unpack_from(f"<{size}d", raw, start))
        at = start + 8 * size


def _written(key: Key, numbers: list[float]) -> bytes:
    name = "\0".join(key).encode()
    name += b"\0" * (-(len(name) + _HEAD.size) % 8)
    return _HEAD.pack(len(name), len(numbers)) + name + struct.pack(f"<{len(numbers)}d", *numbers)
