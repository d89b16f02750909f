"""An appointment's rows and the places it has: made, locked and ended, always within the caller's writing block.

Everybody who changes something takes locks in one order: the case, the appointments by id, the places, the version.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import audit, ledger
from portal.db import inserting, must_write, new_id
from portal.inbox import Actor
from portal.opening import today
from portal.pack.appointments import Bookable, Matter, Sort
from portal.refused import Refused
from portal.slots import claiming
from portal.slots.values import Seats
from services.appointments.actions import looking, yearly
from services.appointments.actions.wishes import Asked, Who
from services.appointments.models import Appointment, Visitor
from services.appointments.rules import laying
from services.appointments.rules.laying import Laid
from services.appointments.rules.states import PLACED, State

SUBJECT = "appointment"


def take_hold(session: Session, appointment_id: UUID) -> Appointment:
    """An appointment as it stands now, locked until the block ends."""
    must_write(session)
    query = select(Appointment).where(Appointment.id == appointment_id).with_for_update()
    found = session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise Refused("use_unknown", 404)
    return found


def stand(
    session: Session, asked: Asked, laid: Sequence[Laid], now: datetime, hold_until: datetime | None
) -> Appointment:
    """Make the rows and take the places; the same form sent twice gives the row of the first."""
    wish = asked.wish
    state = State.APPLIED if asked.applies else State.HELD if laid else State.WAITING
    new = new_id()
    row = {
        "id": new, "once_key": wish.once_key, "bookable": wish.bookable, "starts_at": wish.starts,
        "ends_at": max((one.ends for one in laid), default=wish.starts), "state": state,
        "people": len(wish.people), "dose": 2 if wish.after else 1, "case_id": None, "after_id": wish.after,
        "channel": wish.channel, "hold_until": hold_until, "made_at": now, "made_by": wish.made_by,
        "changed_at": now, "ended_at": None, "reminded_at": None, "version": 1,
    }  # fmt: skip
    made = inserting(session, Appointment).values(row).on_conflict_do_nothing().returning(Appointment.id)
    if session.execute(made).first() is None:
        return _same(session, asked)
    wanted = waiting(asked.found) if state is State.WAITING else laying.seats(asked.found, laid)
    claiming.reseat(session, wanted, ())
    if asked.found.sort is Sort.COURSE and laid and looking.some_wait(session, asked.found):
        # What came free belongs to whoever waits.
        raise Refused("seats_taken", 409)
    still(session, asked.found, laid)
    write_people(session, new, wish.placed, laid, wish.starts)
    return session.get_one(Appointment, new)


def still(session: Session, found: Bookable, laid: Sequence[Laid]) -> None:
    """Refuse what staff closed in the very moment; their closing waits for the same places."""
    if any(not looking.stands(session, found, one) for one in {one.starts: one for one in laid}.values()):
        raise Refused("not_offered_then", 409)


def write_people(
    session: Session,
    appointment_id: UUID,
    people: Sequence[Who],
    laid: Sequence[Laid],
    starts: datetime,
) -> None:
    """Who comes when, in place of what stood there before; whoever gave their place back stays noted as that."""
    here = Visitor.appointment_id == appointment_id
    session.execute(delete(Visitor).where(here, Visitor.gone_at.is_(None)))
    for nth, (place, matters, person) in enumerate(people):
        one = laid[nth] if laid else None
        session.add(
            Visitor(
                id=new_id(),
                appointment_id=appointment_id,
                place=place,
                starts_at=one.starts if one else starts,
                ends_at=one.ends if one else starts,
                matters=" ".join(matters),
                came_at=None,
                gone_at=None,
                person=person,
            )
        )
    session.flush()


def who(session: Session, appointment_id: UUID) -> list[Who]:
    """The people of an appointment, as they are written again at another time."""
    people = visitors(session, [appointment_id])[appointment_id]
    return [(one.place, tuple(one.matters.split()), one.person) for one in people]


def visitors(session: Session, appointment_ids: Sequence[UUID]) -> dict[UUID, list[Visitor]]:
    """The people of some appointments, in the order in which they were named, without those who gave their place back."""
    found: dict[UUID, list[Visitor]] = {one: [] for one in appointment_ids}
    query = select(Visitor).where(
        Visitor.appointment_id.in_(list(appointment_ids)), Visitor.gone_at.is_(None)
    )
    for one in session.scalars(query.order_by(Visitor.place)):
        found[one.appointment_id].append(one)
    return found


def has(session: Session, found: Bookable, row: Appointment) -> tuple[Seats, ...]:
    """The places that an appointment has now."""
    if row.state == State.WAITING:
        return waiting(found)
    if row.state not in PLACED:
        return ()
    # Of what is given back only the number counts, not the total.
    laid = [
        Laid(one.starts_at, one.ends_at, matters_of(found, one), 0)
        for one in visitors(session, [row.id])[row.id]
    ]
    return laying.seats(found, laid)


def matters_of(found: Bookable, one: Visitor) -> tuple[Matter, ...]:
    """What somebody comes for; what the file does not know any more falls away."""
    return tuple(matter for key in one.matters.split() if (matter := found.matter(key)) is not None)


def waiting(found: Bookable) -> tuple[Seats, ...]:
    """A place among those who wait."""
    return (Seats(f"{found.name}/waiting", range(1), 1, found.waiting),)


def end(session: Session, found: Bookable, row: Appointment, state: State, now: datetime) -> None:
    """Give the places back."""
    claiming.reseat(session, (), has(session, found, row))
    yearly.leave(session, found, row)
    row.state, row.ended_at, row.hold_until = state, now, None
    touched(row, now)
    session.flush()


def settle(session: Session, found: Bookable, row: Appointment, case_id: UUID, now: datetime) -> None:
    """It is booked, or waits; from here on it belongs to a case."""
    if row.state == State.HELD:
        row.state = State.BOOKED
    row.case_id, row.hold_until = case_id, None
    touched(row, now)
    session.flush()
    note(session, row, "booked", Actor("staff", row.made_by) if row.made_by else Actor("resident"), now)
    ledger.event(session, ledger.Kind.BOOKED, found.name, row.channel, found.division, today(now))


def touched(row: Appointment, now: datetime) -> None:
    """Something about it is different, so that a page which shows it as it was is refused."""
    row.changed_at = now
    row.version += 1


def note(session: Session, row: Appointment, verb: str, actor: Actor, now: datetime) -> None:
    """Who did what to it."""
    audit.did(session, actor.kind, actor.id, verb, SUBJECT, row.id, now)


def _same(session: Session, asked: Asked) -> Appointment:
    first = session.scalars(select(Appointment).where(Appointment.once_key == asked.wish.once_key)).one()
    if (first.bookable, first.starts_at) != (asked.wish.bookable, asked.wish.starts):
        raise Refused("form_sent_before", 409)
    return first
