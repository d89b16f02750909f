"""Booking a time: which days and times an office offers, what a booking can become, and the code it is found by."""

import re
import secrets
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal import opening
from portal.opening import TOKYO, Calendar
from portal.pack.farewell import BookingOffice, Farewell

# No 0 O 1 I L U: nothing that is taken for something else. Sixty bits, so that guessing is hopeless.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_BETWEEN = re.compile(r"[\s\-‐-―−ー.・]+")
_SLOT = re.compile(r"([a-z][a-z0-9_]*)\.(\d{4}-\d\d-\d\d)\.(\d\d:\d\d)")


class State(StrEnum):
    """What has become of a booking."""

    BOOKED = "booked"
    CAME = "came"
    MISSED = "missed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Slot:
    """A time at an office."""

    office: str
    day: date
    starts: str

    @property
    def key(self) -> str:
        """How a page names it."""
        return f"{self.office}.{self.day.isoformat()}.{self.starts}"

    @property
    def moment(self) -> datetime:
        """When it begins."""
        hour, minute = self.starts.split(":")
        return datetime(self.day.year, self.day.month, self.day.day, int(hour), int(minute), tzinfo=TOKYO)


def slot(key: str) -> Slot | None:
    """The time that a page named; None where it names none."""
    found = _SLOT.fullmatch(key)
    if found is None:
        return None
    try:
        return Slot(found[1], date.fromisoformat(found[2]), found[3])
    except ValueError:
        return None


def offered(pack: Calendar, plan: Farewell, office: BookingOffice, today: date) -> Iterator[Slot]:
    """Every time an office offers, from the day the divisions can be ready up to the last that is open."""
    first = opening.add_open_days(pack, office.office, today, plan.open_days_before)
    for count in range((today + timedelta(days=plan.days_ahead) - first).days + 1):
        yield from on_day(pack, office, first + timedelta(days=count))


def on_day(pack: Calendar, office: BookingOffice, day: date) -> Iterator[Slot]:
    """The times of one day: a working day of the week they are kept on, and whole within the hours of the office."""
    if day.weekday() not in office.weekdays or not opening.is_working_day(pack, office.office, day):
        return
    spans = opening.spans(pack, office.office, day)
    for starts in office.times:
        one = Slot(office.office, day, f"{starts:%H:%M}")
        ends = one.moment + timedelta(minutes=office.minutes)
        if any(opens <= one.moment and ends <= closes for opens, closes in spans):
            yield one


def may_change(state: str, slot: Slot, now: datetime) -> bool:
    """A family changes or cancels until the hour itself; after that staff do."""
    return state == State.BOOKED and now < slot.moment


def may_become(state: str, to: State) -> bool:
    """What staff can note: somebody came, did not come, or called off; and a slip of the hand is put right."""
    ways: Mapping[str, tuple[State, ...]] = {
        State.BOOKED: (State.CAME, State.MISSED, State.CANCELLED),
        State.CAME: (State.BOOKED,),
        State.MISSED: (State.BOOKED, State.CAME),
    }
    return to in ways.get(state, ())


def new_code() -> str:
    """A fresh code in groups of four."""
    return _grouped("".join(secrets.choice(LETTERS) for _ in range(LENGTH)))


def read_code(typed: str) -> str:
    """The code meant by what was typed: any case and width, any separators, a whole address too; "" for anything else."""
    last = unicodedata.normalize("NFKC", typed[:300]).strip().rstrip("/").rpartition("/")[2]
    letters = _BETWEEN.sub("", last.upper())
    return _grouped(letters) if len(letters) == LENGTH and set(letters) <= set(LETTERS) else ""


def _grouped(letters: str) -> str:
    return "-".join(letters[place : place + 4] for place in range(0, len(letters), 4))
