"""算出 worked out: the months of a formula as counts of one thing in counts of another, and the value of a 年度."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.kinds import Channel, Kind
from portal.pack.formulas import Formula, Way
from services.dashboard.rules.asking import Source, Sum, Want
from services.dashboard.rules.outlook import Band, trend
from services.dashboard.rules.periods import BEGINNING, Year, end_of, months

# 申請 on a screen; a convenience store's machine is a way of its own.
ONLINE = frozenset({Channel.ONLINE, Channel.LINE, Channel.CHAT, Channel.MYNA, Channel.PREFECTURE})
# What is counted elsewhere; a room that counts the lines of a draw does not speak of requests.
ELSEWHERE = frozenset({Channel.KONBINI, Channel.MACHINE, Channel.MYNA, Channel.PREFECTURE, Channel.PAPER})
CASH = frozenset({"cash", "slip", "transfer", "konbini"})
# How many procedures the town has in all on a day, and of those so many online and at the counter that fills them in.
Offers = Callable[[date], tuple[int, int, int]]


@dataclass(frozen=True)
class Point:
    """A month of a formula: a part and what it is a part of; what stands as it is has one as its whole."""

    month: date
    part: float
    whole: float

    @property
    def value(self) -> float | None:
        """The quotient, nothing where nothing happened."""
        return self.part / self.whole if self.whole else None


def points(formula: Formula, source: Source, offers: Offers, first: date, last: date) -> tuple[Point, ...]:
    """Each month between two days, shares in hundredths."""
    span = months(first, last)
    times = 100.0 if formula.is_percent else 1.0
    if formula.word in ("online_procedures", "online_procedure_share", "window_procedures"):
        return tuple(_offered(formula.word, one, offers(min(end_of(one), last))) for one in span)
    if formula.word == "friends":
        return _friends(source, span, last)
    parts, wholes = _counted(formula, source, span[0], last) if span else ({}, {})
    return tuple(Point(one, times * parts.get(one, 0.0), wholes.get(one, 0.0)) for one in span)


def of_year(formula: Formula, found: Sequence[Point]) -> float | None:
    """The value of a 年度 from its months."""
    if formula.meaning.way is Way.LEVEL:
        return found[-1].value if found else None
    whole = sum(one.whole for one in found)
    return sum(one.part for one in found) / whole if whole else None


def expected(formula: Formula, past: Sequence[Point], year: Year) -> Band | None:
    """The value at the end of a 年度 if the last months go on: what is counted stays, what is to come follows the line."""
    over = [one for one in past if end_of(one.month) < year.today and one.whole]
    line = trend([one.part / one.whole for one in over])
    if line is None or year.is_over:
        return None
    ahead = [line.ahead(step) for step in range(1, len(year.to_come) + 1)]
    most = 100.0 if formula.is_percent else float("inf")
    if formula.meaning.way is Way.LEVEL:
        return ahead[-1].within(0.0, most)
    here = [one for one in past if one.month >= year.first and end_of(one.month) < year.today]
    usual = sum(one.whole for one in over[-12:]) / len(over[-12:])
    whole = sum(one.whole for one in here) + usual * len(ahead)
    so_far = sum(one.part for one in here)
    ends = (so_far + usual * sum(getattr(one, name) for one in ahead) for name in ("middle", "low", "high"))
    return Band(*(end / whole for end in ends)).within(0.0, most)


def month_ahead(formula: Formula, past: Sequence[Point], year: Year) -> Band | None:
    """The last month of a 年度 if the last months go on: what a line of months may be continued to.

    The value of a whole 年度 (`expected`) is another thing: its mean lies between what was and what is to come.
    """
    line = trend([one.part / one.whole for one in past if end_of(one.month) < year.today and one.whole])
    if line is None or year.is_over or not year.to_come:
        return None
    return line.ahead(len(year.to_come)).within(0.0, 100.0 if formula.is_percent else float("inf"))


def is_request(found: Sum) -> bool:
    """Whether a line counts requests: those that arrived here, and those that were brought in from elsewhere."""
    return found.kind == Kind.FILED or found.channel in ELSEWHERE


def _offered(word: str, month: date, offered: tuple[int, int, int]) -> Point:
    whole, online, window = offered
    if word == "online_procedure_share":
        return Point(month, 100.0 * online, float(whole))
    return Point(month, float(window if word == "window_procedures" else online), 1.0)


def _friends(source: Source, span: Sequence[date], last: date) -> tuple[Point, ...]:
    signs = {Kind.FOLLOWED: 1, Kind.UNFOLLOWED: -1}
    change: dict[date, int] = defaultdict(int)
    for one in source(Want(tuple(signs), BEGINNING, last, ("kind", "day"))):
        change[one.day] += signs[Kind(one.kind)] * one.n
    return tuple(Point(one, float(sum(n for day, n in change.items() if day <= one)), 1.0) for one in span)


def _counted(
    formula: Formula, source: Source, first: date, last: date
) -> tuple[Mapping[date, float], Mapping[date, float]]:
    match formula.word:
        case "resolved_share":
            rows = source(Want((Kind.VOTED,), first, last, ("day",)))
            return _summed((one.day, one.value) for one in rows), _summed((one.day, one.n) for one in rows)
        case "mean_wait":
            rows = source(Want((Kind.WAITED,), first, last, ("day",)))
            return _summed((one.day, one.value) for one in rows), _summed((one.day, one.n) for one in rows)
        case "cashless_share":
            rows = source(Want((Kind.PAID,), first, last, ("day", "channel"), keys=formula.of))
            return _shared(rows, lambda one: one.channel not in CASH)
        case word:
            wanted = {Channel.KONBINI, Channel.MACHINE} if word == "konbini_share" else ONLINE
            want = Want((Kind.FILED, Kind.COUNTED), first, last, ("kind", "day", "channel"), keys=formula.of)
            return _shared(filter(is_request, source(want)), lambda one: one.channel in wanted)


def _shared(
    rows: Iterable[Sum], part: Callable[[Sum], bool]
) -> tuple[Mapping[date, float], Mapping[date, float]]:
    found = list(rows)
    return _summed((one.day, one.n) for one in found if part(one)), _summed((one.day, one.n) for one in found)


def _summed(pairs: Iterable[tuple[date, float]]) -> Mapping[date, float]:
    found: dict[date, float] = defaultdict(float)
    for day, value in pairs:
        found[day] += value
    return found
