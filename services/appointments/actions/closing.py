"""What staff change of a day beside the town's file: closed, added, more or fewer places; whoever had a closed time is told."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from forms.numbers import find_individual_numbers
from portal import audit
from portal.db import new_id, writing
from portal.inbox import HOUSE, Actor
from portal.pack.appointments import Bookable
from portal.people import StaffSeat
from portal.refused import Refused
from portal.slots import claiming
from portal.slots.values import Seats
from services.appointments.actions import ending, reach, venue
from services.appointments.models import Appointment, DayChange
from services.appointments.rules import times
from services.appointments.rules.states import SHUT, STANDING, Change, State

LONGEST_REASON = 200
_MOST_PLACES = 2000
_LIVE = (State.HELD, State.BOOKED, State.WAITING, State.APPLIED)


@dataclass(frozen=True)
class Wanted:
    """One change of a day as staff ask for it."""

    kind: Change
    starts: datetime
    ends: datetime
    places: int
    reason: str


def change(session: Session, seat: StaffSeat, key: str, wanted: Wanted, now: datetime) -> DayChange:
    """Change a day; a closure cancels whoever has a time then, each told, and goes on after an interruption."""
    found = reach.bookable(session, seat, key, reach.MANAGE)
    _whole(wanted)
    row = DayChange(
        id=new_id(), bookable=found.key, kind=wanted.kind, starts_at=wanted.starts, ends_at=wanted.ends,
        places=wanted.places, reason=wanted.reason.strip(), made_at=now, made_by=seat.id, ended_at=None,
        told_at=None if wanted.kind is Change.CLOSED else now,
    )  # fmt: skip
    with writing(session):
        _wait(session, found, wanted)
        session.add(row)
        session.flush()
        audit.did(session, "staff", seat.id, str(wanted.kind), "appointment_change", row.id, now)
        claiming.changed(session, found.name)
    if wanted.kind is Change.CLOSED:
        sweep(session, found, row, Actor("staff", seat.id), now)
    return row


def met(session: Session, found: Bookable, wanted: Wanted) -> int:
    """How many bookings this change would call off."""
    _whole(wanted)
    if wanted.kind is not Change.CLOSED:
        return 0
    within = _within(found, wanted.starts, wanted.ends, tuple(STANDING))
    return session.scalar(select(func.count()).select_from(within.subquery())) or 0


def take_back(session: Session, seat: StaffSeat, key: str, change_id: UUID, now: datetime) -> None:
    """A change holds no longer; who was told that their time is off does not get it back."""
    found = reach.bookable(session, seat, key, reach.MANAGE)
    with writing(session):
        row = session.get(DayChange, change_id, populate_existing=True)
        if row is None or row.bookable != found.key:
            raise Refused("calendar_unknown", 404)
        if row.ended_at is None:
            row.ended_at = now
            session.flush()
            audit.did(session, "staff", seat.id, "taken_back", "appointment_change", row.id, now)
            claiming.changed(session, found.name)


def finish(session: Session, seat: StaffSeat, key: str, change_id: UUID, now: datetime) -> None:
    """Call off what still stands in a closed time: nobody found another place or day for it."""
    found = reach.bookable(session, seat, key, reach.MANAGE)
    row = session.get(DayChange, change_id, populate_existing=True)
    if row is None or row.bookable != found.key or row.ended_at is not None or row.kind not in SHUT:
        raise Refused("calendar_unknown", 404)
    sweep(session, found, row, Actor("staff", seat.id), now)


def left(session: Session, found: Bookable, row: DayChange) -> int:
    """How many bookings still stand in a closed time."""
    if row.kind not in SHUT:
        return 0
    within = _within(found, row.starts_at, row.ends_at, tuple(STANDING))
    return session.scalar(select(func.count()).select_from(within.subquery())) or 0


def sweep(session: Session, found: Bookable, row: DayChange, actor: Actor, now: datetime) -> None:
    """Call off everything in a closed time, each in a block of its own, and note when all are told."""
    query = _within(found, row.starts_at, row.ends_at, _LIVE)
    for appointment_id in session.scalars(query.order_by(Appointment.id)).all():
        ending.cancel(session, appointment_id, actor, now, row.reason, by_town=True)
    with writing(session):
        row.told_at = now
        session.merge(row)
        session.flush()


def sweep_due(session: Session, now: datetime) -> None:
    """Carry on what was interrupted."""
    pack = session.info["pack"]
    query = select(DayChange).where(DayChange.told_at.is_(None), DayChange.ended_at.is_(None))
    for row in session.scalars(query.order_by(DayChange.id)).all():
        found = pack.appointments.get(row.bookable)
        if found is not None and row.kind == Change.VENUE:
            venue.tell(session, found, row, now)
        elif found is not None:
            sweep(session, found, row, HOUSE, now)


def standing_changes(session: Session, found: Bookable, since: datetime) -> tuple[DayChange, ...]:
    """What is changed of the days to come."""
    query = select(DayChange).where(
        DayChange.bookable == found.key, DayChange.ended_at.is_(None), DayChange.ends_at > since
    )
    return tuple(session.scalars(query.order_by(DayChange.starts_at)).all())


def _within(found: Bookable, starts: datetime, ends: datetime, states: tuple[State, ...]) -> Select[UUID]:
    return select(Appointment.id).where(
        Appointment.bookable == found.key,
        Appointment.state.in_(states),
        Appointment.starts_at < ends,
        # Who waits for a course has a beginning and no end yet.
        or_(Appointment.ends_at > starts, Appointment.starts_at >= starts),
    )


def _wait(session: Session, found: Bookable, wanted: Wanted) -> None:
    """Lock the places of that time: whoever is booking one is through before, or sees the change after."""
    steps = range(times.slot(found, wanted.starts), times.slot(found, wanted.ends))
    if wanted.kind is Change.CLOSED and steps:
        none = Seats(found.name, steps, 0, _MOST_PLACES)
        claiming.reseat(session, (none,), ())


def _whole(wanted: Wanted) -> None:
    if wanted.ends <= wanted.starts or wanted.starts.date() != wanted.ends.date():
        raise Refused("block_time", 422)
    if wanted.kind is Change.CLOSED and not wanted.reason.strip():
        raise Refused("reason_needed", 422, longest=LONGEST_REASON)
    if len(wanted.reason) > LONGEST_REASON:
        raise Refused("reason_needed", 422, longest=LONGEST_REASON)
    if wanted.kind is not Change.CLOSED and not 0 < wanted.places <= _MOST_PLACES:
        raise Refused("places_needed", 422, most=_MOST_PLACES)
    if find_individual_numbers(wanted.reason):
        raise Refused("individual_number_in_text", 422)
