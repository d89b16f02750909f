"""Seconds until the application is made, and the memory of a web worker and of the worker process."""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.parts import figures, load, serving
from benchmarks.parts.town import town

ROUNDS = 7
MOST_SECONDS, MOST_MEGABYTES = 1.5, 120.0


def make_once() -> float:
    """Make the application in a fresh process; how long that took from the process's start."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import wsgi"], cwd=serving.ROOT, env=kept, check=True)
    return time.perf_counter() - begun


def own_memory(pid: int) -> float:
    """A process's proportional share of memory, in megabytes."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def web_workers() -> list[float]:
    """The memory of each web worker after it has served every page a few hundred times."""
    with serving.folder() as place, town("sqlite", place) as here:
        for path in ("/", "/procedures", "/procedures/suido_kaishi", "/procedures/juminhyo"):
            load.send(here.port, [load.plain_get(here.port, path)] * 300, 30.0, 8)
        for _ in range(20):
            here.resident_at_the_check()
        server = next(
            pid for pid in children(os.getpid()) if "granian" in Path(f"/proc/{pid}/cmdline").read_text()
        )
        return [own_memory(pid) for pid in children(server) if own_memory(pid) > 20]


def limited(name: str, values: list[float], unit: str, most: float) -> figures.Figure:
    """A figure that must stay below a limit: as a ratio of the limit to it, it must stay above one."""
    return figures.Figure(name, values, unit, "limit", most / statistics.median(values), 1.0)


def main() -> int:
    """Measure and print."""
    found = [
        limited("application made", [make_once() for _ in range(ROUNDS + 1)][1:], "s", MOST_SECONDS),
        limited("web worker", web_workers(), "MB", MOST_MEGABYTES),
    ]
    return figures.show(found, as_json="--json" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
