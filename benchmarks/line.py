"""LINE: how soon its webhook is answered at 200 events a second, how soon a resident at 20, and what telling 30,000 friends takes."""

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.parts import paced, serving
from benchmarks.parts.figures import Figure, show
from benchmarks.parts.line_town import LineTown, line_town, webhook
from benchmarks.parts.load import plain_get
from portal import friends
from portal.db import writing
from tests.harness.line.events import text

KINDS = ("sqlite", "postgresql")
# 宇部市's plan for 令和8年度: so many friends; and what the issue asks of each.
FRIENDS, PUSHED = 30_000, 60.0
STORM, STORM_SECONDS, KEPT = 200, 6, 100.0
TALKS, TALK_SECONDS, ANSWERED = 20, 10, 1_000.0
WARM = 30
PATIENCE = 60.0
# What residents ask, so that the bot does all that it does: greets, finds, asks back, looks up, and knows nothing.
ASKED = (
    "こんにちは", "住民票の写しがほしい", "ごみの日はいつですか", "引っ越してきました", "スプレー缶の捨て方",
    "体育館を予約したい", "保育園に入れたい", "避難所はどこですか", "あいうえおかき", "国民健康保険をやめたい",
)  # fmt: skip


class Talkers:
    """Friends of the account who each say one thing; nobody twice."""

    def __init__(self, town: LineTown) -> None:
        self.many = 0
        there = WARM + TALKS * TALK_SECONDS + 2 * STORM * STORM_SECONDS
        town.befriend([_user(number) for number in range(there)])

    def say(self, many: int) -> list[dict[str, Any]]:
        """What the next of them say."""
        begin, self.many = self.many, self.many + many
        return [
            text(ASKED[number % len(ASKED)], _user(number), webhookEventId=f"01BENCH{number:019d}")
            for number in range(begin, self.many)
        ]


def _user(number: int) -> str:
    return f"U{number:032x}"


def pushed(town: LineTown, kind: str) -> Iterator[Figure]:
    """From the moment that staff press the button until the last of 30,000 is with LINE."""
    ids, before = town.befriend([f"Uf{number:031x}" for number in range(FRIENDS)]), town.spent()
    message = {"type": "text", "text": "見本：あすの朝、断水があります。"}
    begun = time.time()
    with town.database.session() as session, writing(session):
        friends.broadcast(session, "bench", ids, [message], locale="ja", now=datetime.now(UTC))
    stored = time.time()
    arrived = _until(town, FRIENDS, {"multicast"})
    spent = town.spent()["worker"] - before["worker"]
    yield Figure(f"30,000 friends stored, {kind}", [stored - begun], "s")
    yield _at_most(f"30,000 friends told, {kind}", max(arrived.values()) - begun, PUSHED, "s")
    yield Figure(f"30,000 friends: CPU, {kind}", [spent], "s")


def answered(town: LineTown, talkers: Talkers, kind: str) -> Iterator[Figure]:
    """From the moment that LINE tells of a question until its answer is with LINE."""
    _tell(town, talkers.say(WARM), TALKS)
    said, before = talkers.say(TALKS * TALK_SECONDS), town.spent()
    begun, arrived = _tell(town, said, TALKS)
    waits = sorted(
        (arrived[one["source"]["userId"]] - begun - number / TALKS) * 1000 for number, one in enumerate(said)
    )
    yield _at_most(f"answered p95, {kind}", waits[int(len(waits) * 0.95) - 1], ANSWERED, "ms")
    yield Figure(f"answered p50, {kind}", [waits[len(waits) // 2]], "ms")
    for who, spent in town.spent().items():
        yield Figure(f"a talk: CPU of {who}, {kind}", [(spent - before[who]) / len(said) * 1000], "ms")


def _tell(
    town: LineTown, said: Sequence[Mapping[str, Any]], per_second: float
) -> tuple[float, dict[str, float]]:
    """LINE tells of these at this pace: when it began, and when each user had an answer."""
    town.line.give(said)
    told = paced.send(town.here.port, [webhook(town.here.port, [one]) for one in said], per_second)
    if told.faults:
        raise RuntimeError(f"{told.faults} webhooks were refused")
    found = _until(town, len(said), {"reply", "push"}, {one["source"]["userId"] for one in said})
    return told.begun, found


def _until(town: LineTown, many: int, ways: set[str], users: set[str] | None = None) -> dict[str, float]:
    """When each arrived, once so many friends were reached; whoever is not reached in time ends it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        arrived = [
            one for one in town.line.arrived() if one.how in ways and (users is None or one.first in users)
        ]
        if sum(one.many for one in arrived) >= many:
            return {one.first: one.at for one in arrived}
        time.sleep(0.2)
    raise RuntimeError(f"not all of {many} arrived; LINE refused {town.line.refused()[:3]}")


def stormed(town: LineTown, talkers: Talkers, name: str) -> Iterator[Figure]:
    """How soon LINE has its 200, however many events are worked on."""
    port, before = town.here.port, town.spent()["web"]
    asked = [webhook(port, [one]) for one in talkers.say(STORM * STORM_SECONDS)]
    told = paced.send(port, asked, STORM)
    if told.faults:
        raise RuntimeError(f"{told.faults} webhooks were refused")
    yield _at_most(f"webhook p99{name}", told.at(0.99), KEPT, "ms")
    yield Figure(f"webhook p50{name}", [told.at(0.5)], "ms")
    yield Figure(f"an event: CPU{name}", [(town.spent()["web"] - before) / len(asked) * 1000], "ms")


def greeted() -> Iterator[Figure]:
    """The same load on an application that only says hello."""
    with serving.served("benchmarks.parts.hello:app") as port:
        told = paced.send(port, [plain_get(port, "/")] * (STORM * STORM_SECONDS), STORM)
    yield Figure("hello-world p99", [told.at(0.99)], "ms")


def measure(kind: str, place: Path) -> Iterator[Figure]:
    """Everything on one database."""
    with line_town(kind, place) as town:
        talkers = Talkers(town)
        town.work()
        yield from answered(town, talkers, kind)
        yield from pushed(town, kind)
        yield from stormed(town, talkers, f" beside the worker, {kind}")
        town.rest()
        yield from greeted()
        yield from stormed(town, talkers, f", {kind}")
        if refused := town.line.refused():
            raise RuntimeError(f"LINE refused what it was sent: {refused[:3]}")


def _at_most(name: str, value: float, most: float, unit: str) -> Figure:
    return Figure(name, [value], unit, f"at most {most:g}", most / value, 1.0)


def _kinds(words: Sequence[str]) -> Sequence[str]:
    """The databases that are named, or both."""
    return [kind for kind in KINDS if kind in words] or KINDS


def main() -> int:
    """Measure and print."""
    with serving.folder() as place:
        found = [figure for kind in _kinds(sys.argv) for figure in measure(kind, place)]
    return show(found, as_json="--json" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
