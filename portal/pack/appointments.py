"""Times that people book with the town: check-ups and vaccinations, counters, and courses, each as data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from types import MappingProxyType

from forms.steps import Ask
from forms.wording import Wording
from portal.pack.buildings import Opening, Relief
from portal.pack.fees import Payable


class Sort(StrEnum):
    """What is booked: a day's clinic with so many people at a time, a counter, or a course with all its meetings."""

    CLINIC = "clinic"
    COUNTER = "counter"
    COURSE = "course"


class AgeOn(StrEnum):
    """On which day somebody must be of an age: the day they come, or the last day of its 年度."""

    DAY = "day"
    FISCAL_YEAR_END = "fiscal_year_end"


class FirstCancelled(StrEnum):
    """What becomes of a second dose whose first is called off."""

    CANCEL = "cancel"
    TELL = "tell"


@dataclass(frozen=True)
class AgeClass:
    """What somebody of an age pays for a matter in place of its usual price."""

    title: Wording
    youngest: int | None
    oldest: int | None
    yen: int

    def holds(self, years: int) -> bool:
        """Whether it is the price of an age."""
        if self.youngest is not None and years < self.youngest:
            return False
        return self.oldest is None or years <= self.oldest


@dataclass(frozen=True)
class Matter:
    """What somebody comes for: an examination, a dose, a piece of business."""

    key: str
    title: Wording
    text: Wording
    # For whom it is, where not for everybody of the age: women, who has a notice. Choosing it says that one is.
    who: Wording
    # How long it takes at a counter; 0: one step of the calendar.
    minutes: int
    # So many at a time, beside the places of the time; 0: no limit of its own.
    places: int
    youngest: int | None
    oldest: int | None
    yen: int
    # 年度に1回: so many times a year one person may have it; 0 is no limit.
    per_year: int = 0
    # The first that fits somebody's age is their price.
    classes: tuple[AgeClass, ...] = ()


@dataclass(frozen=True)
class Hours(Opening):
    """On these weekdays a counter or a clinic takes people with a time, so many side by side."""

    counters: int = 1


@dataclass(frozen=True)
class Session:
    """One part of one day: of a clinic, with so many places at a time, or one meeting of a course."""

    day: date
    start: time
    end: time
    places: int
    # Its row in facilities.csv; empty: where the whole takes place.
    place: str = ""
    # What is done then; empty: everything.
    matters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question(Ask):
    """A question of the 問診票, asked of whoever comes for one of these matters; of everybody where it names none."""

    matters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Doses:
    """接種: so many days at least and at most lie between the first and the second."""

    least_days: int
    most_days: int
    first_cancelled: FirstCancelled


@dataclass(frozen=True)
class Lot:
    """抽選: until when one applies, and the public number that decides then and that nobody can know before."""

    closes: date
    at: time
    number: Wording


@dataclass(frozen=True)
class Bookable:
    """One thing that can be booked, as a file of the town tells it."""

    key: str
    sort: Sort
    title: Wording
    text: Wording
    # For whom it is, in words.
    who: Wording
    division: str
    # Its row in facilities.csv, and the room or floor there.
    place: str
    room: Wording
    procedure: str
    # Minutes from one time to the next.
    every: int
    # So many people one request may bring, next to each other in time.
    most_people: int
    # The first and the last day on which it can be booked at all.
    opens: date | None
    closes: date | None
    # So many days ahead a time may be booked, and until so many days before.
    days_ahead: int
    days_before: int
    bring: tuple[Wording, ...]
    fee: Wording
    residents_only: bool
    age_on: AgeOn
    matters: tuple[Matter, ...]
    hours: tuple[Hours, ...]
    closed: tuple[tuple[date, date], ...]
    sessions: tuple[Session, ...]
    doses: Doses | None
    # A course: so many places, so many who may wait, and so few that it is not held.
    places: int
    waiting: int
    least: int
    # The procedures whose pages lead here.
    after: tuple[str, ...]
    # 自己負担金: of a course for each person; who pays less; how it is paid, and into which 科目.
    yen: int = 0
    reliefs: tuple[Relief, ...] = ()
    payable: Payable = Payable.COUNTER
    account: str = ""
    # On its first day it opens at this time, and very many may come to that moment.
    opens_at: time | None = None
    # A course that is drawn; what is left after the draw is first come, first served.
    lot: Lot | None = None
    # 問診票: asked of each person, from the booking until they come.
    questions: tuple[Question, ...] = ()

    @property
    def costs(self) -> bool:
        """Whether anybody pays anything."""
        return bool(self.yen or any(one.yen or one.classes for one in self.matters))

    def matter(self, key: str) -> Matter | None:
        """The matter of a key."""
        return next((one for one in self.matters if one.key == key), None)

    def asked_of(self, matters: Iterable[Matter]) -> tuple[Question, ...]:
        """What the 問診票 asks somebody who comes for these."""
        theirs = {one.key for one in matters}
        return tuple(one for one in self.questions if not one.matters or theirs & set(one.matters))

    @property
    def name(self) -> str:
        """What it is called among everything that has a calendar."""
        return f"appointments/{self.key}"


NONE: Mapping[str, Bookable] = MappingProxyType({})
