"""A source of counts made of lines that a test writes down."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from services.dashboard.rules.asking import Source, Sum, Want, line, measure, month

# Kind, key, channel, day, number and what was measured.
Line = tuple[str, str, str, date, int, float | None]


def source(lines: Sequence[Line]) -> Source:
    """Answers as the sums of these lines would."""

    def ask(want: Want) -> Sequence[Sum]:
        found: dict[tuple[Any, ...], list[float]] = defaultdict(lambda: [0, 0.0])
        for kind, key, channel, day, n, value in lines:
            at = day if want.daily else month(day)
            if kind not in want.kinds or not want.first <= at <= want.last:
                continue
            if (want.keys and key not in want.keys) or (want.channels and channel not in want.channels):
                continue
            told = {
                "kind": kind, "day": at, "key": key, "channel": channel, "division": "",
                "measure": measure(kind, n, value),
            }  # fmt: skip
            place = found[tuple(told[name] for name in want.by)]
            place[0] += n
            place[1] += value or 0.0
        return [line(want.by, (*key, *sums)) for key, sums in found.items()]

    return ask
