"""Looking: what is free, worked out from the opening hours and from what is claimed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from portal.pack import Pack
from portal.pack.buildings import Building, Unit
from portal.refused import Refused
from services.reservations.actions import claiming
from services.reservations.rules import claims, openings
from services.reservations.rules.openings import Piece


@dataclass(frozen=True)
class Offered:
    """One piece of a unit's day: whether nobody has it, and whether it still lies ahead."""

    piece: Piece
    free: bool


def find(pack: Pack, building: str, unit: str) -> tuple[Building, Unit]:
    """A unit by its address, or a refusal."""
    house = pack.buildings.get(building)
    found = house.unit(unit) if house else None
    if house is None or found is None:
        raise Refused("facility_unknown", 404)
    return house, found


def day_of(
    session: Session, building: Building, day: date, now: datetime
) -> Mapping[str, tuple[Offered, ...]]:
    """Every unit's pieces of a day, read from the claims of the whole building in one question."""
    pack: Pack = session.info["pack"]
    holidays = pack.closed_days
    found = {one.key: openings.pieces(building, one, day, holidays) for one in building.units}
    first, last = (
        openings.at(day, datetime.min.time()),
        openings.at(day, datetime.min.time()) + timedelta(days=1),
    )
    window = claims.slots(building, first, last)
    names = [claims.space(building, one.key) for one in building.spaces]
    held = claiming.taken(session, names, window.start, window.stop)
    return {
        unit.key: tuple(_offered(building, unit, piece, held, now) for piece in found[unit.key])
        for unit in building.units
    }


def _offered(
    building: Building, unit: Unit, piece: Piece, held: Mapping[str, Mapping[int, object]], now: datetime
) -> Offered:
    steps = claims.slots(building, piece.starts, piece.ends)
    names = [claims.space(building, key) for key in unit.spaces]
    free = piece.starts >= now and not any(step in held[name] for name in names for step in steps)
    return Offered(piece, free)
