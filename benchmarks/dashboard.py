"""Every page of the dashboard on a town with years behind it, beside hello-world, and the night's summing."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime

from benchmarks.parts import figures, load, serving
from benchmarks.parts.flows import percentile
from benchmarks.parts.town import Town, at_the_desk, town
from portal.db import Database, writing
from portal.ledger import event
from portal.opening import today
from services.dashboard.actions import summing
from tests.harness.resident import Resident

YEARS, FILINGS = os.environ.get("BENCH_YEARS", "3"), os.environ.get("BENCH_FILINGS", "2000000")
LOOKS = 40
LIMITS_MS = {"postgresql": 300.0, "sqlite": 500.0}
NIGHT_S = 60.0
HERE = "/staff/dashboard"
PAGES = ("", "/procedures", "/procedures/juminhyo", "/divisions", "/bot", "/places", "/queue")
MONITOR = "8001"


def fill(here: Town) -> float:
    """Years of figures; says how long they took."""
    begun = time.monotonic()
    words = [
        sys.executable,
        "-m",
        "flask",
        "--app",
        "wsgi",
        "demo",
        "history",
        "--years",
        YEARS,
        "--filings",
        FILINGS,
    ]
    subprocess.run(
        words, cwd=serving.ROOT, env={**os.environ, **here.env}, check=True, stdout=subprocess.DEVNULL
    )
    return time.monotonic() - begun


def night(here: Town) -> float:
    """What the night's job takes after a day with something new and something late."""
    now = datetime.now(UTC)
    database = Database(here.url)
    with database.session() as session:
        with writing(session):
            for day in (today(now), today(now).replace(day=1), today(now).replace(year=today(now).year - 1)):
                event(session, "filed", "juminhyo", "online", "shimin", day)
        begun = time.monotonic()
        summing.sum_all(session, now)
        spent = time.monotonic() - begun
    database.dispose()
    return spent


def waited(look: Callable[[], int], name: str, limit: float) -> figures.Figure:
    """p95 of a page as somebody waits for it."""
    waits = []
    for _ in range(LOOKS):
        begun = time.perf_counter()
        if look() != 200:
            raise RuntimeError(f"{name} was refused")
        waits.append(time.perf_counter() - begun)
    p95 = percentile(waits, 0.95)
    return figures.Figure(f"{name} p95", [p95], "ms", "limit", limit / p95, 1.0)


def looks(clerk: Resident, kind: str, limit: float) -> list[figures.Figure]:
    """Every page, as whoever watches the figures opens them."""

    def look(path: str) -> Callable[[], int]:
        return lambda: clerk.open(f"{HERE}{path}").status

    return [waited(look(path), f"{path or '/'}, {kind}", limit) for path in PAGES]


def main() -> int:
    """Measure and print."""
    found = []
    with serving.folder() as place, ExitStack() as open_servers:
        hello = open_servers.enter_context(serving.served("benchmarks.parts.hello:app"))
        taken = [load.get(hello, "/", 2.0, 1)]
        found += [figures.Figure("hello-world p99", [one.p99_ms for one in taken], "ms")]
        for kind, limit in LIMITS_MS.items():
            here = open_servers.enter_context(town(kind, place))
            found.append(figures.Figure(f"making the history, {kind}", [fill(here)], "s"))
            spent = night(here)
            found.append(
                figures.Figure(f"the night's sums, {kind}", [spent], "s", "limit", NIGHT_S / spent, 1.0)
            )
            found += looks(at_the_desk(here, MONITOR), kind, limit)
    return figures.show(found, as_json="--json" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
