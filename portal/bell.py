"""The bell: whoever stores something urgent rings it, and a worker of the same machine begins at once instead of looking again."""

import errno
import os
import select
import stat
from pathlib import Path

from portal.settings import Settings


def ring(settings: Settings, kind: str) -> None:
    """Wake one worker; where none listens (another machine, a test) it finds the row when it looks next."""
    try:
        pipe = os.open(_place(settings, kind), os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return
    try:
        # A file that somebody left in its place takes no bell.
        if stat.S_ISFIFO(os.fstat(pipe).st_mode):
            os.write(pipe, b"!")
    except OSError as error:
        # So many rings are waiting that one more changes nothing; or the listener has just gone.
        if error.errno not in (errno.EAGAIN, errno.EPIPE):
            raise
    finally:
        os.close(pipe)


class Bell:
    """One ear at the bell of a kind: each ring wakes one of those who wait, so that several share the work."""

    def __init__(self, settings: Settings, kind: str) -> None:
        place = _place(settings, kind)
        place.parent.mkdir(parents=True, exist_ok=True)
        _make(place)
        # Opened for both, so that it does not end when the last one who rang has gone.
        self._pipe = os.open(place, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)

    def wait(self, seconds: float) -> bool:
        """Until it rings or the time is over; whether it rang."""
        look = select.poll()
        look.register(self._pipe, select.POLLIN)
        if not look.poll(seconds * 1000):
            return False
        try:
            return bool(os.read(self._pipe, 1))
        except BlockingIOError:
            # Another one was quicker.
            return False

    def close(self) -> None:
        """Stop listening."""
        os.close(self._pipe)


def _place(settings: Settings, kind: str) -> Path:
    return settings.home / f"{kind}.bell"


def _make(place: Path) -> None:
    try:
        os.mkfifo(place, 0o600)
    except FileExistsError:
        if not stat.S_ISFIFO(place.stat().st_mode):
            place.unlink()
            os.mkfifo(place, 0o600)
