"""受付: who came and who did not, one person at a time, and a mistake taken back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import ledger
from portal.db import writing
from portal.inbox import Actor
from portal.opening import today
from portal.refused import Refused
from portal.slots import claiming
from services.appointments.actions import looking, standing, yearly
from services.appointments.models import Appointment, Visitor
from services.appointments.rules.states import State

_OPEN = (State.BOOKED, State.CAME, State.MISSED)


def came(session: Session, appointment_id: UUID, place: int, actor: Actor, now: datetime) -> None:
    """One of a party is here."""
    _mark(session, appointment_id, place, now, actor, now)


def not_yet(session: Session, appointment_id: UUID, place: int, actor: Actor, now: datetime) -> None:
    """A check-in by mistake is taken back."""
    _mark(session, appointment_id, place, None, actor, now)


def missed(session: Session, appointment_id: UUID, actor: Actor, now: datetime) -> None:
    """Nobody of the party came, and the time is over."""
    with writing(session):
        row = _row(session, appointment_id)
        if row.starts_at > now:
            raise Refused("not_begun", 409)
        if any(one.came_at for one in standing.visitors(session, [row.id])[row.id]):
            raise Refused("use_changed", 409)
        # Whoever did not come has not had it.
        yearly.leave(session, looking.find(session, row.bookable), row)
        _turn(session, row, State.MISSED, actor, now)


def _mark(
    session: Session, appointment_id: UUID, place: int, came_at: datetime | None, actor: Actor, now: datetime
) -> None:
    with writing(session):
        row = _row(session, appointment_id)
        if today(row.starts_at) > today(now):
            raise Refused("not_begun", 409)
        one = session.scalar(
            select(Visitor).where(
                Visitor.appointment_id == row.id, Visitor.place == place, Visitor.gone_at.is_(None)
            )
        )
        if one is None:
            raise Refused("use_unknown", 404)
        if (one.came_at is None) == (came_at is None):
            return
        if row.state == State.MISSED:
            yearly.again(session, looking.find(session, row.bookable), row)
        one.came_at = came_at
        session.flush()
        here = any(other.came_at for other in standing.visitors(session, [row.id])[row.id])
        _turn(session, row, State.CAME if here else State.BOOKED, actor, now)


def _row(session: Session, appointment_id: UUID) -> Appointment:
    row = standing.take_hold(session, appointment_id)
    if row.state not in _OPEN:
        raise Refused("use_over", 409)
    return row


def _turn(session: Session, row: Appointment, state: State, actor: Actor, now: datetime) -> None:
    found = looking.find(session, row.bookable)
    if state is State.CAME and row.state != state:
        ledger.event(session, ledger.Kind.CHECKED_IN, found.name, row.channel, found.division, today(now))
    row.state = state
    standing.touched(row, now)
    session.flush()
    standing.note(session, row, str(state), actor, now)
    claiming.changed(session, found.name)
