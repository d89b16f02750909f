"""For whom the room has anything: a town that takes reports, the staff of a division that gets some."""

from datetime import date

from portal.pack import Pack
from portal.pack.reports import PROCEDURE
from portal.people import StaffSeat
from services.reports.actions.asking import READ

__all__ = ["READ", "answers_for_any", "in_town"]


def in_town(_seat: StaffSeat | None, pack: Pack) -> bool:
    """Whether the town takes reports, whoever asks."""
    # A menu has no day: what the town offers for good is in it.
    return pack.offered(PROCEDURE, date.max)


def answers_for_any(seat: StaffSeat, pack: Pack) -> bool:
    """Whether a division of this seat gets any."""
    getting = pack.owners(PROCEDURE) | frozenset(pack.reports.divisions.values())
    return pack.offered(PROCEDURE, date.max) and bool(getting & seat.divisions_for(READ))
