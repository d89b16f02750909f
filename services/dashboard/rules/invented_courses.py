"""What becomes of made-up requests: pages looked at before them, corrections, ends, minutes at the counter, payments."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from portal.kinds import Kind
from services.dashboard.rules.invented_rooms import Lot, some

SCREEN = frozenset({"online", "line", "konbini", "myna", "prefecture"})
# Counted elsewhere and brought in as one figure.
_BROUGHT = frozenset({"konbini", "paper", "myna", "prefecture"})
_METHODS = {"cash": 0.8, "card": 0.12, "konbini": 0.08}
# What part of those at a step comes to the next, from the last step backwards.
_LOST = (0.86, 0.9, 0.8, 0.93)
# Who sees 「分かりやすかったですか」, and how they answer.
_ASKED = frozenset({"online", "line"})
_CLEAR = {5.0: 0.32, 4.0: 0.41, 3.0: 0.14, 2.0: 0.09, 1.0: 0.04}
# So many lengths are drawn beforehand, from which those of single requests are taken.
_DRAWN = 2000


@dataclass(frozen=True)
class Courses:
    """Lengths drawn once, so that millions of requests take seconds: by the screen, by the counter, and minutes there."""

    screen: Sequence[int]
    counter: Sequence[int]
    minutes: Sequence[float]

    @classmethod
    def drawn(cls, chance: Random) -> "Courses":
        """The lengths of a made-up town."""
        return cls(
            [int(chance.gammavariate(1.5, 2.2)) for _ in range(_DRAWN)],
            [int(chance.gammavariate(1.5, 3.4)) for _ in range(_DRAWN)],
            [round(chance.gammavariate(6, 1.4), 1) for _ in range(_DRAWN)],
        )

    def funnel(self, key: str, steps: Sequence[str], division: str, day: date, count: int) -> Iterator[Lot]:
        """Those who looked, those who began and those who came to each step, for so many who filed."""
        reached = count / 0.97
        for name, left in zip(reversed(steps), (*_LOST, *([0.95] * len(steps))), strict=False):
            yield (Kind.STEP, f"{key}/{name}", "online", division, day, round(reached), None), 1
            reached /= left
        yield (Kind.STARTED, key, "online", division, day, round(reached), None), 1
        yield (Kind.VIEWED, key, "online", division, day, round(reached * 3.4) + 1, None), 1

    def run(
        self, slot: tuple[str, str, str], day: date, last: date, count: int, chance: Random
    ) -> Iterator[Lot]:
        """So many requests of a procedure by one way, and what became of them up to the last day."""
        if slot[1] in _BROUGHT:
            yield (Kind.COUNTED, *slot, day, count, None), 1
            return
        on_screen = slot[1] in SCREEN
        corrected = some(count * (0.05 if on_screen else 0.09), chance)
        withdrawn = min(count - corrected, some(count * 0.015, chance))
        for kind, many in (
            (Kind.FILED, count), (Kind.ACCEPTED, count), (Kind.CORRECTION, corrected),
            (Kind.CORRECTED, corrected), (Kind.WITHDRAWN, withdrawn),
        ):  # fmt: skip
            if many:
                yield (kind, *slot, day, 1, None), many
        yield from self._ends(slot, day, last, (count - withdrawn, corrected), chance)
        yield from self._at_the_counter(slot, day, count, chance)
        yield from _paid(slot, day, some(count * 0.6, chance), chance)
        if slot[1] in _ASKED:
            yield from _rated(slot, day, some(count * 0.12, chance), chance)

    def _ends(
        self, slot: tuple[str, str, str], day: date, last: date, many: tuple[int, int], chance: Random
    ) -> Iterator[Lot]:
        ended, corrected = many
        lengths = chance.choices(self.screen if slot[1] in SCREEN else self.counter, k=ended)
        # What has to be put right takes three days more.
        lengths[:corrected] = [length + 3 for length in lengths[:corrected]]
        for length, alike in Counter(lengths).items():
            end = day + timedelta(days=length)
            if end <= last:
                yield (Kind.COMPLETED, *slot, end, 1, float(length)), alike

    def _at_the_counter(
        self, slot: tuple[str, str, str], day: date, count: int, chance: Random
    ) -> Iterator[Lot]:
        if slot[1] != "window":
            return
        for minutes, alike in Counter(chance.choices(self.minutes, k=count)).items():
            yield (Kind.COUNTER_MINUTES, "procedures", "window", slot[2], day, 1, minutes), alike


def _paid(slot: tuple[str, str, str], day: date, count: int, chance: Random) -> Iterator[Lot]:
    key, channel, division = slot
    methods: Mapping[str, float] = {"card": 1.0} if channel in SCREEN else _METHODS
    for method, alike in Counter(chance.choices([*methods], [*methods.values()], k=count)).items():
        yield (Kind.PAID, key, method, division, day, 1, 300.0), alike


def _rated(slot: tuple[str, str, str], day: date, count: int, chance: Random) -> Iterator[Lot]:
    for score, alike in Counter(chance.choices([*_CLEAR], [*_CLEAR.values()], k=count)).items():
        yield (Kind.RATED, *slot, day, 1, score), alike
