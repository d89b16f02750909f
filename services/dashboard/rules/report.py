"""月次報告: what a month's report holds, worked out of the sums as the pages do, the month being over."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.opening import fiscal_year
from portal.pack.formulas import Base
from services.dashboard.rules import flow, kpis, next_step, satisfaction, service
from services.dashboard.rules.asking import Source
from services.dashboard.rules.changes import Change, OpenDays, changes
from services.dashboard.rules.flow import Narrow, Pace
from services.dashboard.rules.kpis import Printed, Standing
from services.dashboard.rules.measuring import Offers
from services.dashboard.rules.next_step import Candidate, Minutes
from services.dashboard.rules.periods import Year, end_of, months, whole_months
from services.dashboard.rules.satisfaction import Opinion
from services.dashboard.rules.service import Hall, Talk

# So many procedures and figures fit a page that is read at a meeting.
PROCEDURES, NEXT = 10, 5


@dataclass(frozen=True)
class Row:
    """A procedure in the month and in the one before."""

    key: str
    requests: int
    online: int
    before: int

    @property
    def share(self) -> float | None:
        """Of a hundred requests so many came on a screen."""
        return 100 * self.online / self.requests if self.requests else None


@dataclass(frozen=True)
class Report:
    """Everything that is printed."""

    month: date
    year: Year
    requests: int
    online: int
    before: tuple[int, int]
    pace: Pace
    hall: Hall
    talk: Talk
    opinion: Opinion
    ways: Mapping[date, Mapping[str, int]]
    figures: Sequence[Standing]
    changes: Sequence[Change]
    rows: Sequence[Row]
    following: Sequence[Candidate]
    minutes: Minutes

    @property
    def share(self) -> float | None:
        """Of a hundred requests of the month so many came on a screen."""
        return 100 * self.online / self.requests if self.requests else None

    @property
    def share_before(self) -> float | None:
        """The same of the month before."""
        return 100 * self.before[1] / self.before[0] if self.before[0] else None


@dataclass(frozen=True)
class Town:
    """What a report must know of the town besides its counts."""

    offered: Collection[str]
    offers: Offers
    open_days: OpenDays
    plan: Sequence[Printed]
    entered: Mapping[str, Mapping[int, float]]


class _Month(Year):
    """One month asked for as if it were a 年度."""

    @property
    def first(self) -> date:
        """The first day of the month in which it ends."""
        return self.today.replace(day=1)


def month_of(month: date) -> Year:
    """A month for rules that ask for a 年度."""
    last = end_of(month)
    return _Month(fiscal_year(last), last)


def gather(source: Source, month: date, town: Town) -> Report:
    """The report of a month that is over."""
    last = end_of(month)
    here, year = month_of(month), Year(fiscal_year(last), last)
    earlier = month_of(whole_months(month, 1)[0])
    now, before = flow.each(source, "", here), flow.each(source, "", earlier)
    rows = [Row(key, *told, before.get(key, (0, 0))[0]) for key, told in now.items() if key in town.offered]
    minutes = next_step.minutes(source, following_day(last))
    first = whole_months(following_day(last), 13)[0]
    return Report(
        month=month, year=year, requests=_all(now)[0], online=_all(now)[1], before=_all(before),
        pace=flow.pace(source, Narrow(), here), hall=service.hall(source, here), talk=service.talk(source, here),
        opinion=satisfaction.together(satisfaction.opinions(source, here)),
        ways=flow.by_channel(source, Narrow(), first, last),
        figures=[
            kpis.standing(one, year, source, town.offers, town.entered.get(one.key, {})) for one in town.plan
        ],
        changes=changes(source, last, town.open_days),
        rows=sorted(rows, key=lambda one: (-one.requests, one.key))[:PROCEDURES],
        following=next_step.candidates(source, following_day(last), town.offered, minutes)[:NEXT],
        minutes=minutes,
    )  # fmt: skip


def following_day(last: date) -> date:
    """The day after a month's end: from there its months are all over."""
    return date.fromordinal(last.toordinal() + 1)


def counted(found: Report) -> Sequence[Standing]:
    """The figures that the town's own counts give, those with a line first."""
    return [one for one in found.figures if one.printed.base is not Base.ENTERED]


def span(found: Report) -> tuple[date, ...]:
    """The months of the picture in which anything was asked for."""
    listed = sorted(found.ways)
    return tuple(one for one in months(listed[0], found.month) if found.ways.get(one)) if listed else ()


def _all(found: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    return sum(whole for whole, _ in found.values()), sum(online for _, online in found.values())


Named = Callable[[str], str]
