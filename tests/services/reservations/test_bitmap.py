"""Whatever is booked, given back, blocked and opened in whatever order: the claims are what a bitmap of minutes says.

The bitmap knows no steps, rows or keys, only minutes; the times lie around midnight, month ends, 29 February and 1 April.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)
from hypothesis.stateful import run_state_machine_as_test as check_machine
from sqlalchemy import delete, select

from portal.db import Database, writing
from portal.opening import TOKYO
from portal.pack.buildings import Building, Unit
from portal.refused import Refused
from portal.slots.tables import QuotaCount, SeatCount, SlotClaim
from services.reservations.actions import blocking, moving, offering, standing
from services.reservations.actions.blocking import Closing
from services.reservations.actions.wishes import placed
from services.reservations.models.bookings import Block, Booking
from services.reservations.models.given_back import Reopening
from services.reservations.rules import claims, openings, prices
from services.reservations.rules.states import BlockKind, Kind, State
from tests.portal.cases import hinata
from tests.services.reservations import staffed
from tests.services.reservations.builders import HALL, furnished, wish

HOUSE = hinata().buildings[HALL]
# Evenings before a day on which something turns: a month, a leap day, the 年度, the year.
EVES = (date(2027, 1, 31), date(2028, 2, 28), date(2028, 2, 29), date(2027, 3, 31), date(2027, 12, 31))
MINUTE = timedelta(minutes=1)
DAY = 24 * 60
STEPS = {"fast": (3, 10), "normal": (6, 14), "all": (40, 60)}
# By what is taken and the day: a bit for each minute of the day. A set of moments says the same, and costs ten times the claims.
Bits = dict[tuple[Any, date], int]


@dataclass(frozen=True)
class Use:
    """One use as the bitmap knows it: minutes of spaces, and the minutes in which it is loud or quiet somewhere."""

    minutes: Bits
    sounds: Bits


def minutes(starts: datetime, ends: datetime) -> Iterator[datetime]:
    """Every minute from one moment up to before another."""
    while starts < ends:
        yield starts
        starts += MINUTE


def bits(what: Iterable[Any], starts: datetime, ends: datetime) -> Bits:
    """Every minute of each of these from one moment up to before another, midnights within."""
    days, each = [], tuple(what)
    while starts < ends:
        first = starts.hour * 60 + starts.minute
        count = min((ends - starts) // MINUTE, DAY - first)
        days.append((starts.date(), ((1 << count) - 1) << first))
        starts += count * MINUTE
    return {(one, day): mask for one in each for day, mask in days}


@cache
def step_bits(step: int) -> tuple[date, int]:
    """A claimed step as minutes of its day."""
    starts, ends = (claims.moment(HOUSE, at).astimezone(TOKYO) for at in (step, step + 1))
    ((_, day), mask), *more = bits([""], starts, ends).items()
    assert not more
    return day, mask


def both(every: Iterable[Bits]) -> Bits:
    """Every minute of any of them."""
    found: Bits = {}
    for one in every:
        for key, mask in one.items():
            found[key] = found.get(key, 0) | mask
    return found


def meet(one: Bits, other: Bits) -> bool:
    """Whether a minute is in both."""
    return any(mask & other.get(key, 0) for key, mask in one.items())


def use_of(unit: Unit, purpose: str, starts: datetime, ends: datetime) -> Use:
    """What a use takes, minute by minute."""
    whole = bits(unit.spaces, starts, ends + unit.turnaround * MINUTE)
    found = HOUSE.purpose(purpose)
    loud = found is not None and found.loud
    sounds = [
        (source, room, loud)
        for source, room in HOUSE.heard
        if (source if loud else room) in unit.spaces and not {source, room} <= set(unit.spaces)
    ]
    return Use(whole, bits(sounds, starts, ends))


def otherwise(sounds: Bits) -> Bits:
    """The same minutes, loud for quiet and quiet for loud: what they clash with."""
    return {((source, room, not loud), day): mask for ((source, room, loud), day), mask in sounds.items()}


class Calendar(RuleBasedStateMachine):
    """A building that is booked and blocked, beside its bitmap."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.uses: dict[UUID, Use] = {}
        self.blocks: dict[UUID, Bits] = {}
        self.now = datetime(2026, 11, 20, 10, tzinfo=TOKYO)
        self.session = self.database.session()
        with writing(self.session):
            for table in (Booking, Block, Reopening, SlotClaim, SeatCount, QuotaCount):
                self.session.execute(delete(table))

    def teardown(self) -> None:
        self.session.close()

    def taken(self) -> Bits:
        """Every minute somebody has."""
        return both([*(use.minutes for use in self.uses.values()), *self.blocks.values()])

    def free(self, use: Use, own: Use | None = None) -> bool:
        """Whether a use fits between all others, by its minutes and by its sound; what it has already it may keep."""
        had = own.minutes if own else {}
        wanted = {key: mask & ~had.get(key, 0) for key, mask in use.minutes.items()}
        heard = otherwise(use.sounds)
        return not meet(wanted, self.taken()) and not any(
            meet(heard, one.sounds) for one in self.uses.values()
        )

    @rule(
        unit=st.sampled_from(HOUSE.units), eve=st.sampled_from(EVES), begin=st.integers(30, 60), steps=st.integers(1, 10),
        loud=st.booleans(),
    )  # fmt: skip
    def book(self, unit: Unit, eve: date, begin: int, steps: int, loud: bool) -> None:
        """A use from some half hour of that evening or night on; it is given exactly where the bitmap has room."""
        starts = openings.at(eve, datetime.min.time()) + begin * 30 * MINUTE
        ends = starts + steps * 30 * MINUTE
        purposes = [one for one in unit.purposes if (found := HOUSE.purpose(one)) and found.loud is loud]
        purpose = (purposes or list(unit.purposes))[0]
        asked = wish(starts, steps / 2, HALL, unit.key, purpose=purpose, people=1, kind=Kind.SERIES)
        place, use = placed(self.session, HALL, unit.key, purpose), use_of(unit, purpose, starts, ends)
        seen = offering.taken(self.session, HOUSE, starts, ends + timedelta(hours=4))
        assert seen.has_room(place.taking(starts, ends, 1)) is self.free(use)

        try:
            with writing(self.session):
                row = standing.stand(self.session, place, asked, prices.NOTHING, self.now)
        except Refused:
            assert not self.free(use)
        else:
            assert self.free(use)
            self.uses[row.id] = use

    @precondition(lambda self: self.uses)
    @rule(data=st.data())
    def give_back(self, data: st.DataObject) -> None:
        """Somebody does not need it; a block over it has its time from then on."""
        booking_id = data.draw(st.sampled_from(sorted(self.uses)))
        with writing(self.session):
            row = standing.take_hold(self.session, booking_id)
            place = placed(self.session, row.building, row.unit, row.purpose)
            standing.end(self.session, row, place, State.CANCELLED, self.now, later=False)
        del self.uses[booking_id]

    @precondition(lambda self: self.uses)
    @rule(
        data=st.data(), unit=st.sampled_from(HOUSE.units), eve=st.sampled_from(EVES), begin=st.integers(30, 60),
        steps=st.integers(1, 10),
    )  # fmt: skip
    def move(self, data: st.DataObject, unit: Unit, eve: date, begin: int, steps: int) -> None:
        """A use goes to another room or night, perhaps over its own old time; where it has no room it stays as it was."""
        booking_id = data.draw(st.sampled_from(sorted(self.uses)))
        starts = openings.at(eve, datetime.min.time()) + begin * 30 * MINUTE
        ends = starts + steps * 30 * MINUTE
        purpose = self.session.get_one(Booking, booking_id, populate_existing=True).purpose
        use = use_of(unit, purpose, starts, ends)
        mine = self.uses.pop(booking_id)
        room = self.free(use, mine)
        try:
            with writing(self.session):
                row = standing.take_hold(self.session, booking_id)
                was = placed(self.session, row.building, row.unit, row.purpose)
                to = placed(self.session, row.building, unit.key, row.purpose)
                moving.shift(self.session, row, was, to, (starts, ends), self.now)
        except Refused:
            assert not room
            self.uses[booking_id] = mine
        else:
            assert room
            self.uses[booking_id] = use

    @rule(
        unit=st.none() | st.sampled_from(HOUSE.units), eve=st.sampled_from(EVES), begin=st.integers(0, 60), steps=st.integers(1, 48),
    )  # fmt: skip
    def block(self, unit: Unit | None, eve: date, begin: int, steps: int) -> None:
        """A closure across the night, laid over whatever is there."""
        starts = openings.at(eve, datetime.min.time()) + begin * 30 * MINUTE
        ends = starts + steps * 30 * MINUTE
        closing = Closing(HOUSE, unit, starts, ends, BlockKind.CLOSED, "見本")
        with writing(self.session):
            made = blocking.put(self.session, closing, None, self.now)
        spaces = unit.spaces if unit else tuple(one.key for one in HOUSE.spaces)
        self.blocks[made.id] = bits(spaces, starts, ends)

    @precondition(lambda self: self.blocks)
    @rule(data=st.data())
    def unblock(self, data: st.DataObject) -> None:
        """It opens again, but for what another block lies over."""
        block_id = data.draw(st.sampled_from(sorted(self.blocks)))
        blocking.unblock(self.session, block_id, staffed.seat("approver"), self.now)
        del self.blocks[block_id]

    @invariant()
    def the_claims_are_the_bitmap(self) -> None:
        """Every claimed step is thirty taken minutes, and every taken minute is claimed."""
        rows = self.session.execute(select(SlotClaim.space, SlotClaim.slot)).all()
        claimed: Bits = {}
        for name, step in rows:
            if ">" not in name:
                day, mask = step_bits(step)
                key = name.partition("/")[2], day
                assert not claimed.get(key, 0) & mask
                claimed[key] = claimed.get(key, 0) | mask
        assert claimed == self.taken()
        self.session.rollback()


def test_claims_are_what_a_bitmap_of_minutes_says(database: Database, scale: str) -> None:
    examples, steps = STEPS[scale]

    class Here(Calendar):
        pass

    Here.database = furnished(database)
    limits = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    check_machine(Here, settings=limits)


def opened(building: Building, at: datetime) -> bool:
    """Whether a building is open in a minute, read from its rows one by one."""
    day = at.astimezone(TOKYO).date()
    if building.closed_on_holidays and hinata().closed_days.holiday(day):
        return False
    if any(first <= day <= last for first, last in building.closed_days):
        return False
    clock = at.astimezone(TOKYO).time()
    return any(row.holds(day) and row.start <= clock < row.end for row in building.openings)


@given(
    day=st.dates(date(2026, 12, 20), date(2028, 4, 5)), begin=st.integers(0, 47), steps=st.integers(1, 30),
    house=st.sampled_from(sorted(hinata().buildings)),
)  # fmt: skip
# Half an hour more than two, of a ground that is let by the hour.
@example(day=date(2026, 12, 20), begin=16, steps=5, house="kawabe")
@settings(max_examples=60, deadline=None)
def test_a_time_that_fits_is_open_in_each_of_its_minutes(
    day: date, begin: int, steps: int, house: str
) -> None:
    building = hinata().buildings[house]
    starts = openings.at(day, datetime.min.time()) + begin * 30 * MINUTE
    ends = starts + steps * 30 * MINUTE
    closed_days = hinata().closed_days
    plain = [unit for unit in building.units if not unit.bands]
    all_open = all(opened(building, at) for at in minutes(starts, ends))

    for unit in plain:
        within = unit.least_minutes <= steps * 30 <= unit.most_minutes
        on_raster = begin * 30 % building.raster == steps * 30 % building.raster == 0
        assert openings.fits(building, unit, starts, ends, closed_days) is (all_open and within and on_raster)
