"""Rounds: one process works for several towns; a town that hangs, fails or has very much to do keeps no other waiting."""

import threading
import time
from dataclasses import dataclass, field

from portal.towns.rounds import AFTER_FAULT, JOBS_EVERY, LOOK, Rounds


@dataclass
class Town:
    """A town's worker that has so many handfuls to send of each kind."""

    name: str
    done: list[str]
    handfuls: dict[str, int] = field(default_factory=dict)
    hangs: threading.Event | None = None
    away: bool = False
    looked: int = 0

    def waiting(self) -> tuple[str, ...]:
        self.looked += 1
        if self.away:
            raise ConnectionError
        return tuple(kind for kind, left in self.handfuls.items() if left)

    def send(self, kind: str) -> int:
        if self.hangs is not None:
            self.hangs.wait(30)
        if not self.handfuls[kind]:
            return 0
        self.handfuls[kind] -= 1
        self.done.append(f"{self.name} {kind}")
        return 10

    def work(self) -> None:
        self.done.append(f"{self.name} jobs")


@dataclass
class Moment:
    now: float = 100.0

    def __call__(self) -> float:
        return self.now


def drained(rounds: Rounds) -> None:
    while rounds.next():
        pass


def test_a_town_with_very_much_is_served_in_turn_with_one_that_has_little() -> None:
    done: list[str] = []
    large, small = Town("large", done, {"mail": 50}), Town("small", done, {"mail": 1, "line": 1})
    rounds = Rounds({"large": large, "small": small})

    rounds.look()
    drained(rounds)

    sent = [one for one in done if not one.endswith("jobs")]
    assert sent[:4] == ["large mail", "small mail", "small line", "large mail"]
    assert sent.count("large mail") == 50


def test_each_town_is_asked_twice_a_second_and_its_jobs_come_every_five() -> None:
    done: list[str] = []
    one, moment = Town("one", done), Moment()
    rounds = Rounds({"one": one}, moment)

    for _ in range(41):
        rounds.look()
        drained(rounds)
        moment.now += LOOK / 2

    assert one.looked == 21
    assert done.count("one jobs") == 1 + int(10 / JOBS_EVERY)


def test_a_town_whose_database_is_away_is_left_alone_for_a_while_and_the_others_are_served() -> None:
    done: list[str] = []
    away, other, moment = Town("away", done, away=True), Town("other", done, {"mail": 3}), Moment()
    rounds = Rounds({"away": away, "other": other}, moment)

    for _ in range(4):
        rounds.look()
        drained(rounds)
        moment.now += LOOK

    assert done.count("other mail") == 3
    assert away.looked == 1
    moment.now += AFTER_FAULT
    rounds.look()
    assert away.looked == 2


def test_a_receiver_that_hangs_keeps_one_hand_and_no_other_town_waiting() -> None:
    done: list[str] = []
    free = threading.Event()
    towns = {
        "hanging": Town("hanging", done, {"mail": 9, "line": 9}, hangs=free),
        "quick": Town("quick", done, {"mail": 5}),
    }
    rounds = Rounds(towns)
    running = threading.Thread(target=rounds.run)
    running.start()
    until = time.monotonic() + 10

    while done.count("quick mail") < 5 and time.monotonic() < until:
        threading.Event().wait(0.01)
    assert done.count("quick mail") == 5
    assert not any(one.startswith("hanging m") for one in done)
    rounds.stop()
    free.set()
    running.join(10)

    # What was begun is finished, and nothing more is begun.
    assert not running.is_alive()
    assert done.count("hanging mail") >= 1
