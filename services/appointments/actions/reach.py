"""Which calendars a member of staff sees: those of a division of theirs, and nobody learns of any other."""

from uuid import UUID

from sqlalchemy.orm import Session

from portal.pack import Pack
from portal.pack.appointments import Bookable
from portal.people import StaffSeat
from portal.refused import Refused
from services.appointments.models import Appointment

READ, BOOK, MANAGE = "facility.read", "facility.book", "facility.manage"


def in_town(_seat: StaffSeat | None, pack: Pack) -> bool:
    """Whether the town has anything to make an appointment for, whoever asks."""
    return bool(pack.appointments)


def runs_any(seat: StaffSeat, pack: Pack) -> bool:
    """Whether there is a calendar for this seat at all."""
    return any(seat.may(READ, one.division) for one in pack.appointments.values())


def every(session: Session, seat: StaffSeat, permission: str = READ) -> tuple[Bookable, ...]:
    """The calendars of a seat, in the pack's order; who has none is told of no such page."""
    pack: Pack = session.info["pack"]
    found = tuple(one for one in pack.appointments.values() if seat.may(permission, one.division))
    if not found:
        raise Refused("calendar_unknown", 404)
    return found


def bookable(session: Session, seat: StaffSeat, key: str, permission: str = READ) -> Bookable:
    """One of them; what another division runs is as unknown as what nobody runs."""
    pack: Pack = session.info["pack"]
    found = pack.appointments.get(key)
    if found is None or not seat.may(READ, found.division):
        raise Refused("calendar_unknown", 404)
    if not seat.may(permission, found.division):
        raise Refused("not_permitted", 403)
    return found


def appointment(
    session: Session, seat: StaffSeat, appointment_id: UUID, permission: str = READ
) -> tuple[Bookable, Appointment]:
    """An appointment of the seat's calendars, as it stands now."""
    found = session.get(Appointment, appointment_id, populate_existing=True)
    if found is None:
        raise Refused("calendar_unknown", 404)
    return bookable(session, seat, found.bookable, permission), found
