"""What whoever watches the machine is told of the halls: how many people wait at each office today, and how long."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.opening import today
from portal.service import Figure
from services.queue.models import Day, Ticket
from services.queue.rules.tickets import State


def figures(session: Session, now: datetime) -> Sequence[Figure]:
    """The people waiting at each office that is open today."""
    waiting = (
        select(Day.office, func.count(Ticket.id))
        .outerjoin(Ticket, (Ticket.day_id == Day.id) & (Ticket.state == str(State.WAITING)))
        .where(Day.day == today(now))
        .group_by(Day.office)
        .order_by(Day.office)
    )
    return [
        Figure(
            "kurashi_queue_waiting",
            "Numbers that wait to be called, by office.",
            float(count),
            {"office": office},
        )
        for office, count in session.execute(waiting)
    ]
