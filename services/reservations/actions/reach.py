"""Whose buildings a member of staff sees: those that a division of theirs runs, and nobody learns of any other."""

from uuid import UUID

from sqlalchemy.orm import Session

from portal.pack import Pack
from portal.pack.buildings import Building
from portal.people import StaffSeat
from portal.refused import Refused
from services.reservations.models.bookings import Block, Booking

READ, BOOK, MANAGE = "facility.read", "facility.book", "facility.manage"


def in_town(_seat: StaffSeat | None, pack: Pack) -> bool:
    """Whether the town has a building to book, whoever asks."""
    return bool(pack.buildings)


def runs_any(seat: StaffSeat, pack: Pack) -> bool:
    """Whether there is a building for this seat at all."""
    return any(seat.may(READ, one.operator) for one in pack.buildings.values())


def buildings(session: Session, seat: StaffSeat, permission: str = READ) -> tuple[Building, ...]:
    """The buildings of a seat, in the pack's order; who has none is told of no such page."""
    found = tuple(one for one in _pack(session).buildings.values() if seat.may(permission, one.operator))
    if not found:
        raise Refused("facility_unknown", 404)
    return found


def building(session: Session, seat: StaffSeat, key: str, permission: str = READ) -> Building:
    """One of them; what another operator runs is as unknown as what nobody runs."""
    found = _pack(session).buildings.get(key)
    if found is None or not seat.may(READ, found.operator):
        raise Refused("facility_unknown", 404)
    if not seat.may(permission, found.operator):
        raise Refused("not_permitted", 403)
    return found


def booking(
    session: Session, seat: StaffSeat, booking_id: UUID, permission: str = READ
) -> tuple[Building, Booking]:
    """A booking of the seat's buildings, as it stands now."""
    found = session.get(Booking, booking_id, populate_existing=True)
    if found is None:
        raise Refused("facility_unknown", 404)
    return building(session, seat, found.building, permission), found


def block(
    session: Session, seat: StaffSeat, block_id: UUID, permission: str = READ
) -> tuple[Building, Block]:
    """A block of the seat's buildings, as it stands now."""
    found = session.get(Block, block_id, populate_existing=True)
    if found is None:
        raise Refused("facility_unknown", 404)
    return building(session, seat, found.building, permission), found


def _pack(session: Session) -> Pack:
    pack: Pack = session.info["pack"]
    return pack
