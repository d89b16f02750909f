"""Load: what each action costs a town on two cores beside hello-world, and how GETs grow from one web worker to two."""

import os
import re
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
ROUNDS, SCALE_ROUNDS, SCALE_SECONDS, MANY = 3, 9, 0.6, 16
# From one web worker to two, where two towns that share nothing grow to 2.
GROWTH = 1.7
HOST = re.compile(rb"Host: [^\r]+")
WARM, TALKS, WALKS, FILED = 10, 150, 3, 30


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
        """Answers for each second of a core that was left to so many workers: what they used, and what nobody used.

        A worker has a thread of its own for the network: for light pages one worker uses more than one core.
        """
        seconds = self.load.answers / self.load.per_second
        left = min(workers * seconds, self.spent.web + self.spent.idle)
        return self.load.answers / max(self.spent.web, left)


def grown(more: Taken, less: Taken, workers: int) -> float:
    """How much two workers answer where so many, which do not hinder each other, answer as often as there are of them.

    Load and database share two cores with the workers, so that two workers never have two. A worker that waits for the
    other leaves its core idle, and one that works longer because of it answers less for each second: both lower it.
    """
    return 2 * more.per_core(2) / less.per_core(workers)


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


def taken(run: actions.Run, ports: Sequence[int], url: str = "") -> Taken:
    """Do it, and see what it used."""
    before = spent.now(ports, url)
    done = run()
    return Taken(done, spent.now(ports, url).since(before))


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
        greeted.append(taken(greeting, [hello]))
        for name, action in ready.items():
            rounds[name].append(taken(action(), [here.port], here.url))
    rates = [one.load.per_second for one in greeted]
    yield Figure(f"hello-world, {kind}", rates, "req/s")
    yield Figure(f"hello-world CPU, {kind}", [one.web_ms for one in greeted], "ms")
    for name, those in rounds.items():
        yield from told(name, kind, those, statistics.median(rates))
    held = [own_memory(pid) for pid in spent.web(here.port)[1:]]
    yield Figure(f"memory of a web worker, {kind}", [max(held)], "MB")


def growth(town: LineTown, other: LineTown, moment: datetime, kind: str) -> Iterator[Figure]:
    """The same GETs to one web worker, to two of one town, and to two of two towns that share nothing, in turn.

    What two towns answer is all that these cores can give: two workers of one town that answered as much would have
    doubled. How much more than one worker either pair answers is told beside, and holds what the cores lose.
    """
    target = "benchmarks.parts.shifted:app"
    with (
        serving.served(target, town.here.env, workers=1) as alone,
        serving.served(target, other.here.env, workers=1) as elsewhere,
    ):
        ours, theirs = _pages(town, moment), _pages(other, moment)
        for name, page in ours.items():
            first = alone, _sent_to(alone, page)
            ways = {
                "one": [first],
                "two": [(town.here.port, page)],
                "apart": [first, (elsewhere, _sent_to(elsewhere, theirs[name]))],
            }
            yield from _compared(name, kind, _rounds(name, ways))


def _rounds(name: str, ways: Mapping[str, Sequence[tuple[int, bytes]]]) -> Sequence[Mapping[str, Taken]]:
    """Each way in every round, so that a slower moment of the machine falls on all of them."""
    for asked in ways.values():
        for port, page in asked:
            actions.warmed(port, [page])
    rounds = []
    for _ in range(SCALE_ROUNDS):
        found = {}
        for way, asked in ways.items():
            sent = [(port, cycle([page])) for port, page in asked]
            run = partial(load.spread, sent, SCALE_SECONDS, MANY)
            found[way] = taken(run, [port for port, _ in asked])
            if found[way].load.faults:
                raise RuntimeError(f"{name} was refused")
        rounds.append(found)
    return rounds


def _compared(name: str, kind: str, rounds: Sequence[Mapping[str, Taken]]) -> Iterator[Figure]:
    grew = [grown(one["two"], one["apart"], 2) for one in rounds]
    ratio = statistics.median(grew)
    yield Figure(f"{name}: two workers, {kind}", grew, "times", "one", ratio, floor=GROWTH)
    beside = {
        "two workers to one, a core each": [grown(one["two"], one["one"], 1) for one in rounds],
        "two towns to one, a core each": [grown(one["apart"], one["one"], 1) for one in rounds],
        "two workers to one, the load beside them": [
            one["two"].load.per_second / one["one"].load.per_second for one in rounds
        ],
    }
    for told, values in beside.items():
        yield Figure(f"{name}: {told}, {kind}", values, "times")


def _sent_to(port: int, request: bytes) -> bytes:
    return HOST.sub(f"Host: 127.0.0.1:{port}".encode(), request)


def _pages(town: LineTown, moment: datetime) -> Mapping[str, bytes]:
    here = town.here
    for _ in range(FILED):
        actions.water_flow(here.port)
    somebody, step, _ = here.resident_at_a_step()
    clerk = at_the_desk(here, actions.WATER_CLERK, moment)
    desk = actions.Desk(here, clerk)
    return {
        "front page": plain_get(here.port, "/"),
        "form step": plain_get(here.port, step, somebody.cookie),
        "status page": actions.status(here),
        "staff inbox": plain_get(here.port, "/staff/inbox", clerk.cookie),
        "case page": plain_get(here.port, desk.page, clerk.cookie),
    }


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
    other = place / f"other-{kind}"
    other.mkdir(mode=0o711)
    with opened(kind, place) as (town, moment):
        # First, while both towns hold the same.
        with opened(kind, other) as (second, _):
            yield from growth(town, second, moment, kind)
        flow = actions.water_flow(town.here.port)
        if kind == "postgresql":
            # Before there are thousands of events that a worker would have to answer first.
            yield from afterwards(town, flow)
        yield from costs(town, moment, flow, hello, kind)


def main() -> int:
    """Measure and print."""
    kinds, as_json = [kind for kind in KINDS if kind in sys.argv] or KINDS, "--json" in sys.argv
    with serving.folder() as place, serving.served("benchmarks.parts.hello:app") as hello:
        return max(figures.show(list(measure(kind, place, hello)), as_json=as_json) for kind in kinds)


if __name__ == "__main__":
    sys.exit(main())
