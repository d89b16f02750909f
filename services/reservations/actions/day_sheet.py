"""日報: one day of a building on paper, with who comes, what is lent, and a box to sign in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from forms import show
from portal.opening import TOKYO
from portal.pack.buildings import Building
from portal.people import StaffSeat
from portal.printing import Printer
from services.reservations.actions import calendar
from services.reservations.models.bookings import Booking
from services.reservations.rules import prices
from services.reservations.rules.states import State

SHEET = "sheets/facility_day.html"
_WORDS: Mapping[State, str] = {
    State.PENDING: "承認待ち",
    State.CONFIRMED: "",
    State.USED: "利用済み",
    State.NO_SHOW: "無断で不使用",
}


@dataclass(frozen=True)
class Line:
    """One use of a unit."""

    time: str
    name: str
    number: str
    purpose: str
    people: int
    state: str
    extras: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """One unit with its day in order; `closed` says why nobody comes at some time."""

    title: str
    lines: tuple[Line, ...]
    closed: tuple[str, ...]


def pdf(
    session: Session, seat: StaffSeat, building: Building, day: date, printer: Printer, now: datetime
) -> bytes:
    """The sheet, A4; whoever prints it has looked at every name on it."""
    (board,) = calendar.days(session, building, day, 1)
    booked = tuple(one for one in board.bookings if one.state in _WORDS)
    names = calendar.names(session, seat, building, booked, now)
    receipts = calendar.receipts(session, booked)
    return printer.sheet(
        SHEET,
        building=building.title.say("ja").text,
        day=show.day(day, "ja"),
        weekday="月火水木金土日"[day.weekday()],
        closed=board.closed,
        parts=list(_parts(board, booked, names, receipts)),
        printed=f"{now.astimezone(TOKYO):%Y-%m-%d %H:%M}　{seat.name}",
    )


def _parts(
    board: calendar.Board,
    booked: tuple[Booking, ...],
    names: Mapping[UUID, str],
    receipts: Mapping[UUID, str],
) -> Iterator[Part]:
    for unit in board.building.units:
        lines = tuple(_line(board.building, one, names, receipts) for one in booked if one.unit == unit.key)
        closed = tuple(
            f"{_span(one.starts_at, one.ends_at, board.day)}　{one.reason}"
            for one in board.blocks
            if one.unit in ("", unit.key)
        )
        if lines or closed:
            yield Part(unit.title.say("ja").text, lines, closed)


def _line(building: Building, one: Booking, names: Mapping[UUID, str], receipts: Mapping[UUID, str]) -> Line:
    purpose = building.purpose(one.purpose)
    return Line(
        time=f"{_clock(one.starts_at)}–{_clock(one.ends_at)}",
        name=names.get(one.id, ""),
        number=receipts.get(one.id, ""),
        purpose=purpose.title.say("ja").text if purpose else "",
        people=one.people,
        state=_WORDS[State(one.state)],
        extras=tuple(_extras(building, one)),
    )


def _extras(building: Building, one: Booking) -> Iterator[str]:
    """What is lent with it, and the 減免 whose evidence is to be seen."""
    things = {thing.key: thing for thing in building.equipment}
    for line in prices.thawed(one.price).lines:
        if line.kind == "equipment" and line.key in things:
            yield f"{things[line.key].title.say('ja').text} {line.count}"
        relief = next((found for found in building.reliefs if found.key == line.key), None)
        if line.kind == "relief" and relief is not None:
            yield f"減免：{relief.title.say('ja').text}"


def _span(starts: datetime, ends: datetime, day: date) -> str:
    """From when to when, a closure of several days told by the day at hand."""
    begins = _clock(starts) if starts.astimezone(TOKYO).date() == day else ""
    over = _clock(ends) if ends.astimezone(TOKYO).date() == day else ""
    return f"{begins}–{over}" if begins or over else "終日"


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(TOKYO):%H:%M}"
