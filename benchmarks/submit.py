"""Requests a second of a bare POST of three rows, a draft-saving POST and a submission, on both databases."""

import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from benchmarks.parts import bare_post, figures, flows, load, serving
from benchmarks.parts.town import Town, town
from tests.harness.resident import Asked

ROUNDS, SECONDS, CONNECTIONS = 5, 2.0, 8
DRAFTS = 16
# So many forms are filled in before each round that handing them in takes about as long as the other loads.
FORMS = 700
FLOOR = 1 / 2
HANDS_IN = "_token="
KINDS = ("sqlite", "postgresql")


def posting(port: int, requests: list[bytes]) -> Callable[[], load.Load]:
    """One run of sending the same requests again and again."""
    return lambda: load.send(port, cycle(requests), SECONDS, CONNECTIONS)


def handing_in(here: Town) -> Callable[[], load.Load]:
    """One run of handing in forms that were all filled in beforehand, each once; it ends when they do."""
    somebody, path, _ = here.resident_at_the_check()
    # A flow ends with the request that hands in.
    flow = flows.Flow.of([*somebody.asked, Asked("POST", path, HANDS_IN)])

    def run() -> load.Load:
        forms, before = flows.filled_in(here.port, flow, FORMS, CONNECTIONS), here.cases()
        found = load.send(here.port, iter(forms), 60.0, CONNECTIONS)
        # An answer that leads elsewhere than to a receipt is no submission, however quick it was.
        kept = here.cases() - before
        return replace(found, faults=found.faults + len(forms) - kept)

    return run


def measure(kind: str, place: Path) -> list[figures.Figure]:
    """Measure the three on one database, in turn."""
    bare, draft, submission = (f"{name}, {kind}" for name in ("bare POST", "draft POST", "submission"))
    with ExitStack() as open_servers:
        url = open_servers.enter_context(serving.database(kind, place, f"bare-{kind}"))
        bare_post.prepare(url)
        plain = open_servers.enter_context(
            serving.served("benchmarks.parts.bare_post:make", {"BENCH_DATABASE": url}, factory=True)
        )
        here = open_servers.enter_context(town(kind, place))
        saving = [here.resident_at_a_step()[2] for _ in range(DRAFTS)]
        runs = {
            bare: posting(plain, [load.plain_post(plain, "/", bare_post.body())]),
            draft: posting(here.port, saving),
            submission: handing_in(here),
        }
        taken = figures.in_turn(runs, ROUNDS)
    return figures.compare(taken, bare, {draft: FLOOR, submission: FLOOR})


def main() -> int:
    """Measure and print."""
    with serving.folder() as place:
        found = [figure for kind in KINDS for figure in measure(kind, place)]
    return figures.show(found, as_json="--json" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
