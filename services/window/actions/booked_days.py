"""The days of the bookings: which times are still free, who comes, what became of it, and erasing afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal import audit, ledger
from portal.db import writing
from portal.opening import today
from portal.pack import Pack
from portal.people import StaffSeat
from portal.refused import Refused
from services.window.actions import bookings
from services.window.actions.bookings import EVENT, SUBJECT, Opened
from services.window.models.bookings import Booking, SlotClaim
from services.window.rules import booking as rules
from services.window.rules.booking import Slot, State

SERVE = "window.serve"
# A bare line says that a time was kept, by whom nobody can tell any more; the ledger has counted it.
KEPT = timedelta(days=90)
_AT_ONCE = 500


@dataclass(frozen=True)
class Time:
    """One time and how many seats are still free."""

    slot: Slot
    free: int


@dataclass(frozen=True)
class Day:
    """One day and its times."""

    day: date
    times: tuple[Time, ...]

    @property
    def open(self) -> bool:
        """Whether any time of it is still free."""
        return any(one.free for one in self.times)


def free(session: Session, pack: Pack, office_id: str, now: datetime) -> tuple[Day, ...]:
    """The days a family can choose from."""
    office = bookings.receiving(pack, office_id)
    slots = list(rules.offered(pack, pack.farewell, office, today(now)))
    return _days(session, slots, office.seats)


def free_for_staff(session: Session, pack: Pack, office_id: str, now: datetime) -> tuple[Day, ...]:
    """The same with the days that are too near for anybody who does not speak to the divisions first."""
    office, first = bookings.receiving(pack, office_id), today(now)
    days = [first + timedelta(days=count) for count in range(pack.farewell.days_ahead + 1)]
    slots = [one for day in days for one in rules.on_day(pack, office, day) if one.moment > now]
    return _days(session, slots, office.seats)


def of_day(session: Session, seat: StaffSeat, day: date, now: datetime) -> tuple[Opened, ...]:
    """Who comes on a day to the divisions of a seat, in order; that somebody looked is written down."""
    rows = session.scalars(
        select(Booking)
        .where(Booking.day == day, Booking.division.in_(seat.divisions_for(SERVE)))
        .order_by(Booking.office, Booking.starts, Booking.id)
    ).all()
    if rows:
        with writing(session):
            audit.saw_each(session, "staff", seat.id, "listed", SUBJECT, [row.id for row in rows], now)
    return tuple(bookings.opened(session, row) for row in rows)


def next_day(session: Session, seat: StaffSeat, after: date) -> date | None:
    """The next day on which somebody is expected at the divisions of a seat."""
    query = select(func.min(Booking.day)).where(
        Booking.day > after,
        Booking.state == State.BOOKED,
        Booking.division.in_(seat.divisions_for(SERVE)),
    )
    return session.scalar(query)


def standing(session: Session, seat: StaffSeat, booking_id: UUID) -> Opened:
    """One booking of the seat's divisions; nobody else learns that there is one."""
    row = session.get(Booking, booking_id, populate_existing=True)
    if row is None or not seat.may(SERVE, row.division):
        raise Refused("booking_unknown", 404)
    return bookings.opened(session, row)


def looked(session: Session, seat: StaffSeat, booking_id: UUID, now: datetime) -> Opened:
    """The same for a page that shows it."""
    found = standing(session, seat, booking_id)
    with writing(session):
        audit.saw(session, "staff", seat.id, "seen", SUBJECT, booking_id, now)
    return found


def become(session: Session, seat: StaffSeat, booking_id: UUID, to: State, now: datetime) -> None:
    """Staff note that somebody came or did not, or put a slip of the hand right."""
    found = standing(session, seat, booking_id)
    if to is State.CANCELLED:
        bookings.cancel(session, found, now, seat=seat)
        return
    with writing(session):
        row = session.scalar(select(Booking).where(Booking.id == booking_id).with_for_update())
        if row is None or not rules.may_become(row.state, to):
            raise Refused("booking_over", 409)
        row.state, row.changed_at = to, now
        row.came_at = now if to is State.CAME else None
        session.flush()
        audit.did(session, "staff", seat.id, str(to), SUBJECT, row.id, now)
        if to is State.CAME:
            ledger.event(session, ledger.Kind.CHECKED_IN, EVENT, row.channel, row.division, today(now))


def sweep(session: Session, now: datetime) -> None:
    """Erase what families answered once their day is over, and the bare lines when nobody asks for them any more."""
    day = today(now)
    over = select(Booking.id).where(Booking.day < day, Booking.key_id.is_not(None)).limit(_AT_ONCE)
    while ids := session.scalars(over).all():
        with writing(session):
            for row in session.scalars(select(Booking).where(Booking.id.in_(ids)).with_for_update()).all():
                if row.state == State.BOOKED:
                    row.state = State.MISSED
                bookings.forget(session, row)
    with writing(session):
        session.execute(delete(Booking).where(Booking.day < day - KEPT, Booking.key_id.is_(None)))


def _days(session: Session, slots: Sequence[Slot], seats: int) -> tuple[Day, ...]:
    if not slots:
        return ()
    taken = _taken(session, slots)
    times: dict[date, list[Time]] = {}
    for one in slots:
        times.setdefault(one.day, []).append(Time(one, max(0, seats - taken.get(one, 0))))
    return tuple(Day(day, tuple(found)) for day, found in times.items())


def _taken(session: Session, slots: Sequence[Slot]) -> dict[Slot, int]:
    office = slots[0].office
    rows = session.execute(
        select(SlotClaim.day, SlotClaim.starts, func.count())
        .where(SlotClaim.office == office, SlotClaim.day >= slots[0].day, SlotClaim.day <= slots[-1].day)
        .group_by(SlotClaim.day, SlotClaim.starts)
    )
    return {Slot(office, day, starts): count for day, starts, count in rows}
