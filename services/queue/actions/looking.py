"""The board of an office: who is called where, who waits how long; the same for displays, pages and programs."""

from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.opening import today
from portal.pack.queues import Queue
from services.queue.actions import days
from services.queue.models import Call, CounterDay, Day, Ticket
from services.queue.rules import tickets, waiting
from services.queue.rules.hours import Door, Hours
from services.queue.rules.tickets import State
from services.queue.rules.waiting import Desk, Expected, Wait

# So many served last tell the pace; older ones say more about the morning than about now.
_RECENT = 20
_MOST_SERVED = 300


@dataclass(frozen=True)
class Called:
    """A number at a counter; `id` is the call itself, so that a display says each once."""

    id: UUID
    label: str
    letter: str
    number: int
    counter: int
    again: int
    at: datetime


@dataclass(frozen=True)
class BandNow:
    """One kind of business: how many wait, who was called last, how long whoever comes now will wait."""

    letter: str
    waiting: int
    called: str
    # None while no counter serves it.
    wait: Wait | None


@dataclass(frozen=True)
class Board:
    """An office now."""

    queue: Queue
    hours: Hours
    door: Door
    bands: tuple[BandNow, ...]
    calls: tuple[Called, ...]
    absent: tuple[str, ...]
    expected: Expected
    changed_at: datetime | None

    def band(self, letter: str) -> BandNow | None:
        """One band."""
        return next((one for one in self.bands if one.letter == letter), None)


@dataclass(frozen=True)
class Standing:
    """How a ticket stands: before whom, how long, at which counter."""

    ticket: Ticket
    label: str
    state: State
    ahead: int
    wait: Wait | None


def boards(session: Session, now: datetime) -> tuple[Board, ...]:
    """Every office that gives numbers and is there today."""
    there = {office.id for office in days.pack_of(session).offices(today(now))}
    return tuple(board(session, one, now) for one in days.pack_of(session).queues if one.office in there)


def board(session: Session, queue: Queue, now: datetime) -> Board:
    """An office as everybody may see it."""
    day = days.of(session, queue, now)
    hours = days.hours_of(session, queue, day, now)
    door = Door.CLOSED if day is not None and day.closed_at is not None else hours.door(now)
    if day is None:
        nobody: Sequence[Ticket] = ()
        return _board(queue, hours, door, nobody, (), _expected(session, queue, None, nobody, now), None)
    open_ones = session.scalars(
        select(Ticket).where(
            Ticket.day_id == day.id, Ticket.state.in_([State.WAITING, State.CALLED, State.ABSENT])
        )
    ).all()
    expected = _expected(session, queue, day, open_ones, now)
    return _board(queue, hours, door, open_ones, _calls(session, day), expected, day)


def standing(session: Session, ticket: Ticket, of: Board) -> Standing:
    """How one ticket stands on a board."""
    state = State(ticket.state)
    label = tickets.label(ticket.letter, ticket.number)
    band = of.band(ticket.band)
    if state is State.AWAY:
        return Standing(ticket, label, state, band.waiting if band else 0, band.wait if band else None)
    ahead = sum(1 for turn in _turns(session, ticket) if turn < ticket.turn) if state is State.WAITING else 0
    return Standing(ticket, label, state, ahead, of.expected.turns.get(ticket.turn))


def paces(session: Session, queue: Queue, day: Day | None) -> Mapping[str, waiting.Pace]:
    """How long a service of each band takes today."""
    recent: dict[str, list[float]] = {one.letter: [] for one in queue.bands}
    for band, begun, ended in _served(session, day) if day else ():
        if band in recent and len(recent[band]) < _RECENT:
            recent[band].append((ended - begun).total_seconds() / 60)
    return {one.letter: waiting.pace(one.minutes, recent[one.letter]) for one in queue.bands}


def as_json(board: Board, name: Mapping[str, str]) -> dict[str, Any]:
    """A board for programs; without anything that would change it while nothing happens."""
    return {
        "office": board.queue.office,
        "name": dict(name),
        "state": str(board.door),
        "numbers_until": _iso(board.hours.stops),
        "changed": _iso(board.changed_at),
        "calls": [{"number": one.label, "counter": one.counter, "at": _iso(one.at)} for one in board.calls],
        "absent": list(board.absent),
        "bands": [_band_json(board, one) for one in board.bands],
    }


def _band_json(board: Board, now: BandNow) -> dict[str, Any]:
    band = board.queue.band(now.letter)
    wait = {"from": now.wait.least, "to": now.wait.most} if now.wait else None
    return {
        "letter": now.letter, "title": dict(band.title.texts) if band else {}, "waiting": now.waiting,
        "called": now.called or None, "wait_minutes": wait,
    }  # fmt: skip


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _board(
    queue: Queue, hours: Hours, door: Door, open_ones: Sequence[Ticket], calls: tuple[Called, ...],
    expected: Expected, day: Day | None,
) -> Board:  # fmt: skip
    waits = Tally(one.band for one in open_ones if one.state == State.WAITING)
    last = {call.letter: call.label for call in reversed(calls)}
    bands = tuple(
        BandNow(one.letter, waits[one.letter], last.get(one.letter, ""), expected.joining.get(one.letter))
        for one in queue.bands
    )
    absent = tuple(
        sorted(tickets.label(one.letter, one.number) for one in open_ones if one.state == State.ABSENT)
    )
    return Board(queue, hours, door, bands, calls, absent, expected, day.changed_at if day else None)


def _calls(session: Session, day: Day) -> tuple[Called, ...]:
    """Whoever stands at a counter, the last call first."""
    newest = (
        select(Call.ticket_id, func.max(Call.at).label("at"))
        .where(Call.day_id == day.id)
        .group_by(Call.ticket_id)
        .subquery()
    )
    wanted = (
        select(Call, Ticket.letter, Ticket.number)
        .join(newest, (newest.c.ticket_id == Call.ticket_id) & (newest.c.at == Call.at))
        .join(Ticket, Ticket.id == Call.ticket_id)
        .where(Ticket.day_id == day.id, Ticket.state == str(State.CALLED))
        .order_by(Call.at.desc(), Call.id.desc())
    )
    return tuple(
        Called(
            row.Call.id, tickets.label(row.letter, row.number), row.letter, row.number, row.Call.counter,
            row.Call.again, row.Call.at,
        )
        for row in session.execute(wanted)
    )  # fmt: skip


def _expected(
    session: Session, queue: Queue, day: Day | None, open_ones: Sequence[Ticket], now: datetime
) -> Expected:
    letters = {one.letter for one in queue.bands}
    line = [(one.turn, one.band) for one in open_ones if one.state == State.WAITING and one.band in letters]
    at_counter = {one.counter: one for one in open_ones if one.state == State.CALLED}
    desks = []
    for number in _staffed(session, day) if day else ():
        known, served = queue.counter(number), at_counter.get(number)
        if known is not None:
            since = (now - served.called_at).total_seconds() / 60 if served and served.called_at else 0.0
            desks.append(Desk(frozenset(known.bands), served.band if served else "", since))
    return waiting.expect(line, desks, paces(session, queue, day))


def _staffed(session: Session, day: Day) -> Sequence[int]:
    wanted = select(CounterDay.number).where(CounterDay.day_id == day.id, CounterDay.staff_id.is_not(None))
    return session.scalars(wanted.order_by(CounterDay.number)).all()


def _served(session: Session, day: Day) -> Sequence[Any]:
    wanted = (
        select(Ticket.band, Ticket.called_at, Ticket.ended_at)
        .where(Ticket.day_id == day.id, Ticket.state == str(State.SERVED))
        .order_by(Ticket.ended_at.desc())
        .limit(_MOST_SERVED)
    )
    return session.execute(wanted).all()


def _turns(session: Session, ticket: Ticket) -> Sequence[int]:
    same = select(Ticket.turn).where(
        Ticket.day_id == ticket.day_id, Ticket.band == ticket.band, Ticket.state == str(State.WAITING)
    )
    return session.scalars(same).all()


def tag(it: Standing) -> str:
    """What changes when a ticket's page would look otherwise."""
    wait = f"{it.wait.least}-{it.wait.most}" if it.wait else "none"
    return f"{it.state}-{it.ahead}-{wait}-{it.ticket.counter}-{it.ticket.round}"


def label_of(ticket: Ticket) -> str:
    """The number of a ticket as it is printed."""
    return tickets.label(ticket.letter, ticket.number)
