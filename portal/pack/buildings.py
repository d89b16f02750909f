"""Public facilities as a town books them out: buildings, their spaces, and the units made of spaces."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from types import MappingProxyType

from forms.wording import NOTHING, Wording
from portal.pack.building_rules import DrawsCarry, DrawsFirst, DrawsFor, Unnoted
from portal.pack.photos import Photo


class Policy(StrEnum):
    """How a unit is given away."""

    FIRST_COME = "first_come"
    # A draw first, then whoever comes.
    LOTTERY = "lottery"
    # Whoever comes holds the time, and the operator decides.
    APPROVAL = "approval"
    # 定期利用: the hours of fixed users are given for the whole 年度 first, what is left to whoever comes.
    SERIES = "series"


class Who(StrEnum):
    """Whose price, and whose first day to book: people of the town, people from outside, or whoever earns with it."""

    RESIDENT = "resident"
    OUTSIDE = "outside"
    COMMERCIAL = "commercial"


class Access(StrEnum):
    """What helps somebody to come in and to take part; each has its words and its drawing on the pages."""

    SLOPE = "slope"
    LIFT = "lift"
    TOILET = "toilet"
    OSTOMATE = "ostomate"
    PARKING = "parking"
    SEAT = "seat"
    HEARING = "hearing"
    BRAILLE = "braille"
    NURSING = "nursing"


@dataclass(frozen=True)
class Opening:
    """On these weekdays a building is open from one time to another; a row holds between two dates."""

    weekdays: frozenset[int]
    start: time
    end: time
    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, day: date) -> bool:
        """Whether this row tells something about a day."""
        if self.valid_from is not None and day < self.valid_from:
            return False
        return day.weekday() in self.weekdays and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Band:
    """A part of the day that is booked as a whole: 午前, 午後, 夜間."""

    key: str
    title: Wording
    start: time
    end: time


@dataclass(frozen=True)
class Space:
    """The smallest thing that can be taken: half a gymnasium, a room."""

    key: str
    title: Wording


@dataclass(frozen=True)
class Purpose:
    """What a unit may be used for; `loud` is heard next door."""

    key: str
    title: Wording
    loud: bool


@dataclass(frozen=True)
class Price:
    """What one band, or one hour where there are no bands, costs somebody."""

    who: Who
    yen: int
    # Empty: every band, or every hour.
    band: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it is the price of a day."""
        return not (self.valid_from and day < self.valid_from) and not (self.valid_to and day > self.valid_to)


@dataclass(frozen=True)
class Relief:
    """減免: who pays less, by how much, and what has to be shown."""

    key: str
    title: Wording
    evidence: Wording
    percent: int
    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it can be claimed for a day of use."""
        return not (self.valid_from and day < self.valid_from) and not (self.valid_to and day > self.valid_to)


@dataclass(frozen=True)
class Equipment:
    """Something counted that is lent with a room."""

    key: str
    title: Wording
    count: int
    yen: int
    # The rooms it is used in; empty: every room of the building.
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Monthly:
    """A whole month of use opens at one moment: so many months before, on this day of the month, at this time."""

    months_before: int
    day: int
    at: time


@dataclass(frozen=True)
class Rules:
    """When and how much may be booked, and what giving back costs."""

    # So many days before the day of use residents, and people from outside, may first book.
    days_ahead: int
    outside_days_ahead: int
    # Until so many days before it can be booked online; 0 is the day itself.
    days_before: int
    # So many bookings in a month a person or a group may hold in this building; 0 is no limit.
    most_a_month: int
    # Given back so many days before, nothing is owed; later, that much of the price.
    free_until_days: int
    late_percent: int
    # 無断キャンセル: points for not coming, and the number from which on no booking is taken.
    no_show_points: int
    points_to_stop: int
    # So many days a point counts.
    points_days: int
    # A time given back opens again at a random moment within so many minutes, so that it cannot be handed on.
    reopen_minutes: int
    # Where days of use open month by month and not day by day; then `days_ahead` counts for nobody of the town.
    opens: Monthly | None = None
    # Whoever waits for a time is offered it for so many hours, fewer near the day; 0: nobody can wait.
    wait_hours: int = 24
    # So many times one person may wait for in this building.
    wait_most: int = 3
    # So many days before it whoever booked is reminded; 0: never.
    remind_days: int = 2
    # So many days after the day of use staff still put right who came and who did not; points follow.
    correct_days: int = 7
    # What the night makes of a use that nobody noted anything about.
    unnoted: Unnoted = Unnoted.CAME
    # Who takes part in a draw; a round keeps what held when it opened.
    draws_for: DrawsFor = DrawsFor.EVERYONE
    # What a new round begins with; staff may say otherwise for one round.
    draws_first: DrawsFirst = DrawsFirst.RESIDENTS
    draws_carry: DrawsCarry = DrawsCarry.TICKET


@dataclass(frozen=True)
class Unit:
    """What somebody books: one or several spaces together."""

    key: str
    title: Wording
    text: Wording
    spaces: tuple[str, ...]
    people: int
    purposes: tuple[str, ...]
    policy: Policy
    prices: tuple[Price, ...]
    bands: tuple[Band, ...]
    # Without bands: the least and the most minutes, within which a booking may begin on each step of the raster.
    least_minutes: int
    most_minutes: int
    # Minutes after use in which nobody else may come in.
    turnaround: int
    barrier_free: tuple[Wording, ...]
    # What helps people in this room and not in every room beside it.
    access: tuple[Access, ...] = ()
    # Where more than one party uses it side by side: so many people at once; 0 is one party alone.
    seats: int = 0
    # The first and the last day of use that it is let for.
    valid_from: date | None = None
    valid_to: date | None = None

    def let(self, day: date) -> bool:
        """Whether it can be used on a day at all."""
        return not (self.valid_from and day < self.valid_from) and not (self.valid_to and day > self.valid_to)

    def band(self, key: str) -> Band | None:
        """The band of a key."""
        return next((one for one in self.bands if one.key == key), None)


@dataclass(frozen=True)
class Building:
    """One house with what can be booked in it, and who runs it."""

    key: str
    title: Wording
    text: Wording
    # The division that runs it and sees its bookings: the town's own, or a 指定管理者.
    operator: str
    # Its row in facilities.csv, where address, place and telephone stand.
    listed: str
    raster: int
    openings: tuple[Opening, ...]
    # Whether it is closed on 祝日, and on the days of the town's 休日条例 (年末年始).
    closed_on_holidays: bool
    closed_days: tuple[tuple[date, date], ...]
    spaces: tuple[Space, ...]
    purposes: tuple[Purpose, ...]
    units: tuple[Unit, ...]
    # A loud use of the first space is heard in the second.
    heard: tuple[tuple[str, str], ...]
    equipment: tuple[Equipment, ...]
    reliefs: tuple[Relief, ...]
    rules: Rules
    # The division that alone decides what it costs; empty: who runs it.
    prices_by: str = ""
    # How to come, where the car stays, and what helps people in.
    way: Wording = NOTHING
    parking: Wording = NOTHING
    access: tuple[Access, ...] = ()
    photos: tuple[Photo, ...] = ()
    # 0 is the town's file; what staff publish counts on from there.
    edition: int = 0

    @property
    def pricing(self) -> str:
        """Who decides what it costs."""
        return self.prices_by or self.operator

    def unit(self, key: str) -> Unit | None:
        """The unit of a key."""
        return next((one for one in self.units if one.key == key), None)

    def purpose(self, key: str) -> Purpose | None:
        """The purpose of a key."""
        return next((one for one in self.purposes if one.key == key), None)

    def lends(self, unit: Unit) -> tuple[Equipment, ...]:
        """What can be had with a unit; of what is lent to nobody at present the count is nothing."""
        return tuple(one for one in self.equipment if one.count and (not one.units or unit.key in one.units))

    def helps(self, unit: Unit) -> tuple[Access, ...]:
        """What helps in a unit: its own, and of the building's what no single unit says of itself."""
        single = {one for room in self.units for one in room.access}
        return tuple(
            one for one in Access if one in unit.access or (one in self.access and one not in single)
        )


# First words of addresses below /reservations; a building of such a key would be hidden behind another page, or hide it.
ADDRESSES = frozenset(
    {
        "booking",
        "favourites",
        "feed",
        "groups",
        "hold",
        "lottery",
        "mine",
        "photo",
        "series",
        "wait",
        "waiting",
    }
)

NONE: Mapping[str, Building] = MappingProxyType({})
