"""Numbers are given: at the machine in the hall, by staff, or from elsewhere, where a number counts once its holder is there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit, ledger, throttle
from portal.db import inserting, new_id, put, writing
from portal.ledger import Kind
from portal.opening import TOKYO, today
from portal.pack.queues import Band, Queue
from portal.people import StaffSeat
from portal.refused import Refused
from portal.throttle import Claim, Limit
from portal.vault import digest, vault_of
from services.queue.actions import days, notices
from services.queue.models import BandDay, Day, Ticket
from services.queue.rules import tickets
from services.queue.rules.hours import Door
from services.queue.rules.tickets import Channel, Need, State

# Four digits are guessed in 5,000 tries; nobody gets that many in a day.
_GUESSES = Limit(burst=8, every=timedelta(minutes=2))


@dataclass(frozen=True)
class Wish:
    """What somebody pressed."""

    letter: str
    needs: str = ""
    channel: Channel = Channel.KIOSK
    locale: str = "ja"


@dataclass(frozen=True)
class Issued:
    """A new number, and what opens its page; that is told once and kept nowhere."""

    id: UUID
    label: str
    token: str


def issue(session: Session, queue: Queue, wish: Wish, now: datetime, seat: StaffSeat | None = None) -> Issued:
    """Give the next number of a band."""
    band = queue.band(wish.letter)
    if band is None or (wish.channel is Channel.REMOTE and not band.remote):
        raise Refused("queue_band", 422)
    with days.holding(session, queue, now) as day:
        _may_issue(session, queue, day, wish.channel, now)
        issued = _put(session, queue, day, band, wish, now)
        if seat is not None:
            audit.did(session, "staff", seat.id, "queue_issued", "queue_ticket", issued.id, now)
    return issued


def arrive_by_code(session: Session, ticket: Ticket, typed: str, network: str, now: datetime) -> None:
    """Whoever types what stands in the hall is there."""
    day = session.get_one(Day, ticket.day_id)
    code = tickets.read_code(typed)
    if not code:
        raise Refused("queue_code", 422)
    claims = [Claim("queue_code", (ticket.token, network), _GUESSES)]
    with writing(session):
        throttle.take(session, claims, now)
    if not compare_digest(code, day.code):
        raise Refused("queue_code", 422)
    _arrive(session, ticket.id, now)


def arrive_at_machine(session: Session, queue: Queue, label: str, typed: str, now: datetime) -> Ticket:
    """The number and the four digits of its page, typed at the machine in the hall."""
    found, day = tickets.read_label(label), days.of(session, queue, now)
    if found is None or day is None:
        raise Refused("queue_code", 422)
    claims = [Claim("queue_pin", (queue.office, label[:20]), _GUESSES)]
    with writing(session):
        throttle.take(session, claims, now)
    wanted = select(Ticket).where(
        Ticket.day_id == day.id, Ticket.letter == found[0], Ticket.number == found[1]
    )
    ticket = session.scalar(wanted)
    if ticket is None or not compare_digest(tickets.read_code(typed), pin(session, ticket)):
        raise Refused("queue_code", 422)
    _arrive(session, ticket.id, now)
    return ticket


def pin(session: Session, ticket: Ticket) -> str:
    """The four digits of one ticket: made from its id, so that they stand in no table."""
    number = int.from_bytes(vault_of(session).token("queue.pin", ticket.id.hex)[:4])
    return f"{number % 10**tickets.CODE:0{tickets.CODE}}"


def leave(session: Session, ticket_id: UUID, now: datetime) -> None:
    """Somebody does not wait any longer."""
    ticket = session.get_one(Ticket, ticket_id)
    queue = days.find(session, session.get_one(Day, ticket.day_id).office)
    leave_from(session, queue, ticket_id, now)


def leave_from(
    session: Session, queue: Queue, ticket_id: UUID, now: datetime, seat: StaffSeat | None = None
) -> None:
    """A number is taken out of an office's line, by its holder or by staff."""
    with days.holding(session, queue, now) as day:
        ticket = _held(session, ticket_id, day)
        if ticket.state not in (State.AWAY, State.WAITING, State.ABSENT):
            raise Refused("queue_moved")
        ticket.state, ticket.ended_at = State.LEFT, now
        session.flush()
        notices.forget(session, ticket.id)
        count(session, queue, ticket, Kind.LEFT, now)
        notices.tell(session, day, ticket.band, now)
        if seat is not None:
            audit.did(session, "staff", seat.id, "queue_left", "queue_ticket", ticket.id, now)


def by_token(session: Session, typed: str, now: datetime) -> Ticket:
    """The ticket of a page; yesterday's are gone."""
    token = tickets.read_token(typed)
    wanted = select(Ticket).where(Ticket.token == digest(token)).execution_options(populate_existing=True)
    found = session.scalar(wanted) if token else None
    if found is None or session.get_one(Day, found.day_id).day != today(now):
        raise Refused("ticket_unknown", status=404)
    return found


def count(
    session: Session,
    queue: Queue,
    ticket: Ticket,
    kind: Kind,
    now: datetime,
    minutes: float | None = None,
    since: datetime | None = None,
) -> None:
    """A line of the ledger about a ticket, under the band it is in; `since` adds the hour in which it began."""
    band = queue.band(ticket.band)
    division = days.division_of(session, band, now) if band else ""
    key = days.key_of(queue, ticket.band)
    if since is not None:
        key = f"{key}/{since.astimezone(TOKYO):%H}"
    ledger.event(session, kind, key, ticket.channel, division, today(now), value=minutes)


def _may_issue(session: Session, queue: Queue, day: Day, channel: Channel, now: datetime) -> None:
    """Staff may give a number after the cut-off, but to nobody once the day is over."""
    door = days.hours_of(session, queue, day, now).door(now)
    if day.closed_at is not None:
        raise Refused("queue_closed")
    if channel is Channel.COUNTER:
        return
    if door is not Door.OPEN:
        raise Refused("queue_stopped" if door is Door.STOPPED else "queue_closed")


def _put(session: Session, queue: Queue, day: Day, band: Band, wish: Wish, now: datetime) -> Issued:
    there = wish.channel is not Channel.REMOTE
    number, token, ticket_id = _number(session, day, band.letter), tickets.new_token(), new_id()
    needs = tickets.kept(wish.needs.split(","))
    row = {
        "id": ticket_id, "day_id": day.id, "letter": band.letter, "number": number, "band": band.letter,
        "token": digest(token), "needs": needs, "channel": str(wish.channel), "locale": wish.locale,
        "state": str(State.WAITING if there else State.AWAY), "turn": _turn(queue, day, needs, now), "round": 1,
        "counter": None, "made_at": now, "arrived_at": now if there else None, "called_at": None, "ended_at": None,
    }  # fmt: skip
    put(session, Ticket, row)
    division = days.division_of(session, band, now)
    key = days.key_of(queue, band.letter)
    ledger.event(session, Kind.TICKET, key, str(wish.channel), division, today(now))
    return Issued(ticket_id, tickets.label(band.letter, number), token)


def _turn(queue: Queue, day: Day, needs: str, now: datetime) -> int:
    turn = days.next_turn(day, now)
    return turn - queue.head_start * 60_000 if Need.PRIORITY in tickets.asked(needs) else turn


def _number(session: Session, day: Day, letter: str) -> int:
    given = (
        inserting(session, BandDay)
        .values(day_id=day.id, letter=letter, last=1)
        .on_conflict_do_update(index_elements=["day_id", "letter"], set_={"last": BandDay.last + 1})
        .returning(BandDay.last)
    )
    return int(session.execute(given).scalar_one())


def _arrive(session: Session, ticket_id: UUID, now: datetime) -> None:
    """Now the ticket counts: it stands behind everybody who is there already."""
    ticket = session.get_one(Ticket, ticket_id)
    queue = days.find(session, session.get_one(Day, ticket.day_id).office)
    with days.holding(session, queue, now) as day:
        ticket = _held(session, ticket_id, day)
        if day.closed_at is not None:
            raise Refused("queue_closed")
        if ticket.state != State.AWAY:
            # Pressed twice: whoever is there stays where they stand.
            return
        ticket.state, ticket.arrived_at = State.WAITING, now
        ticket.turn = _turn(queue, day, ticket.needs, now)


def _held(session: Session, ticket_id: UUID, day: Day) -> Ticket:
    ticket = session.get(Ticket, ticket_id, populate_existing=True)
    if ticket is None or ticket.day_id != day.id:
        raise Refused("ticket_unknown", status=404)
    return ticket
