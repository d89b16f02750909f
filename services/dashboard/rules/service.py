"""What happens besides requests: the answer bot, buildings, and the wait at the counters, in numbers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.kinds import Kind
from services.dashboard.rules.asking import Source, Sum, Want
from services.dashboard.rules.flow import median
from services.dashboard.rules.outlook import Band, wilson
from services.dashboard.rules.periods import Year

# A room of its own counts talks of both doors; what people hand over by other ways is no question to the bot.
TALKS = ("chat", "line")


@dataclass(frozen=True)
class Talk:
    """The bot in a 年度."""

    asked: int
    unanswered: int
    voted: int
    yes: int

    @property
    def answered(self) -> float | None:
        """Of a hundred questions so many led to an answer."""
        return 100 * (self.asked - self.unanswered) / self.asked if self.asked else None

    @property
    def resolved(self) -> Band | None:
        """The share of ratings that say it helped, with Wilson's interval."""
        return wilson(self.yes, self.voted)


@dataclass(frozen=True)
class Place:
    """A building in a 年度."""

    key: str
    booked: int
    cancelled: int
    came: int


@dataclass(frozen=True)
class Hall:
    """The counters in a 年度; `hours` gives the waits in the middle by the hour in which they began."""

    tickets: int
    left: int
    wait: int | None
    hours: Mapping[int, tuple[int, int | None]]


def talk(source: Source, year: Year, channels: Sequence[str] = TALKS) -> Talk:
    """What was asked and what people said of the answers."""
    want = Want(
        (Kind.ASKED, Kind.UNANSWERED, Kind.VOTED), year.first, year.last, ("kind",), channels=tuple(channels)
    )
    found = {one.kind: one for one in source(want)}
    return Talk(
        found.get(Kind.ASKED, Sum()).n,
        found.get(Kind.UNANSWERED, Sum()).n,
        found.get(Kind.VOTED, Sum()).n,
        round(found.get(Kind.VOTED, Sum()).value),
    )


def resolved_by_month(source: Source, first: date, last: date) -> Mapping[date, Band]:
    """The share of ratings that say it helped, month by month, as parts of one."""
    found = {}
    for one in source(Want((Kind.VOTED,), first, last, ("day",), channels=TALKS)):
        band = wilson(round(one.value), one.n)
        if band is not None:
            found[one.day] = band
    return found


def places(source: Source, keys: Sequence[str], year: Year) -> tuple[Place, ...]:
    """The buildings, the busiest first."""
    kinds = (Kind.BOOKED, Kind.CANCELLED, Kind.CHECKED_IN)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    if keys:
        for one in source(Want(kinds, year.first, year.last, ("kind", "key"), keys=tuple(keys))):
            found[one.key][one.kind] = one.n
    listed = (Place(key, *(found[key].get(kind, 0) for kind in kinds)) for key in keys)
    return tuple(sorted(listed, key=lambda one: (-one.booked, one.key)))


def hall(source: Source, year: Year) -> Hall:
    """Tickets and waits of every counter together."""
    counts = source(Want((Kind.TICKET, Kind.LEFT), year.first, year.last, ("kind",)))
    numbers = {one.kind: one.n for one in counts}
    whole: dict[int, int] = defaultdict(int)
    hours: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for one in source(Want((Kind.WAITED,), year.first, year.last, ("key", "measure"))):
        whole[one.measure] += one.n
        hour = one.key.rpartition("/")[2]
        # Before the hour was counted the key ended with the band.
        if hour.isdigit():
            hours[int(hour)][one.measure] += one.n
    return Hall(
        numbers.get(Kind.TICKET, 0),
        numbers.get(Kind.LEFT, 0),
        median(whole),
        {hour: (sum(those.values()), median(those)) for hour, those in sorted(hours.items())},
    )
