"""How a visit ends without a hand-over: a clerk gives it up, or the office closes over it."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import audit
from portal.db import writing
from portal.opening import today
from portal.people import StaffSeat
from services.window.actions import visits
from services.window.actions.visits import Open
from services.window.models.visits import Tablet, Visit, VisitSeat


def cancel(session: Session, seat: StaffSeat, visit: Open, now: datetime) -> None:
    """The person went away, or it was the wrong slip: what was typed is erased."""
    with writing(session):
        row = visits.held(session, visit.id, now)
        visits.erase(session, row, now)
        audit.did(session, "staff", seat.id, "cancelled", "visit", row.id, now)


def sweep(session: Session, now: datetime) -> int:
    """Closing time: what was not handed over is erased; rows of earlier days go with their seats."""
    with writing(session):
        late = session.scalars(
            select(Visit).where(Visit.ended_at.is_(None), Visit.ends_at <= now).with_for_update()
        ).all()
        for row in late:
            visits.erase(session, row, now)
            audit.did(session, "house", None, "ended", "visit", row.id, now)
    with writing(session):
        old = [
            row.id
            for row in session.execute(select(Visit.id, Visit.started_at).where(Visit.ended_at.is_not(None)))
            if today(row.started_at) < today(now)
        ]
        session.execute(delete(VisitSeat).where(VisitSeat.visit_id.in_(old)))
        session.execute(delete(Visit).where(Visit.id.in_(old)))
        session.execute(delete(Tablet).where(Tablet.ends_at <= now))
    return len(late)
