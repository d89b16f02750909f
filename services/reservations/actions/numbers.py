"""One box for every number: what a receipt number stands for, a booking, a series or a place in the line."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal import audit
from portal.db import writing
from portal.inbox import Case
from portal.people import StaffSeat
from portal.receipt_numbers import read_receipt_number
from services.reservations.actions import reach, series, standing, waiting
from services.reservations.models.bookings import Booking
from services.reservations.models.series import Series
from services.reservations.models.waiting import Wait


@dataclass(frozen=True)
class Numbered:
    """What a number stands for; the kind is its name in the audit."""

    kind: str
    id: UUID


def by_number(session: Session, seat: StaffSeat, number: str, now: datetime) -> Numbered | None:
    """What a number stands for as it is typed or read from a QR code; in the seat's own buildings alone."""
    wanted = read_receipt_number(unicodedata.normalize("NFKC", number))
    for kind, query in _meant(wanted).items() if wanted else ():
        row = session.execute(query).first()
        house = session.info["pack"].buildings.get(row.building) if row else None
        if row is None or house is None or not seat.may(reach.READ, house.operator):
            continue
        with writing(session):
            audit.saw(session, "staff", seat.id, "searched", kind, row.id, now)
        return Numbered(kind, row.id)
    return None


def _meant(number: str) -> dict[str, Select[UUID, str]]:
    """Where a number can stand."""
    numbered = Case.receipt_no == number
    return {
        standing.SUBJECT: select(Booking.id, Booking.building)
        .join(Case, Case.id == Booking.case_id)
        .where(numbered),
        series.SUBJECT: select(Series.id, Series.building)
        .join(Case, Case.id == Series.case_id)
        .where(numbered),
        waiting.SUBJECT: select(Wait.id, Wait.building).where(Wait.number == number),
    }
