"""The folder one test run lives in: shared by all of its processes, made first and swept away last."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VARIABLE = "KURASHI_TEST_GROUND"


def make() -> bool:
    """Make the folder unless a parent process already did; says whether this process now owns it."""
    if VARIABLE in os.environ:
        return False
    folder = tempfile.mkdtemp(prefix="kurashi-test-")
    # PostgreSQL runs as another user when the tests run as root, so the folder may be entered by all.
    Path(folder).chmod(0o711)
    os.environ[VARIABLE] = folder
    return True


def place() -> Path:
    """The folder itself."""
    return Path(os.environ[VARIABLE])


def sweep() -> None:
    """Take the folder away and forget it."""
    shutil.rmtree(place(), ignore_errors=True)
    del os.environ[VARIABLE]


@contextmanager
def alone(name: str) -> Iterator[Path]:
    """Hold a lock all processes of the run share, so that what is made once is made by one of them."""
    with (place() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield place() / name


def first(what: str) -> bool:
    """Whether this is asked for the first time in this run, in whichever of its processes."""
    mark = place() / "asked" / hashlib.sha256(what.encode()).hexdigest()
    mark.parent.mkdir(exist_ok=True)
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
