"""Looking: what is free, worked out from the opening hours and from what is claimed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.opening import midnight
from portal.pack import Pack
from portal.pack.buildings import Building, Unit
from portal.refused import Refused
from portal.slots import claiming
from portal.slots.tables import SeatCount
from services.reservations.rules import claims, openings
from services.reservations.rules.spans import Offered

Held = Mapping[str, Mapping[int, object]]
Day = Mapping[str, tuple[Offered, ...]]
_NOTHING: Mapping[int, object] = MappingProxyType({})


def find(pack: Pack, building: str, unit: str) -> tuple[Building, Unit]:
    """A unit by its address, or a refusal."""
    house = pack.buildings.get(building)
    found = house.unit(unit) if house else None
    if house is None or found is None:
        raise Refused("facility_unknown", 404)
    return house, found


def day_of(session: Session, building: Building, day: date, now: datetime) -> Day:
    """Every unit's pieces of a day, read from the claims of the whole building in one question."""
    return days_of(session, building, day, 1, now)[day]


def days_of(
    session: Session,
    building: Building,
    first: date,
    count: int,
    now: datetime,
    units: Sequence[Unit] = (),
    things: Collection[str] = (),
) -> Mapping[date, Day]:
    """Every unit's pieces (or those of some) day by day, whatever the number of days in two questions.

    Where `things` of the building are wanted too, a piece is free only while one of each is left.
    """
    pack: Pack = session.info["pack"]
    asked = units or building.units
    days = [first + timedelta(days=step) for step in range(count)]
    taken = _Taken(session, building, asked, days, things)
    return {
        day: {
            unit.key: tuple(
                taken.offer(unit, piece, now)
                for piece in openings.pieces(building, unit, day, pack.closed_days)
            )
            for unit in asked
        }
        for day in days
    }


class _Taken:
    """What is taken of a building within some days, in memory."""

    def __init__(
        self,
        session: Session,
        building: Building,
        units: Sequence[Unit],
        days: list[date],
        things: Collection[str],
    ) -> None:
        # A turnaround may reach past midnight.
        window = claims.slots(
            building, midnight(days[0]), midnight(days[-1] + timedelta(days=1)) + timedelta(hours=4)
        )
        names = sorted({claims.space(building, key) for unit in units for key in unit.spaces})
        self._building = building
        self._held: Held = claiming.taken(session, names, window.start, window.stop)
        self._things = {
            claims.thing(building, one.key): one.count for one in building.equipment if one.key in things
        }
        counted = [claims.space(building, one.key) for one in units if one.seats]
        self._seats = _counted(session, [*counted, *self._things], window)

    def offer(self, unit: Unit, piece: openings.Piece, now: datetime) -> Offered:
        """One piece: whether it lies ahead, and whether nobody has it."""
        past = piece.starts < now
        after = piece.ends + timedelta(minutes=unit.turnaround)
        steps = claims.slots(self._building, piece.starts, after)
        names = [claims.space(self._building, key) for key in unit.spaces]
        held = any(step in self._held[name] for name in names for step in steps)
        inside = claims.slots(self._building, piece.starts, piece.ends)
        left = self._left(unit, inside)
        free = not past and not held and left != 0 and self._lent(inside)
        return Offered(piece.starts, piece.ends, piece.band, free, past, left)

    def _lent(self, steps: range) -> bool:
        """Whether one of everything wanted is left all the time."""
        return all(
            self._seats.get(what, {}).get(step, 0) < count
            for what, count in self._things.items()
            for step in steps
        )

    def _left(self, unit: Unit, steps: range) -> int | None:
        if not unit.seats:
            return None
        used = self._seats.get(claims.space(self._building, unit.key), {})
        return max(0, unit.seats - max((used.get(step, 0) for step in steps), default=0))


def _counted(session: Session, names: Sequence[str], window: range) -> Mapping[str, Mapping[int, int]]:
    """How many of what is counted are taken, step by step."""
    if not names:
        return {}
    query = select(SeatCount.what, SeatCount.slot, SeatCount.used).where(
        SeatCount.what.in_(names), SeatCount.slot >= window.start, SeatCount.slot < window.stop
    )
    found: dict[str, dict[int, int]] = {}
    for what, slot, used in session.execute(query):
        found.setdefault(what, {})[slot] = used
    return found


def in_order(days: Mapping[date, Day], unit: str) -> Iterator[tuple[date, tuple[Offered, ...]]]:
    """One unit's days, the first one first."""
    return ((day, found[unit]) for day, found in sorted(days.items()))
