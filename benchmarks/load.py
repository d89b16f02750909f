"""Load: what each action costs a town on two cores beside hello-world, and how GETs grow from one web worker to two."""

import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count, cycle
from pathlib import Path

import psycopg

from benchmarks.parts import actions, figures, load, serving, shifted, spent
from benchmarks.parts.figures import Figure
from benchmarks.parts.flows import Flow
from benchmarks.parts.line_town import LineTown, line_town
from benchmarks.parts.load import Load, plain_get
from benchmarks.parts.town import at_the_desk
from benchmarks.start import own_memory
from portal import pack
from portal.opening import TOKYO, is_working_day
from tests.services.desk.builders import packs

KINDS = ("sqlite", "postgresql")
ROUNDS, SCALE_ROUNDS, SCALE_SECONDS, MANY = 3, 3, 1.2, 16
# From one web worker to two, each on a core of its own.
GROWTH = 1.7
WARM, TALKS, WALKS = 10, 150, 3


@dataclass(frozen=True)
class Taken:
    """One round of one action: what was answered, and what it used of the processor."""

    load: Load
    spent: spent.Spent

    @property
    def web_ms(self) -> float:
        """Of the web server's time, each."""
        return 1000 * self.spent.web / max(1, self.load.answers)

    @property
    def database_ms(self) -> float:
        """Of the database server's time, each."""
        return 1000 * self.spent.database / max(1, self.load.answers)

    def per_core(self, workers: int) -> float:
        """Answers for each second of a core that was left to so many workers: what they used, and what nobody used."""
        seconds = self.load.answers / self.load.per_second
        return self.load.answers / min(workers * seconds, self.spent.web + self.spent.idle)


def grown(one: Taken, two: Taken) -> float:
    """How much more two workers answer than one where the load and the database are on machines of their own.

    Here they share two cores with the workers, so that two workers never have two. A worker that waits for the other
    leaves its core idle, and one that works longer because of the other answers less for each second: both lower it.
    """
    return 2 * two.per_core(2) / one.per_core(1)


def open_moment() -> datetime:
    """Ten in the morning of the last day on which the town hall was open."""
    found = pack.read(serving.ROOT / "portal" / "packs" / "hinata")
    day = datetime.now(TOKYO).date()
    while not is_working_day(found, actions.OFFICE, day):
        day -= timedelta(days=1)
    return datetime(day.year, day.month, day.day, 10, tzinfo=TOKYO).astimezone(UTC)


@contextmanager
def opened(kind: str, place: Path) -> Iterator[tuple[LineTown, datetime]]:
    """A town whose hall is open whatever the hour, and in which one clerk decides about a notification of water."""
    moment, clock, folder = open_moment(), place / f"shift-{kind}", place / f"packs-{kind}"
    clock.write_text(str((moment - datetime.now(UTC)).total_seconds()))
    folder.mkdir()
    others = {shifted.SHIFT: str(clock), "KURASHI_PROXIES": "0"}
    with line_town(
        kind, place, packs(folder, "one_step"), target="benchmarks.parts.shifted:app", others=others
    ) as town:
        yield town, moment


def taken(run: actions.Run, port: int, url: str = "") -> Taken:
    """Do it, and see what it used."""
    before = spent.now(port, url)
    done = run()
    return Taken(done, spent.now(port, url).since(before))


def told(name: str, kind: str, rounds: Sequence[Taken], hello: float) -> Iterator[Figure]:
    """The figures of one action; a fault in any round spoils them."""
    if faults := sum(one.load.faults for one in rounds):
        raise RuntimeError(
            f"{faults} requests were refused or lost, so there is nothing to measure: {name}, {kind}"
        )
    rates = [one.load.per_second for one in rounds]
    unit = "flow/s" if name == "whole submission" else "req/s"
    yield Figure(f"{name}, {kind}", rates, unit, "hello-world", statistics.median(rates) / hello)
    yield Figure(f"{name} p99, {kind}", [one.load.p99_ms for one in rounds], "ms")
    yield Figure(f"{name} CPU, {kind}", [one.web_ms for one in rounds], "ms")
    if kind == "postgresql":
        yield Figure(f"{name} database CPU, {kind}", [one.database_ms for one in rounds], "ms")


def costs(town: LineTown, moment: datetime, flow: Flow, hello: int, kind: str) -> Iterator[Figure]:
    """Every action in turn, some rounds of it, beside an application that only says hello."""
    here, asked = town.here, cycle([plain_get(hello, "/")])
    greeting = partial(load.send, hello, asked, actions.SECONDS, actions.CONNECTIONS)
    ready = actions.everything(town, moment, flow)
    rounds: dict[str, list[Taken]] = {name: [] for name in ready}
    greeted = []
    for _ in range(ROUNDS):
        greeted.append(taken(greeting, hello))
        for name, action in ready.items():
            rounds[name].append(taken(action(), here.port, here.url))
    rates = [one.load.per_second for one in greeted]
    yield Figure(f"hello-world, {kind}", rates, "req/s")
    yield Figure(f"hello-world CPU, {kind}", [one.web_ms for one in greeted], "ms")
    for name, those in rounds.items():
        yield from told(name, kind, those, statistics.median(rates))
    held = [own_memory(pid) for pid in spent.web(here.port)[1:]]
    yield Figure(f"memory of a web worker, {kind}", [max(held)], "MB")


def growth(town: LineTown, moment: datetime, kind: str) -> Iterator[Figure]:
    """The same GETs to one web worker and to two, in turn; how they grew on these very cores is told beside."""
    here = town.here
    with serving.served("benchmarks.parts.shifted:app", here.env, workers=1) as alone:
        for name, pages in _pages(town, moment, alone).items():
            ports = {1: alone, 2: here.port}
            for workers, request in pages.items():
                actions.warmed(ports[workers], [request])
            rounds: dict[int, list[Taken]] = {1: [], 2: []}
            for _ in range(SCALE_ROUNDS):
                for workers, request in pages.items():
                    port = ports[workers]
                    seen = taken(partial(load.send, port, cycle([request]), SCALE_SECONDS, MANY), port)
                    if seen.load.faults:
                        raise RuntimeError(f"{name} was refused")
                    rounds[workers].append(seen)
            yield from _compared(name, kind, list(zip(rounds[1], rounds[2], strict=True)))


def _compared(name: str, kind: str, pairs: Sequence[tuple[Taken, Taken]]) -> Iterator[Figure]:
    freed = [grown(one, two) for one, two in pairs]
    here = [two.load.per_second / one.load.per_second for one, two in pairs]
    dearer = [two.web_ms / one.web_ms for one, two in pairs if one.spent.web]
    told = f"{name}: two workers to one"
    yield Figure(
        f"{told}, a core each, {kind}", freed, "times", "one", statistics.median(freed), floor=GROWTH
    )
    yield Figure(f"{told}, the load beside them, {kind}", here, "times")
    yield Figure(f"{told}, CPU of each, {kind}", dearer or [0.0], "times")


def _pages(town: LineTown, moment: datetime, alone: int) -> Mapping[str, Mapping[int, bytes]]:
    here = town.here
    somebody, step, _ = here.resident_at_a_step()
    clerk = at_the_desk(here, actions.WATER_CLERK, moment)
    looked_at, desk = actions.status(here), actions.Desk(here, clerk)
    found = {
        "front page": plain_get(here.port, "/"),
        "form step": plain_get(here.port, step, somebody.cookie),
        "status page": looked_at,
        "staff inbox": plain_get(here.port, "/staff/inbox", clerk.cookie),
        "case page": plain_get(here.port, desk.page, clerk.cookie),
    }
    ours, other = f"Host: 127.0.0.1:{here.port}".encode(), f"Host: 127.0.0.1:{alone}".encode()
    return {name: {1: request.replace(ours, other), 2: request} for name, request in found.items()}


def worker(town: LineTown) -> float:
    """The seconds of processor that a worker uses until nothing is left to do."""
    before = spent.own()
    command = [
        sys.executable,
        "-m",
        "flask",
        "--app",
        "benchmarks.parts.shifted",
        "outbox",
        "run",
        "--until-empty",
    ]
    subprocess.run(
        command, cwd=serving.ROOT, env={**os.environ, **town.env}, check=True, stdout=subprocess.DEVNULL
    )
    return spent.own() - before


def afterwards(town: LineTown, flow: Flow) -> Iterator[Figure]:
    """What the worker does for a submission and a question on LINE, and what a submission leaves in the database."""
    worker(town)
    nothing, before = worker(town), _bytes(town.here.url)
    filed = [actions.walked(town.here, flow)()() for _ in range(WALKS)]
    many = sum(one.answers for one in filed)
    if sum(one.faults for one in filed) or not many:
        raise RuntimeError("no submissions were made")
    mailed, after = worker(town), _bytes(town.here.url)
    yield Figure("mail of a submission: CPU of the worker", [1000 * (mailed - nothing) / many], "ms")
    sent = (after["outbox"] - before["outbox"]) / many
    rows = (sum(after.values()) - sum(before.values())) / many - sent
    yield Figure("a submission: rows that stay", [rows], "bytes")
    yield Figure("a submission: its mail's row, for 90 days", [sent], "bytes")
    talks = actions.Talks(town, count(1))
    talks.kept(WARM)
    first = worker(town)
    talks.kept(TALKS)
    yield Figure("answer on LINE: CPU of the worker", [1000 * (worker(town) - first) / (TALKS - WARM)], "ms")


def _bytes(url: str) -> dict[str, int]:
    """What each table takes with its indexes, packed closely."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("VACUUM FULL")
        wanted = "SELECT relname, pg_total_relation_size(relid) FROM pg_stat_user_tables"
        return dict(connection.execute(wanted).fetchall())


def measure(kind: str, place: Path, hello: int) -> Iterator[Figure]:
    """Everything on one database."""
    with opened(kind, place) as (town, moment):
        flow = actions.water_flow(town.here.port)
        if kind == "postgresql":
            # Before there are thousands of events that a worker would have to answer first.
            yield from afterwards(town, flow)
        yield from costs(town, moment, flow, hello, kind)
        yield from growth(town, moment, kind)


def main() -> int:
    """Measure and print."""
    kinds, as_json = [kind for kind in KINDS if kind in sys.argv] or KINDS, "--json" in sys.argv
    with serving.folder() as place, serving.served("benchmarks.parts.hello:app") as hello:
        return max(figures.show(list(measure(kind, place, hello)), as_json=as_json) for kind in kinds)


if __name__ == "__main__":
    sys.exit(main())
