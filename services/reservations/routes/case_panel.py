"""What this room says on the desk's page of a case: the doubts about a group, a booking, or a series and its dates."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import i18n
from portal.doors import now, staff
from portal.inbox import Case
from portal.pack.reliefs import PROCEDURE
from portal.whom import WEEKDAYS
from services.reservations.actions import own_series, reach, waiting_desk
from services.reservations.models.bookings import Booking
from services.reservations.models.series import Series
from services.reservations.routes import staff_groups
from services.reservations.routes.frame import clock


def panel(session: Session, case: Case) -> str | None:
    """The room's part of the page; nothing where the case is none of ours, or the building another operator's."""
    if case.procedure != PROCEDURE:
        return staff_groups.panel(session, case)
    row = session.scalar(select(Booking).where(Booking.case_id == case.id))
    series = session.scalar(select(Series).where(Series.case_id == case.id))
    found = row or series
    building = session.info["pack"].buildings.get(found.building) if found else None
    if found is None or building is None or not staff().may(reach.READ, building.operator):
        return None
    return i18n.page(
        "reservations/staff/case_panel.html",
        booking=row,
        building=building,
        serial=own_series.of_case(session, case, now()) if series else None,
        waits=waiting_desk.of_holder(session, staff(), found.holder, now()),
        weekdays=WEEKDAYS,
        clock=clock,
    )
