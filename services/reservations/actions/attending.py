"""Who came and who did not: check-in at the desk, points for not coming without a word, putting right, and the night's close."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import inbox, ledger, pace
from portal.db import inserting, writing
from portal.inbox import Actor, Case
from portal.opening import midnight, today
from portal.pack import Pack
from portal.pack.building_rules import Unnoted
from portal.pack.buildings import Building
from portal.refused import Refused
from portal.slots import claiming
from services.reservations.actions import noticing, standing
from services.reservations.actions.wishes import placed
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
        case, row = _locked(session, booking_id)
        taken = _take_back(session, row, actor, now)
        if case is not None:
            inbox.note(session, case, "point_waived", actor, now, public=False, text=reason or None)
            if taken:
                noticing.put_right(session, case, _house(session, row), row, now, came=False)
        standing.note(session, row, "waived_point", actor, now)


def is_open(house: Building, row: Booking, now: datetime) -> bool:
    """Whether the desk may still put right who came and who did not."""
    return today(now) <= today(row.ends_at) + timedelta(days=house.rules.correct_days)


def close_due(session: Session, now: datetime) -> None:
    """A day is over: what nobody noted anything about counts as the building's rule says, so that no use stays open for ever."""
    pack: Pack = session.info["pack"]
    for house in pack.buildings.values():
        over = select(Booking.id).where(
            Booking.building == house.key, Booking.state == State.CONFIRMED, Booking.ends_at <= midnight(today(now))
        )  # fmt: skip
        state = State.USED if house.rules.unnoted is Unnoted.CAME else State.NO_SHOW
        for booking_id in session.scalars(over.order_by(Booking.id)).all():
            # Somebody may note it at this very moment: then theirs stands.
            with suppress(Refused):
                _turn(session, booking_id, state, inbox.HOUSE, now, unless=(State.USED, State.NO_SHOW))


def _turn(
    session: Session,
    booking_id: UUID,
    state: State,
    actor: Actor,
    now: datetime,
    unless: Collection[State] = (),
) -> Booking:
    with writing(session):
        case, row = _locked(session, booking_id)
        was = State(row.state)
        if was in (state, *unless):
            return row
        house = _house(session, row)
        _may_turn(house, row, state, now)
        row.state = state
        if state is State.USED:
            _came(session, case, house, row, was, actor, now)
        else:
            _missed(session, case, house, row, actor, now)
        standing.touched(row, now)
        session.flush()
        _finish(session, case, row, state, actor, now)
        standing.note(session, row, str(state), actor, now)
        claiming.changed(session, row.building)
    return row


def _locked(session: Session, booking_id: UUID) -> tuple[Case | None, Booking]:
    """The request of a booking, or of the series it is a date of, and then the booking."""
    case_id = standing.cases_of(session, [booking_id]).get(booking_id)
    case = inbox.take_hold(session, case_id) if case_id else None
    row = standing.take_hold(session, booking_id)
    return (case if case is not None and case.erased_at is None else None), row


def _may_turn(house: Building, row: Booking, state: State, now: datetime) -> None:
    if state not in FOLLOWS[State(row.state)]:
        raise Refused("use_over", 409)
    if state is State.NO_SHOW and row.starts_at > now:
        raise Refused("not_begun", 409)
    if row.state != State.CONFIRMED and not is_open(house, row, now):
        raise Refused("correct_late", 409, days=house.rules.correct_days)


def _came(
    session: Session,
    case: Case | None,
    house: Building,
    row: Booking,
    was: State,
    actor: Actor,
    now: datetime,
) -> None:
    if actor.kind == "staff":
        row.came_at = now
        _count(session, house, row, 1)
    if was is not State.NO_SHOW:
        return
    _take_back(session, row, actor, now)
    standing.note(session, row, "point_taken_back", actor, now)
    if case is not None:
        noticing.put_right(session, case, house, row, now, came=True)


def _missed(
    session: Session, case: Case | None, house: Building, row: Booking, actor: Actor, now: datetime
) -> None:
    if row.came_at is not None:
        _count(session, house, row, -1)
    row.came_at = None
    until = _give_point(session, row, house, actor, now)
    if case is not None:
        noticing.missed(session, case, house, row, until, now)


def _count(session: Session, house: Building, row: Booking, n: int) -> None:
    """A check-in belongs to the day of use, also where a paper is typed in later."""
    day = today(row.starts_at)
    ledger.event(session, ledger.Kind.CHECKED_IN, row.building, row.channel, house.operator, day, n)


def _house(session: Session, row: Booking) -> Building:
    return placed(session, row.building, row.unit, row.purpose).building


def _give_point(
    session: Session, row: Booking, house: Building, actor: Actor, now: datetime
) -> datetime | None:
    """Until when the points stay; nothing where none are given."""
    rules = house.rules
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


def _take_back(session: Session, row: Booking, actor: Actor, now: datetime) -> bool:
    """Whether there was a point that counted."""
    query = select(Point).where(Point.booking_id == row.id).execution_options(populate_existing=True)
    point = session.scalar(query)
    if point is None or point.waived_at is not None:
        return False
    point.waived_at, point.waived_by = now, actor.id
    session.flush()
    return True


def _finish(
    session: Session, case: Case | None, row: Booking, state: State, actor: Actor, now: datetime
) -> None:
    """The request has had its end with the use, where its course allows it; that of a series is of all dates."""
    if case is None or row.series_id is not None:
        return
    inbox.note(session, case, f"booking_{state}", actor, now, public=True)
    if case.state == inbox.State.ARRIVED:
        inbox.move(session, case, inbox.State.ACCEPTED, inbox.HOUSE, now)
    if inbox.State.DONE in inbox.FOLLOWS[inbox.State(case.state)]:
        inbox.move(session, case, inbox.State.DONE, inbox.HOUSE, now)
        pace.completed(session, case, now)
