"""The staff's calendar: who has which unit at which time, in one building for a day or for a week."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit, shielded
from portal.db import writing
from portal.inbox import Case
from portal.notify import reach_in
from portal.opening import midnight
from portal.pack import Pack
from portal.pack.buildings import Building, Unit
from portal.people import StaffSeat
from portal.slots import claiming
from portal.vault import Unreadable, vault_of
from services.reservations.actions import standing
from services.reservations.models.bookings import Block, Booking
from services.reservations.rules import board, claims, openings
from services.reservations.rules.board import MARKS, Cell, Mark, Owner, Tick
from services.reservations.rules.openings import Span
from services.reservations.rules.states import CLAIMING, State

SUBJECT = "case"
# Who may open the name on a case may read it in the calendar.
NAMES = "case.read"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """One unit of a day."""

    unit: Unit
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Board:
    """One day of a building; without hours it is closed."""

    building: Building
    day: date
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]
    bookings: tuple[Booking, ...]
    blocks: tuple[Block, ...]

    @property
    def closed(self) -> bool:
        """Whether nobody comes in on this day."""
        return not self.ticks


def days(session: Session, building: Building, first: date, count: int) -> tuple[Board, ...]:
    """Some days of a building, read in three questions however many they are."""
    begin, end = midnight(first), midnight(first + count * _DAY)
    booked = _bookings(session, building, begin, end)
    blocks = standing_blocks(session, building, begin, end)
    window = claims.slots(building, begin, end)
    names = [claims.space(building, one.key) for one in building.spaces]
    held = claiming.taken(session, names, window.start, window.stop)
    owners = {one.id: _owner(one) for one in booked} | {one.id: _closed(one) for one in blocks}
    pack: Pack = session.info["pack"]
    return tuple(_board(building, first + n * _DAY, pack, held, owners, booked, blocks) for n in range(count))


def standing_blocks(
    session: Session, building: Building, begin: datetime, end: datetime
) -> tuple[Block, ...]:
    """The blocks of a building that touch a time, in their order."""
    query = select(Block).where(
        Block.building == building.key,
        Block.starts_at < end,
        Block.ends_at > begin,
        Block.ended_at.is_(None),
    )
    return tuple(session.scalars(query.order_by(Block.starts_at, Block.id)))


def names(
    session: Session, seat: StaffSeat, building: Building, booked: Sequence[Booking], now: datetime
) -> Mapping[UUID, str]:
    """Who booked, opened for who may open their cases; each name that is shown is written down as a look."""
    of = standing.cases_of(session, [one.id for one in booked])
    found = names_of(session, seat, building, set(of.values()), now)
    return {booking: found[case] for booking, case in of.items() if case in found}


def names_of(
    session: Session, seat: StaffSeat, building: Building, ids: Collection[UUID], now: datetime
) -> Mapping[UUID, str]:
    """The same by the requests themselves."""
    if not seat.may(NAMES, building.operator):
        return {}
    cases = session.scalars(select(Case).where(Case.id.in_(ids), Case.erased_at.is_(None))).all()
    if not cases:
        return {}
    with writing(session):
        audit.saw_each(session, "staff", seat.id, "listed", SUBJECT, [one.id for one in cases], now)
    vault_of(session).fetch(session, [one.key_id for one in cases])
    return {one.id: _name(session, one) for one in cases}


def looked(session: Session, seat: StaffSeat, case: Case, verb: str, now: datetime) -> None:
    """Somebody is shown a paper of a case."""
    with writing(session):
        audit.saw(session, "staff", seat.id, verb, SUBJECT, case.id, now)


def receipts(session: Session, booked: Sequence[Booking]) -> Mapping[UUID, str]:
    """The receipt numbers of bookings, by which staff and residents call them."""
    of = standing.cases_of(session, [one.id for one in booked])
    rows = session.execute(select(Case.id, Case.receipt_no).where(Case.id.in_(set(of.values()))))
    numbers = {row.id: row.receipt_no for row in rows}
    return {booking: numbers[case] for booking, case in of.items() if case in numbers}


def _name(session: Session, case: Case) -> str:
    try:
        answers = shielded.told(session, case)
    except Unreadable:
        return ""
    parts = (str(answers.get("company_name") or ""), reach_in(answers).name)
    return "　".join(one for one in parts if one)


def _bookings(session: Session, building: Building, begin: datetime, end: datetime) -> tuple[Booking, ...]:
    """Whatever has a space in this time; a use of the day before may still be cleared away after midnight."""
    query = select(Booking).where(
        Booking.building == building.key,
        Booking.starts_at < end,
        Booking.ends_at > begin - timedelta(hours=4),
        Booking.state.in_(CLAIMING),
    )
    return tuple(session.scalars(query.order_by(Booking.starts_at, Booking.id)))


def _owner(booking: Booking) -> Owner:
    mark = MARKS[State(booking.state)]
    return Owner(booking.id, booking.unit, mark, booking.starts_at, booking.ends_at, booking.people)


def _closed(block: Block) -> Owner:
    return Owner(block.id, block.unit, Mark.BLOCK, block.starts_at, block.ends_at)


def _board(
    building: Building,
    day: date,
    pack: Pack,
    held: Mapping[str, Mapping[int, UUID]],
    owners: Mapping[UUID, Owner],
    booked: Sequence[Booking],
    blocks: Sequence[Block],
) -> Board:
    spans = openings.openings(building, day, pack.closed_days)
    begin, end = midnight(day), midnight(day + _DAY)
    span: Span | None = (spans[0][0], spans[-1][1]) if spans else None
    rows = tuple(
        Row(
            unit,
            board.cells(
                building,
                unit,
                span,
                openings.pieces(building, unit, day, pack.closed_days),
                held,
                owners,
            ),
        )
        for unit in building.units
        if span
    )
    return Board(
        building,
        day,
        board.ticks(building, span) if span else (),
        rows,
        tuple(one for one in booked if one.starts_at < end and one.ends_at > begin),
        tuple(one for one in blocks if one.starts_at < end and one.ends_at > begin),
    )
