"""Reminding: whoever booked is told some days before, while it can still be given to somebody else."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import notify
from portal.db import writing
from portal.inbox import Case
from portal.opening import midnight, today
from portal.pack import Pack
from portal.pack.buildings import Building
from services.reservations.actions import cancelling, noticing
from services.reservations.models.bookings import Booking
from services.reservations.rules.states import State


def remind(session: Session, now: datetime) -> None:
    """Tell everybody whose day comes in as many days as the town says; once for each day, however often this runs."""
    pack: Pack = session.info["pack"]
    for house in pack.buildings.values():
        if house.rules.remind_days:
            day = today(now) + timedelta(days=house.rules.remind_days)
            due = select(Booking.id).where(
                Booking.building == house.key, Booking.state == State.CONFIRMED, Booking.case_id.is_not(None),
                Booking.starts_at >= midnight(day), Booking.starts_at < midnight(day + timedelta(days=1)),
                # Whoever booked it today knows.
                Booking.made_at < midnight(today(now)),
            )  # fmt: skip
            for booking_id in session.scalars(due.order_by(Booking.id)).all():
                with writing(session):
                    _tell(session, house, session.get_one(Booking, booking_id, populate_existing=True), now)


def _tell(session: Session, house: Building, row: Booking, now: datetime) -> None:
    case = session.get(Case, row.case_id)
    if row.state != State.CONFIRMED or case is None or case.erased_at is not None:
        return
    fee = cancelling.fee(session, row, now)
    values = {
        **noticing.said(house, row.unit, (row.starts_at, row.ends_at), case.locale),
        "yen": f"{fee:,}" if fee else "",
    }
    once = f"remind:{row.id}:{today(row.starts_at)}"
    notify.notify_case(session, case, "use_reminder", now, values=values, dedupe_key=once)
