"""What processes have used of the processor, as /proc has it: the web workers behind a port, and a database server."""

import os
import resource
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.harness.processes import children

_TICKS = os.sysconf("SC_CLK_TCK")
# Places after the name in /proc/<pid>/stat, see proc(5): its own time in the program and in the kernel, then its ended children's.
_OWN, _ENDED = slice(11, 13), slice(13, 15)
# In /proc/stat, see the same page: what was idle, and what waited for the disk.
_IDLE = slice(4, 6)


def seconds(pids: Iterable[int]) -> float:
    """What these processes have used; for the first, the parent of the rest, with its children that have ended."""
    return sum(_used(pid, with_ended=place == 0) for place, pid in enumerate(pids))


def _used(pid: int, *, with_ended: bool) -> float:
    with suppress(OSError):
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks = [*words[_OWN], *(words[_ENDED] if with_ended else ())]
        return sum(map(int, ticks)) / _TICKS
    return 0.0


def web(port: int) -> list[int]:
    """The web server on a port and its workers, of those that this process started."""
    return next(found for found in servers() if f"--port\0{port}\0" in _command(found[0]))


def servers() -> Iterator[list[int]]:
    """Each web server that this process started, with its workers."""
    for pid in children(os.getpid()):
        if "granian" in _command(pid):
            yield [pid, *children(pid)]


def _command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text()
    return ""


def database(url: str) -> list[int]:
    """The server at an address of ours and its processes; SQLite has none, it works within the web workers."""
    folder = parse_qs(urlsplit(url).query).get("host")
    if folder is None:
        return []
    first = int((Path(folder[0]) / "data" / "postmaster.pid").read_text().split()[0])
    return [first, *children(first)]


def own() -> float:
    """What this process and its ended children have used: the load's own share of the machine."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def idle() -> float:
    """What nobody has used, of all cores together; what another guest of the same hardware took is not among it."""
    words = Path("/proc/stat").read_text().split("\n", 1)[0].split()
    return sum(map(int, words[_IDLE])) / _TICKS


@dataclass(frozen=True)
class Spent:
    """Seconds of processor, of the web server, the database server and the load, and what nobody used."""

    web: float
    database: float
    load: float
    idle: float = 0.0

    def since(self, before: "Spent") -> "Spent":
        """What was added."""
        return Spent(
            self.web - before.web,
            self.database - before.database,
            self.load - before.load,
            self.idle - before.idle,
        )


def now(ports: Iterable[int], url: str = "") -> Spent:
    """What all three have used so far, the web servers on these ports."""
    return Spent(
        sum(seconds(web(port)) for port in ports), seconds(database(url)) if url else 0.0, own(), idle()
    )
