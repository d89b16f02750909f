"""Requests a second of hello-world, the front page, a guide and a form's step, on both databases."""

import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from benchmarks.parts import figures, load, serving
from benchmarks.parts.town import town

ROUNDS, SECONDS, CONNECTIONS = 3, 2.0, 8
FLOORS = {"front page": 1 / 10, "form step": 1 / 12}
KINDS = ("sqlite", "postgresql")


def getting(port: int, path: str, cookie: str = "") -> Callable[[], load.Load]:
    """One run of asking for a page."""
    return lambda: load.get(port, path, SECONDS, CONNECTIONS, cookie)


def measure(place: Path) -> list[figures.Figure]:
    """Serve everything at once and measure in turn."""
    with ExitStack() as open_servers:
        hello = open_servers.enter_context(serving.served("benchmarks.parts.hello:app"))
        runs = {"hello-world": getting(hello, "/")}
        for kind in KINDS:
            here = open_servers.enter_context(town(kind, place))
            somebody, step, _ = here.resident_at_a_step()
            runs[f"front page, {kind}"] = getting(here.port, "/")
            runs[f"guide, {kind}"] = getting(here.port, "/procedures/suido_kaishi")
            runs[f"form step, {kind}"] = getting(here.port, step, somebody.cookie)
        taken = figures.in_turn(runs, ROUNDS)
    floors = {f"{name}, {kind}": floor for name, floor in FLOORS.items() for kind in KINDS}
    return figures.compare(taken, "hello-world", floors)


def main() -> int:
    """Measure and print."""
    with serving.folder() as place:
        return figures.show(measure(place), as_json="--json" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
