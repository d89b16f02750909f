"""Who came and who did not: check-in at the desk, points for not coming without a word, and taking them back."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import inbox, ledger
from portal.db import inserting, writing
from portal.inbox import Actor, Case
from portal.opening import today
from portal.refused import Refused
from portal.slots import claiming
from services.reservations.actions import noticing, standing
from services.reservations.actions.wishes import Place, placed
from services.reservations.models.bookings import Booking
from services.reservations.models.given_back import Point
from services.reservations.rules.states import FOLLOWS, State


def came(session: Session, booking_id: UUID, actor: Actor, now: datetime) -> Booking:
    """They are here; a point that was given by mistake falls away."""
    return _turn(session, booking_id, State.USED, actor, now)


def missed(session: Session, booking_id: UUID, actor: Actor, now: datetime) -> Booking:
    """無断キャンセル: they did not come and said nothing."""
    return _turn(session, booking_id, State.NO_SHOW, actor, now)


def waive(session: Session, booking_id: UUID, actor: Actor, now: datetime, reason: str = "") -> None:
    """Take back a point, where there was a reason that they could not help; it stands in the history of the case."""
    with writing(session):
        case_id = session.scalar(select(Booking.case_id).where(Booking.id == booking_id))
        case = inbox.take_hold(session, case_id) if case_id else None
        row = standing.take_hold(session, booking_id)
        _take_back(session, row, actor, now)
        if case is not None:
            inbox.note(session, case, "point_waived", actor, now, public=False, text=reason or None)
        standing.note(session, row, "waived_point", actor, now)


def _turn(session: Session, booking_id: UUID, state: State, actor: Actor, now: datetime) -> Booking:
    with writing(session):
        case_id = session.scalar(select(Booking.case_id).where(Booking.id == booking_id))
        case = inbox.take_hold(session, case_id) if case_id else None
        row = standing.take_hold(session, booking_id)
        if row.state == state:
            return row
        if state not in FOLLOWS[State(row.state)]:
            raise Refused("use_over", 409)
        if state is State.NO_SHOW and row.starts_at > now:
            raise Refused("not_begun", 409)
        place = placed(session, row.building, row.unit, row.purpose)
        row.state = state
        row.came_at = now if state is State.USED else None
        standing.touched(row, now)
        session.flush()
        if state is State.USED:
            _take_back(session, row, actor, now)
            ledger.event(
                session,
                ledger.Kind.CHECKED_IN,
                row.building,
                row.channel,
                place.building.operator,
                today(now),
            )
        else:
            until = _give_point(session, row, place, actor, now)
            if case is not None:
                noticing.missed(session, case, place.building, row, until, now)
        _finish(session, case, state, actor, now)
        standing.note(session, row, str(state), actor, now)
        claiming.changed(session, row.building)
    return row


def _give_point(session: Session, row: Booking, place: Place, actor: Actor, now: datetime) -> datetime | None:
    """Until when the points stay; nothing where none are given."""
    rules = place.building.rules
    if row.holder is None or not rules.no_show_points:
        return None
    until = now + timedelta(days=rules.points_days)
    point = {
        "booking_id": row.id, "holder": row.holder, "building": row.building, "points": rules.no_show_points,
        "until": until, "made_at": now, "made_by": actor.id,
        "waived_at": None, "waived_by": None,
    }  # fmt: skip
    given = inserting(session, Point).values({"id": row.id, **point})
    again = given.on_conflict_do_update(index_elements=["booking_id"], set_=point)
    session.execute(again)
    return until


def _take_back(session: Session, row: Booking, actor: Actor, now: datetime) -> None:
    point = session.scalar(select(Point).where(Point.booking_id == row.id))
    if point is not None and point.waived_at is None:
        point.waived_at, point.waived_by = now, actor.id
        session.flush()


def _finish(session: Session, case: Case | None, state: State, actor: Actor, now: datetime) -> None:
    """The request has had its end with the use, where its course allows it."""
    if case is None:
        return
    inbox.note(session, case, f"booking_{state}", actor, now, public=True)
    if case.state == inbox.State.ARRIVED:
        inbox.move(session, case, inbox.State.ACCEPTED, inbox.HOUSE, now)
    if inbox.State.DONE in inbox.FOLLOWS[inbox.State(case.state)]:
        inbox.move(session, case, inbox.State.DONE, inbox.HOUSE, now)
        ledger.event(session, ledger.Kind.COMPLETED, case.procedure, case.channel, case.division, today(now))
