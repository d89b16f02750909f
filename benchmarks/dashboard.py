"""Every page of the dashboard and of open data on a town with years behind it, beside hello-world, and the night's summing."""

import os
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime

from flask import Flask

from benchmarks.parts import figures, serving
from benchmarks.parts.flows import percentile
from benchmarks.parts.town import Town, at_the_desk, town
from portal.db import Database, writing
from portal.ledger import event
from portal.opening import today
from services.dashboard.actions import summing
from services.dashboard.routes import blueprint
from services.dashboard.rules.kpis import Printed
from tests.harness.resident import Resident

YEARS, FILINGS = os.environ.get("BENCH_YEARS", "3"), os.environ.get("BENCH_FILINGS", "2000000")
LOOKS = 40
LIMITS_MS = {"postgresql": 300.0, "sqlite": 500.0}
NIGHT_S = 60.0
HERE = "/staff/dashboard"
# A page that is asked for by a key is looked at where there is most to count.
KEYS = {"procedure": "juminhyo", "kpi": Printed("オンラインで申請された割合（件数）", "%", (), None).key}
# The heaviest of open data; they are made once an hour, so that each is looked at first by somebody who waits for it.
OPEN = ("/opendata", *(f"/opendata/{key}" for key in ("filings", "bookings", "questions", "waits")))
FILES = (
    "/opendata/filings.csv",
    "/opendata/filings.xlsx",
    "/opendata/api/v1/filings?per_page=1000",
    "/opendata/waits.csv",
)
MONITOR = "8001"


def fill(here: Town) -> float:
    """Years of figures; says how long they took."""
    begun = time.monotonic()
    command = [
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
    done = subprocess.run(
        command, cwd=serving.ROOT, env={**os.environ, **here.env}, check=True, stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    print(done.stdout, end="", file=sys.stderr)
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


def waited(visitor: Resident, path: str, name: str, limit: float = 0.0) -> figures.Figure:
    """p95 of a page as somebody waits for it; what the first looks warm up counts among them."""
    waits = []
    for _ in range(LOOKS):
        begun = time.perf_counter()
        status = visitor.open(path).status
        waits.append(time.perf_counter() - begun)
        if status != 200:
            raise RuntimeError(f"{name} answered {status}")
    p95 = percentile(waits, 0.95)
    if not limit:
        return figures.Figure(f"{name} p95", [p95], "ms")
    return figures.Figure(f"{name} p95", [p95], "ms", f"{limit:.0f} ms", limit / p95, 1.0)


def first(visitor: Resident, path: str, kind: str, limit: float) -> figures.Figure:
    """A file that nobody has asked for in this hour."""
    begun = time.perf_counter()
    if visitor.open(path).status != 200:
        raise RuntimeError(f"{path} was refused")
    spent = 1000 * (time.perf_counter() - begun)
    return figures.Figure(f"{path.removeprefix('/opendata')} made, {kind}", [spent], "ms", f"{10 * limit:.0f} ms", 10 * limit / spent, 1.0)  # fmt: skip


def pages() -> list[str]:
    """Every page there is, so that a new one is measured too; files that are made by a month are made beforehand."""
    rooms = Flask("dashboard")
    rooms.register_blueprint(blueprint)
    found = (
        rule.rule.replace("<key>", KEYS.get(rule.endpoint.partition(".")[2], ""))
        for rule in rooms.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.rule.startswith(HERE) and rule.arguments <= {"key"}
    )
    return sorted([*found, f"{HERE}/procedures?division=shimin"])


def looks(here: Town, kind: str, limit: float) -> list[figures.Figure]:
    """Every page, as whoever watches the figures opens them, and as whoever uses open data does."""
    clerk, anybody = at_the_desk(here, MONITOR), Resident(here.port)
    seen = [waited(clerk, path, f"{path.removeprefix(HERE) or '/'}, {kind}", limit) for path in pages()]
    made = [first(anybody, path, kind, limit) for path in FILES]
    return [*seen, *made, *(waited(anybody, path, f"{path}, {kind}", limit) for path in (*OPEN, *FILES))]


def main() -> int:
    """Measure and print."""
    found = []
    with serving.folder() as place:
        with serving.served("benchmarks.parts.hello:app") as port:
            found.append(waited(Resident(port), "/", "hello-world"))
        for kind, limit in LIMITS_MS.items():
            with ExitStack() as open_servers:
                here = open_servers.enter_context(town(kind, place))
                found.append(figures.Figure(f"making the history, {kind}", [fill(here)], "s"))
                spent = night(here)
                found.append(
                    figures.Figure(
                        f"the night's sums, {kind}", [spent], "s", f"{NIGHT_S:.0f} s", NIGHT_S / spent, 1.0
                    )
                )
                found += looks(here, kind, limit)
    return figures.show(found, as_json="--json" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
