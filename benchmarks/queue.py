"""Queue: how often a second the board of a hall is told, to everybody and to displays that have it already; a call and a ticket."""

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path

from benchmarks.parts import figures, load, serving
from benchmarks.parts.town import Town, at_the_desk, town

ROUNDS, SECONDS, CONNECTIONS = 3, 2.0, 16
FLOOR = 4000.0
KINDS = ("sqlite", "postgresql")
# So many numbers are called to see how long a clerk waits for the next page.
CALLS = 60


def known(port: int, path: str) -> Callable[[], load.Load]:
    """One run of displays that ask whether anything changed."""
    tag = _tag(port, path)
    plain = load.plain_get(port, path)
    request = plain.replace(b"\r\n\r\n", b"\r\nIf-None-Match: " + tag.encode() + b"\r\n\r\n", 1)
    return lambda: load.send(port, cycle([request]), SECONDS, CONNECTIONS)


def _tag(port: int, path: str) -> str:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    return connection.getresponse().headers["ETag"]


def told(port: int, path: str) -> Callable[[], load.Load]:
    """One run of asking for the whole board."""
    return lambda: load.get(port, path, SECONDS, CONNECTIONS)


def calls(here: Town) -> list[float]:
    """How long a clerk waits from a press of the button to the page with the next number, in milliseconds."""
    clerk = at_the_desk(here, "1002")
    page = clerk.open("/staff/queue/honcho")
    clerk.ask("POST", "/staff/queue/honcho/sit", _form(page.source, "counter=6"))
    waits = []
    for _ in range(CALLS):
        clerk.ask("POST", "/staff/queue/honcho/issue", _form(page.source, "band=C"))
        page = clerk.open("/staff/queue/honcho")
        seen = page.source.partition('name="seen" value="')[2].partition('"')[0]
        begun = time.perf_counter()
        clerk.ask("POST", "/staff/queue/honcho/next", _form(page.source, f"seen={seen}"))
        waits.append((time.perf_counter() - begun) * 1000)
    return sorted(waits)


def _form(source: str, more: str) -> str:
    token = source.partition('name="_token" value="')[2].partition('"')[0]
    return f"_token={token}&{more}"


def measure(place: Path) -> list[figures.Figure]:
    """Serve both towns and measure in turn."""
    with ExitStack() as open_servers:
        towns = {kind: open_servers.enter_context(town(kind, place)) for kind in KINDS}
        hello = open_servers.enter_context(serving.served("benchmarks.parts.hello:app"))
        runs = {"hello-world": told(hello, "/")}
        for kind, here in towns.items():
            runs[f"queue.json, {kind}"] = told(here.port, "/queue.json")
            runs[f"page of all queues, {kind}"] = told(here.port, "/queue")
            runs[f"display unchanged, {kind}"] = known(here.port, "/queue/display/honcho/now")
        floors = {name: FLOOR for name in runs if name != "hello-world"}
        found = figures.reach(figures.in_turn(runs, ROUNDS), floors)
        for kind, here in towns.items():
            waits = calls(here)
            found.append(figures.Figure(f"a call p95, {kind}", [waits[int(len(waits) * 0.95) - 1]], "ms"))
    return found


def main() -> int:
    """Measure and print."""
    with serving.folder() as place:
        return figures.show(measure(place), as_json="--json" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
