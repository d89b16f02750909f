"""Figures: taken in turn, printed as a table for people or as one JSON object a line for programs."""

import json
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.parts.load import Load


@dataclass(frozen=True)
class Figure:
    """One figure: its name, its lowest, middle and highest value, and how it stands to its yardstick."""

    figure: str
    values: Sequence[float]
    unit: str
    yardstick: str = ""
    ratio: float | None = None
    floor: float | None = None

    @property
    def value(self) -> float:
        """The middle value."""
        return statistics.median(self.values)

    @property
    def holds(self) -> bool:
        """Whether it keeps its floor, where it has one."""
        return self.floor is None or self.ratio is None or self.ratio >= self.floor

    def as_json(self) -> str:
        """One line for a program."""
        plain = {
            "figure": self.figure, "value": round(self.value, 3), "min": round(min(self.values), 3),
            "max": round(max(self.values), 3), "unit": self.unit, "ratio_to": self.yardstick or None,
            "ratio": round(self.ratio, 4) if self.ratio is not None else None, "floor": self.floor, "holds": self.holds,
        }  # fmt: skip
        return json.dumps(plain, ensure_ascii=False)

    def as_line(self) -> str:
        """One line for a person."""
        low, middle, high = min(self.values), self.value, max(self.values)
        ratio = "" if self.ratio is None else f"  = {self.ratio:.3f} × {self.yardstick}"
        floor = "" if self.floor is None else f" (floor {self.floor:.3f}: {'ok' if self.holds else 'MISSED'})"
        return f"{self.figure:<34}{low:>10.1f}{middle:>10.1f}{high:>10.1f} {self.unit:<6}{ratio}{floor}"


def in_turn(runs: Mapping[str, Callable[[], Load]], rounds: int) -> dict[str, list[Load]]:
    """Take each figure once a round, so that a busy moment of the machine falls on all of them."""
    taken: dict[str, list[Load]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            taken[name].append(run())
    return taken


def compare(taken: Mapping[str, Sequence[Load]], yardstick: str, floors: Mapping[str, float]) -> list[Figure]:
    """Requests a second and p99 of each, against the yardstick's middle; a fault in any run spoils the figure."""
    _sound(taken)
    measure = statistics.median(load.per_second for load in taken[yardstick])
    found = []
    for name, loads in taken.items():
        rates = [load.per_second for load in loads]
        ratio = None if name == yardstick else statistics.median(rates) / measure
        found.append(
            Figure(name, rates, "req/s", yardstick if ratio is not None else "", ratio, floors.get(name))
        )
        found.append(Figure(f"{name} p99", [load.p99_ms for load in loads], "ms"))
    return found


def reach(taken: Mapping[str, Sequence[Load]], floors: Mapping[str, float]) -> list[Figure]:
    """Requests a second and p99 of each, against the rate it must reach; what must reach none is shown beside them."""
    _sound(taken)
    found = []
    for name, loads in taken.items():
        rates, floor = [load.per_second for load in loads], floors.get(name)
        if floor is None:
            found.append(Figure(name, rates, "req/s"))
            continue
        ratio = statistics.median(rates) / floor
        found.append(Figure(name, rates, "req/s", f"{floor:.0f}", ratio, 1.0))
        found.append(Figure(f"{name} p99", [load.p99_ms for load in loads], "ms"))
    return found


def _sound(taken: Mapping[str, Sequence[Load]]) -> None:
    """A fault in any run spoils its figure."""
    spoilt = {name: faults for name, loads in taken.items() if (faults := sum(load.faults for load in loads))}
    if spoilt:
        raise RuntimeError(f"requests were refused or lost, so there is nothing to measure: {spoilt}")


def show(found: Sequence[Figure], *, as_json: bool) -> int:
    """Print them; the exit code says whether every floor holds."""
    if not as_json:
        print(f"{'':<34}{'min':>10}{'median':>10}{'max':>10}")
    for figure in found:
        print(figure.as_json() if as_json else figure.as_line(), flush=True)
    return 0 if all(figure.holds for figure in found) else 1
