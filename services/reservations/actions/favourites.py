"""お気に入り: rooms kept to be found again, by the browser or in the account, and when each is free next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.db import inserting, writing
from portal.opening import today
from portal.pack import Pack
from portal.pack.buildings import Building, Unit
from portal.refused import Refused
from services.reservations.actions import looking
from services.reservations.models.favourites import Favourite
from services.reservations.rules import spans
from services.reservations.rules.spans import Cell, Room

MOST = 20
# So far it is looked for a free time, and so many are told.
_DAYS, _TOLD = 28, 3
Place = tuple[str, str]


@dataclass(frozen=True)
class Kept:
    """A room with the next parts of days in which it can be had."""

    building: Building
    unit: Unit
    next: tuple[tuple[date, Cell], ...]


def of(session: Session, holder: bytes | None) -> tuple[Place, ...]:
    """What an account keeps, the first kept first."""
    if holder is None:
        return ()
    mine = select(Favourite).where(Favourite.holder == holder)
    rows = session.scalars(mine.order_by(Favourite.made_at, Favourite.building, Favourite.unit))
    return tuple((one.building, one.unit) for one in rows)


def there(pack: Pack, places: Iterable[Place]) -> tuple[Place, ...]:
    """Each of them once, as far as the town still has it."""
    found = dict.fromkeys(places)
    return tuple(
        (building, unit)
        for building, unit in found
        if (house := pack.buildings.get(building)) is not None and house.unit(unit) is not None
    )


def added(places: Sequence[Place], place: Place) -> tuple[Place, ...]:
    """With one room more."""
    if place in places:
        return tuple(places)
    if len(places) >= MOST:
        raise Refused("favourites_full", 409, most=MOST)
    return (*places, place)


def keep(session: Session, holder: bytes, places: Iterable[Place], now: datetime) -> None:
    """From now on the account keeps exactly these."""
    wanted = tuple(places)
    with writing(session):
        session.execute(delete(Favourite).where(Favourite.holder == holder))
        for number, (building, unit) in enumerate(wanted):
            # One after another, so that their order stays.
            row = {
                "holder": holder,
                "building": building,
                "unit": unit,
                "made_at": now + timedelta(microseconds=number),
            }
            session.execute(inserting(session, Favourite).values(row).on_conflict_do_nothing())


def coming(session: Session, places: Iterable[Place], now: datetime) -> tuple[Kept, ...]:
    """Each room with its next free times; all rooms of a building are looked up together."""
    pack: Pack = session.info["pack"]
    by_building: dict[str, list[Unit]] = {}
    order = [looking.find(pack, building, unit) for building, unit in places]
    for house, unit in order:
        by_building.setdefault(house.key, []).append(unit)
    days = {
        key: looking.days_of(session, pack.buildings[key], today(now), _DAYS, now, units)
        for key, units in by_building.items()
    }
    return tuple(
        Kept(house, unit, _next(house, unit, looking.in_order(days[house.key], unit.key), now))
        for house, unit in order
    )


def _next(
    house: Building, unit: Unit, days: Iterable[tuple[date, tuple[spans.Offered, ...]]], now: datetime
) -> tuple[tuple[date, Cell], ...]:
    found = [
        (day, cell)
        for day, offered in days
        for cell in spans.cells(house, unit, offered, spans.reach(house.rules, day, now))
        if cell.room in (Room.FREE, Room.SOME)
    ]
    return tuple(found[:_TOLD])


def forget(session: Session, holder: bytes) -> None:
    """Whoever is forgotten keeps nothing."""
    session.execute(delete(Favourite).where(Favourite.holder == holder))


def hand_on(session: Session, before: bytes, after: bytes) -> None:
    """One account's rooms are the other's too, even where they are more than one may add."""
    for one in session.scalars(select(Favourite).where(Favourite.holder == before)).all():
        row = {"holder": after, "building": one.building, "unit": one.unit, "made_at": one.made_at}
        session.execute(inserting(session, Favourite).values(row).on_conflict_do_nothing())
    forget(session, before)
