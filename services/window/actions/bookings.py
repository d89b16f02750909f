"""A time at the counter: booked by one family only, moved, called off, and found again by its code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from forms.field import Value
from portal import audit, ledger, opening, throttle
from portal.db import inserting, must_write, new_id, writing
from portal.notify import Reach, notify
from portal.opening import today
from portal.pack import Pack
from portal.pack.farewell import BookingOffice
from portal.people import StaffSeat
from portal.refused import Refused
from portal.throttle import Claim, Limit
from portal.vault import vault_of
from services.window.models.bookings import Booking, SlotClaim
from services.window.rules import booking as rules
from services.window.rules.booking import Slot, State

EVENT = "shibou"
SEALED = "window_booking.sealed"
SUBJECT = "window_booking"
PATH = "/window/shibou/booking/"
_MOVE_LOCK = 7_233_004
# Whoever has lost the paper types a few; a stranger who guesses has sixty bits before them.
GUESSES = Limit(10, timedelta(minutes=1))
# A household books once or twice; more at once is somebody who takes the times of others.
BOOKINGS = Limit(5, timedelta(minutes=20))


@dataclass(frozen=True)
class Wish:
    """What somebody asks for: a time, what they answered, and whether they must not be found through it."""

    slot: Slot
    answers: Mapping[str, Value] = field(repr=False)
    locale: str = "ja"
    shielded: bool = False
    # 支援措置: whether the mail address is one that nobody else reads.
    mail_is_safe: bool = False


@dataclass(frozen=True)
class Opened:
    """A booking with what its family answered."""

    booking: Booking
    slot: Slot
    answers: Mapping[str, Value] = field(repr=False)
    code: str = field(repr=False)
    mail_is_safe: bool = False

    @property
    def changes(self) -> bool:
        """Whether it stands and its answers are still there."""
        return self.booking.state == State.BOOKED


def receiving(pack: Pack, office: str) -> BookingOffice:
    """How an office receives families; refused where it does not."""
    found = pack.farewell.at(office)
    if found is None:
        raise Refused("slot_unknown", 404)
    return found


def book(
    session: Session,
    wish: Wish,
    now: datetime,
    *,
    network: str = "",
    seat: StaffSeat | None = None,
) -> Opened:
    """Claim a seat and keep the answers with it; of two who want the last seat, one is refused."""
    pack: Pack = session.info["pack"]
    office = _offered(pack, wish.slot, now, by_staff=seat is not None)
    if network:
        with writing(session):
            throttle.take(session, [Claim("booking", (network,), BOOKINGS)], now)
    code, vault = rules.new_code(), vault_of(session)
    with writing(session):
        key_id = vault.new_key(session)
        row = Booking(
            id=new_id(), code=vault.token("booking", code), event=EVENT, office=office.office,
            division=office.division, day=wish.slot.day, starts=wish.slot.starts, state=State.BOOKED,
            channel="telephone" if seat else "online", locale=wish.locale, shielded=wish.shielded, key_id=key_id,
            sealed=_sealed(session, key_id, wish.answers, code, mail_is_safe=wish.mail_is_safe),
            made_at=now, made_by=seat.id if seat else None, changed_at=now, came_at=None,
        )  # fmt: skip
        session.add(row)
        session.flush()
        _claim(session, row.id, wish.slot, office.seats)
        opened = Opened(row, wish.slot, dict(wish.answers), code, wish.mail_is_safe)
        _tell(session, opened, "booking_made", now)
        _note(session, row, "booked", seat, now)
        ledger.event(session, ledger.Kind.BOOKED, EVENT, row.channel, row.division, today(now))
    return opened


def find(session: Session, typed: str, now: datetime, network: str) -> Opened:
    """The booking a code belongs to; wrong ones are counted, and tell nothing."""
    code, claims = rules.read_code(typed), [Claim("booking_code", (network,), GUESSES)]
    if not code:
        raise Refused("booking_unknown", 404)
    token = vault_of(session).token("booking", code)
    row = session.scalar(select(Booking).where(Booking.code == token))
    if row is None or row.sealed is None:
        with writing(session):
            throttle.take(session, claims, now)
        raise Refused("booking_unknown", 404)
    if throttle.wait(session, claims[0], now) > timedelta():
        raise Refused("too_many_tries", 429, minutes=1)
    return opened(session, row)


def opened(session: Session, row: Booking) -> Opened:
    """A booking with its answers; of one whose day is over only the bare line is left."""
    slot = Slot(row.office, row.day, row.starts)
    if row.key_id is None or row.sealed is None:
        return Opened(row, slot, {}, "")
    said: dict[str, Any] = vault_of(session).open(session, row.key_id, row.sealed, SEALED)
    return Opened(row, slot, said["answers"], said["code"], said["mail_is_safe"])


def move(
    session: Session, found: Opened, to: Slot, now: datetime, *, seat: StaffSeat | None = None
) -> Opened:
    """Another time; the old seat is free in the same moment, and is kept where the new one was just taken."""
    pack: Pack = session.info["pack"]
    office = _offered(pack, to, now, by_staff=seat is not None)
    with writing(session):
        if session.get_bind().dialect.name == "postgresql":
            # Two families who change places would wait for one another's seat for ever.
            session.execute(select(func.pg_advisory_xact_lock(_MOVE_LOCK)))
        row = _held(session, found, now, by_staff=seat is not None)
        session.execute(delete(SlotClaim).where(SlotClaim.booking_id == row.id))
        _claim(session, row.id, to, office.seats)
        row.office, row.division, row.day, row.starts = office.office, office.division, to.day, to.starts
        row.changed_at = now
        session.flush()
        moved = Opened(row, to, found.answers, found.code, found.mail_is_safe)
        _tell(session, moved, "booking_moved", now)
        _note(session, row, "moved", seat, now)
        ledger.event(session, ledger.Kind.CHANGED, EVENT, _channel(seat), row.division, today(now))
    return moved


def cancel(session: Session, found: Opened, now: datetime, *, seat: StaffSeat | None = None) -> None:
    """Called off: the seat is free again, and what was answered is erased at once."""
    with writing(session):
        row = _held(session, found, now, by_staff=seat is not None)
        row.state, row.changed_at = State.CANCELLED, now
        _tell(session, found, "booking_cancelled", now)
        _note(session, row, "cancelled", seat, now)
        ledger.event(session, ledger.Kind.CANCELLED, EVENT, _channel(seat), row.division, today(now))
        forget(session, row)


def forget(session: Session, row: Booking) -> None:
    """Erase what a booking holds and give its seat back, inside the caller's writing block."""
    must_write(session)
    session.execute(delete(SlotClaim).where(SlotClaim.booking_id == row.id))
    if row.key_id is not None:
        vault_of(session).erase(session, row.key_id)
    row.key_id = row.sealed = None
    session.flush()


def _offered(pack: Pack, slot: Slot, now: datetime, *, by_staff: bool) -> BookingOffice:
    """The office of a time that is really offered; staff may also promise an earlier one that is still to come."""
    office = receiving(pack, slot.office)
    day = today(now)
    if by_staff:
        known = day <= slot.day <= day + timedelta(days=pack.farewell.days_ahead) and slot.moment > now
        times = list(rules.on_day(pack, office, slot.day)) if known else []
    else:
        times = list(rules.offered(pack, pack.farewell, office, day))
    if slot not in times:
        raise Refused("slot_unknown", 422)
    return office


def _claim(session: Session, booking_id: UUID, slot: Slot, seats: int) -> None:
    """The first seat that nobody has; the key of the table decides between two who ask at once."""
    for seat in range(1, seats + 1):
        row = {
            "office": slot.office, "day": slot.day, "starts": slot.starts, "seat": seat, "booking_id": booking_id,
        }  # fmt: skip
        done = session.execute(
            inserting(session, SlotClaim).values(row).on_conflict_do_nothing().returning(SlotClaim.seat)
        )
        if done.first() is not None:
            return
    raise Refused("slot_taken", 409)


def _held(session: Session, found: Opened, now: datetime, *, by_staff: bool) -> Booking:
    """The row as it stands now, locked; refused where it was called off meanwhile or its hour has come."""
    row = session.scalar(
        select(Booking)
        .where(Booking.id == found.booking.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    slot = Slot(row.office, row.day, row.starts) if row else found.slot
    if row is None or row.state != State.BOOKED:
        raise Refused("booking_over", 409)
    if not by_staff and not rules.may_change(row.state, slot, now):
        raise Refused("booking_over", 409)
    return row


def _sealed(
    session: Session, key_id: UUID, answers: Mapping[str, Value], code: str, *, mail_is_safe: bool
) -> bytes:
    said = {"answers": dict(answers), "code": code, "mail_is_safe": mail_is_safe}
    return vault_of(session).seal(session, key_id, said, SEALED)


def _tell(session: Session, found: Opened, template: str, now: datetime) -> None:
    """A mail to whoever gave an address; somebody who must not be found gets one only where they said it is safe."""
    row, mail = found.booking, str(found.answers.get("email") or "")
    if not mail or (row.shielded and not found.mail_is_safe):
        return
    pack: Pack = session.info["pack"]
    office = pack.office(row.office, row.day)
    values = {
        "when": found.slot.moment.isoformat(),
        "at_office": office.name.say(row.locale).text,
        "at_place": receiving(pack, row.office).place.say(row.locale).text,
        "code": found.code,
        "link": f"{session.info.get('base_url', '')}{PATH}{found.code}",
    }
    refs = {"division": row.division, "booking": str(row.id)}
    # A key of its own: what says that it was called off must outlive the booking's.
    notify(
        session, Reach(mail=mail), template, refs=refs, values=values, locale=row.locale, now=now,
        expires_at=opening.midnight(found.slot.day + timedelta(days=1)),
    )  # fmt: skip


def _note(session: Session, row: Booking, verb: str, seat: StaffSeat | None, now: datetime) -> None:
    who = ("staff", seat.id) if seat else ("resident", None)
    audit.did(session, who[0], who[1], verb, SUBJECT, row.id, now)


def _channel(seat: StaffSeat | None) -> str:
    return "telephone" if seat else "online"
