"""Availability: how often a second everybody is told what is free, by page and by JSON, and how soon a booking made elsewhere shows."""

import http.client
import json
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from benchmarks.parts import figures, load, serving
from benchmarks.parts.town import Town, town
from portal import pack
from portal.db import Database, writing
from portal.opening import TOKYO
from portal.slots import claiming

ROUNDS, SECONDS, CONNECTIONS = 3, 2.0, 16
FLOORS = {"page": 1500.0, "JSON": 4000.0}
KINDS = ("sqlite", "postgresql")
BUILDING = "sogo_taiikukan"
# A change made by another process must be seen within this time.
SOON = 2.0
CHANGES = 10
# Enough questions that each of the two workers answers some.
WARM = 8


def told(port: int, path: str) -> Callable[[], load.Load]:
    """One run of asking for the whole answer; both workers have read their templates before."""
    for _ in range(WARM):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", path)
        connection.getresponse().read()
        connection.close()
    return lambda: load.get(port, path, SECONDS, CONNECTIONS)


def beside(url: str) -> Database:
    """The town's database as another process opens it: whoever changes a calendar says of which edition they know."""
    return Database(url, {"pack": pack.read(serving.ROOT / "portal" / "packs" / "hinata")})


def take(database: Database, day: str, step: int) -> None:
    """Take a step of the meeting room's day."""
    starts = datetime.fromisoformat(f"{day}T09:00:00").replace(tzinfo=TOKYO) + timedelta(hours=step)
    slot = int(starts.astimezone(UTC).timestamp()) // 60 // 30
    with database.session() as session, writing(session):
        claiming.claim(session, uuid4(), "booking", ((f"{BUILDING}/kaigi", slot),))
        claiming.changed(session, BUILDING)


def seen(here: Town, day: str) -> list[float]:
    """How long it takes until a time taken by another process is told as taken, in seconds."""
    database, waits = beside(here.url), []
    path = f"/reservations/{BUILDING}.json?day={day}"
    for step in range(CHANGES):
        before = _free(here.port, path)
        take(database, day, step)
        begun = time.perf_counter()
        while _free(here.port, path) == before and time.perf_counter() - begun < SOON * 5:
            time.sleep(0.02)
        waits.append(time.perf_counter() - begun)
    database.dispose()
    return sorted(waits)


def _free(port: int, path: str) -> object:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return answer["days"][0]["units"]["kaigi"]


def measure(place: Path) -> list[figures.Figure]:
    """Serve both towns and measure in turn."""
    day = (datetime.now(TOKYO) + timedelta(days=20)).date()
    # A Monday is closed.
    day += timedelta(days=day.weekday() == 0)
    with ExitStack() as open_servers:
        towns = {kind: open_servers.enter_context(town(kind, place)) for kind in KINDS}
        hello = open_servers.enter_context(serving.served("benchmarks.parts.hello:app"))
        runs = {"hello-world": told(hello, "/")}
        for kind, here in towns.items():
            runs[f"availability page, {kind}"] = told(here.port, f"/reservations/{BUILDING}?day={day}")
            runs[f"availability JSON, {kind}"] = told(here.port, f"/reservations/{BUILDING}.json?day={day}")
        floors = {name: FLOORS[kind] for name in runs for kind in FLOORS if kind in name}
        found = figures.reach(figures.in_turn(runs, ROUNDS), floors)
        for kind, here in towns.items():
            late = seen(here, day.isoformat())[-1]
            found.append(figures.Figure(f"a change seen, longest, {kind}", [late], "s"))
            if late > SOON:
                raise RuntimeError(f"{kind}: a change was seen after {late:.1f} s")
    return found


def main() -> int:
    """Measure and print."""
    with serving.folder() as place:
        return figures.show(measure(place), as_json="--json" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
