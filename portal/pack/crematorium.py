"""斎場 as a town books it out: furnaces with their times of admission, what is taken along with one, fees and rules."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from forms.wording import Wording
from portal.pack.buildings import Price, Relief, Who

# One name for its claims, its version and its reliefs; a town has one.
KEY = "saijo"
# Every admission, use and pause lies on this raster of minutes.
RASTER = 5


class Kind(StrEnum):
    """What is cremated, as the law tells it apart; each kind has its own paper and its own earliest moment."""

    PERSON = "person"
    # 死産児 from the fourth month of pregnancy on.
    STILLBORN = "stillborn"
    # 改葬: remains that were buried.
    REBURIAL = "reburial"
    # 胞衣・胎盤, parts of a body after an operation.
    PART = "part"
    PET = "pet"


class ExtraKind(StrEnum):
    """What is taken along with a furnace."""

    WAITING = "waiting"
    HALL = "hall"
    MORTUARY = "mortuary"
    HEARSE = "hearse"


@dataclass(frozen=True)
class Sort:
    """火葬の区分: what is cremated with its fee; a person's age decides between two of them."""

    key: str
    title: Wording
    kind: Kind
    prices: tuple[Price, ...]
    from_age: int
    # Below this age; 0 is no limit.
    below_age: int


@dataclass(frozen=True)
class Furnace:
    """炉: when it takes somebody in, for how long, and how often a day before it has to cool."""

    key: str
    title: Wording
    text: Wording
    sorts: tuple[str, ...]
    times: tuple[time, ...]
    minutes: int
    cleaning: int
    # So many a day at most; 0 is as many as there are times.
    most_a_day: int


@dataclass(frozen=True)
class Use:
    """One way to take something along: from a fixed time some days before, or some minutes before the admission."""

    key: str
    title: Wording
    days_before: int
    start: time | None
    minutes_before: int
    # Until the cremation is over; else until the admission.
    through: bool
    prices: tuple[Price, ...]


@dataclass(frozen=True)
class Extra:
    """待合室, 式場, 霊安室, 霊柩車: one of each can be taken along with a furnace."""

    key: str
    title: Wording
    text: Wording
    kind: ExtraKind
    people: int
    turnaround: int
    uses: tuple[Use, ...]

    def use(self, key: str) -> Use | None:
        """The use of a key."""
        return next((one for one in self.uses if one.key == key), None)


@dataclass(frozen=True)
class Closed:
    """Days on which nobody is taken in: 点検 of some furnaces, or of all where none is named."""

    first: date
    last: date
    furnaces: tuple[str, ...]
    reason: Wording


@dataclass(frozen=True)
class Rules:
    """From when to when it is booked, how long without a permit's number, and what giving back late leads to."""

    days_ahead: int
    # The admission lies at least so many hours ahead.
    hours_before: int
    # 仮予約 stays so many hours, and no later than so many hours before the admission, without a permit's number.
    permit_hours: int
    permit_hours_before: int
    # The warning goes out so many hours before that.
    warn_hours: int
    # 仮予約 at once, of one undertaker and of one family.
    most_tentative: int
    most_family: int
    # Given back less than so many hours before the admission, or lapsed, it counts.
    late_hours: int
    # So many that count within so many days stop an undertaker for so many days; 0 stops nobody.
    late_to_stop: int
    late_days: int
    stop_days: int


@dataclass(frozen=True)
class Crematorium:
    """The town's 斎場, with the division that runs it."""

    title: Wording
    text: Wording
    operator: str
    # Its row in facilities.csv, where address and telephone stand.
    listed: str
    closed_on_tomobiki: bool
    # (month, day) of the first and the last day of a pause each year.
    closed_yearly: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
    closed: tuple[Closed, ...]
    sorts: tuple[Sort, ...]
    furnaces: tuple[Furnace, ...]
    extras: tuple[Extra, ...]
    reliefs: tuple[Relief, ...]
    rules: Rules

    def furnace(self, key: str) -> Furnace | None:
        """The furnace of a key."""
        return next((one for one in self.furnaces if one.key == key), None)

    def thing(self, key: str) -> Extra | None:
        """What is taken along, by its key."""
        return next((one for one in self.extras if one.key == key), None)

    def sort(self, key: str) -> Sort | None:
        """The 区分 of a key."""
        return next((one for one in self.sorts if one.key == key), None)


__all__ = [
    "KEY", "RASTER", "Closed", "Crematorium", "Extra", "ExtraKind", "Furnace", "Kind", "Price", "Relief", "Rules",
    "Sort", "Use", "Who",
]  # fmt: skip
