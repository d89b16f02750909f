"""キャンセル待ち: somebody joins the line for a time that is taken, sees where they stand, and leaves it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hmac import compare_digest
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forms.numbers import find_individual_numbers
from portal import audit, notify
from portal.db import must_write, new_id, writing
from portal.inbox import Actor
from portal.notify import Reach
from portal.pack import Pack
from portal.receipt_numbers import receipt_number
from portal.refused import Refused
from portal.slots import claiming
from portal.vault import DataKey, vault_of
from services.reservations.actions import noticing, offering, standing, wishes
from services.reservations.actions.wishes import Wish, asked, placed
from services.reservations.models.bookings import Booking
from services.reservations.models.waiting import Wait
from services.reservations.rules.states import State

# How a hold came about that was offered from the line, where bookings are counted by their way in.
CHANNEL = "waiting"
# Told to somebody who is no longer in the line by then.
LAST = frozenset({"wait_moved_on", "wait_taken_back", "hold_taken_back"})
SEALED, SUBJECT, PATH = "booking_wait.sealed", "booking_wait", "/reservations/waiting/"
_PROOF = "booking.wait"
_LONGEST = 100


@dataclass(frozen=True)
class Contact:
    """Whom to offer it to."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    mail: str = field(repr=False)


def join(
    session: Session,
    wish: Wish,
    contact: Contact,
    now: datetime,
    *,
    alike: bool = False,
    locale: str = "ja",
    seat: UUID | None = None,
) -> Wait:
    """Take a place at the end of the line; once only for each person and time, and a few in a building."""
    place = asked(session, wish, now)
    _fits(contact)
    vault = vault_of(session)
    holder = wish.holder or wishes.holder(vault, mail=contact.mail, phone=contact.phone) or b""
    _may_wait(session, wish, holder, now)
    try:
        with writing(session):
            key_id = vault.new_key(session)
            said = {"name": contact.name, "phone": contact.phone, "mail": contact.mail}
            wait = Wait(
                id=new_id(), number=receipt_number(), holder=holder, building=wish.building, unit=wish.unit, alike=alike,
                starts_at=wish.starts, ends_at=wish.ends, purpose=wish.purpose, people=wish.people, who=wish.who,
                channel=wish.channel, locale=locale, key_id=key_id,
                sealed=vault.seal(session, key_id, said, SEALED), booking_id=None, offered_at=None, made_at=now,
                made_by=seat,
            )  # fmt: skip
            session.add(wait)
            session.flush()
            actor = Actor("staff", seat) if seat else Actor("resident")
            audit.did(session, actor.kind, actor.id, "joined", SUBJECT, wait.id, now)
            tell(session, wait, "wait_joined", place.building.operator, now)
    except IntegrityError:
        raise Refused("wait_twice", 409) from None
    return wait


def _fits(contact: Contact) -> None:
    if not contact.name or not (contact.mail or contact.phone):
        raise Refused("wait_contact", 422)
    if any(len(one) > _LONGEST for one in (contact.name, contact.phone, contact.mail)):
        raise Refused("wait_contact", 422)
    if find_individual_numbers(f"{contact.name} {contact.phone}"):
        raise Refused("individual_number_in_text", 422)


def _may_wait(session: Session, wish: Wish, holder: bytes, now: datetime) -> None:
    place = placed(session, wish.building, wish.unit, wish.purpose)
    rules = place.building.rules
    if not rules.wait_hours or (
        rules.points_to_stop and standing.points(session, holder, wish.building, now) >= rules.points_to_stop
    ):
        raise Refused("wait_not_here", 409)
    if offering.is_free(session, place, wish):
        raise Refused("wait_is_free", 409)
    mine = select(func.count()).where(Wait.holder == holder, Wait.building == wish.building)
    if (session.scalar(mine) or 0) >= rules.wait_most:
        raise Refused("wait_most", 409, most=rules.wait_most)


def token(session: Session, wait: Wait) -> str:
    """The name of somebody's place in the line, as its link has it; nobody guesses it."""
    return f"{wait.id}.{_proof(session, wait.id)}"


def link(session: Session, wait: Wait) -> str:
    """Where somebody looks after their place in the line."""
    return f"{session.info.get('base_url', '')}{PATH}{token(session, wait)}"


def find(session: Session, secret: str) -> Wait:
    """The place in the line of a link; once it is used, given up or over there is none."""
    name, _, proof = secret.partition(".")
    try:
        wait_id = UUID(name)
    except ValueError:
        raise Refused("wait_over", 410) from None
    found = session.get(Wait, wait_id, populate_existing=True)
    if not proof.isascii() or not compare_digest(_proof(session, wait_id), proof) or found is None:
        raise Refused("wait_over", 410)
    return found


def of_resident(session: Session, resident: UUID, now: datetime) -> Sequence[Wait]:
    """Everything that somebody who is signed in waits for; what is offered to them comes first."""
    mine = wishes.holder(vault_of(session), resident=resident)
    query = select(Wait).where(Wait.holder == mine, Wait.starts_at > now)
    return session.scalars(query.order_by(Wait.booking_id.is_(None), Wait.starts_at, Wait.id)).all()


def before(session: Session, wait: Wait) -> int:
    """How many wait for a part of the same time in the same room and came earlier."""
    query = select(func.count()).where(
        Wait.building == wait.building, Wait.unit == wait.unit, Wait.starts_at < wait.ends_at,
        Wait.ends_at > wait.starts_at, Wait.made_at < wait.made_at,
    )  # fmt: skip
    return session.scalar(query) or 0


def contact(session: Session, wait: Wait) -> Contact:
    """Whom to offer it to, opened for who may see it."""
    return Contact(**vault_of(session).open(session, wait.key_id, wait.sealed, SEALED))


def offer(session: Session, wait: Wait) -> Booking | None:
    """The hold that keeps the time for them at this moment."""
    row = session.get(Booking, wait.booking_id, populate_existing=True) if wait.booking_id else None
    return row if row is not None and row.state == State.HELD else None


def leave(session: Session, wait_id: UUID, actor: Actor, now: datetime) -> None:
    """Wait no more; what was kept for them goes to whoever is next."""
    with writing(session):
        wait, row = locked(session, wait_id)
        if wait is not None:
            end(session, wait, row, actor, "left", now)


def locked(session: Session, wait_id: UUID) -> tuple[Wait | None, Booking | None]:
    """A place in the line and the hold that keeps a time for it, both locked; nothing where it is over."""
    kept = session.scalar(select(Wait.booking_id).where(Wait.id == wait_id))
    row = standing.take_hold(session, kept) if kept else None
    wait = taken(session, wait_id)
    if wait is not None and wait.booking_id != kept:
        # It was offered while this waited; its hold would have to be locked first.
        raise Refused("use_changed", 409)
    return wait, row if row is not None and row.state == State.HELD else None


def end(session: Session, wait: Wait, row: Booking | None, actor: Actor, verb: str, now: datetime) -> None:
    """Take somebody out of the line, in the caller's block; what is kept for them goes to whoever is next."""
    audit.did(session, actor.kind, actor.id, verb, SUBJECT, wait.id, now)
    forget(session, wait)
    if row is not None:
        place = placed(session, row.building, row.unit, row.purpose)
        standing.end(session, row, place, State.CANCELLED, now, later=True)
        claiming.changed(session, row.building)


def taken(session: Session, wait_id: UUID) -> Wait | None:
    """A place in the line as it stands now, locked until the block ends."""
    must_write(session)
    query = select(Wait).where(Wait.id == wait_id).with_for_update()
    return session.scalar(query.execution_options(populate_existing=True))


def of_hold(session: Session, row: Booking) -> Wait | None:
    """Whoever a time is kept for."""
    return session.scalar(select(Wait).where(Wait.booking_id == row.id))


def over(session: Session, row: Booking) -> None:
    """What was offered was booked or missed: whoever waited for it waits no more."""
    wait = of_hold(session, row)
    if wait is not None:
        forget(session, wait)


def forget(session: Session, wait: Wait) -> None:
    """Erase the place in the line and whose it was."""
    must_write(session)
    session.execute(delete(Wait).where(Wait.id == wait.id))
    session.execute(delete(DataKey).where(DataKey.id == wait.key_id))
    session.expunge(wait)


def forget_resident(session: Session, holder: bytes) -> None:
    """Everything that somebody waited for; what is kept for them lapses by itself."""
    for wait in session.scalars(select(Wait).where(Wait.holder == holder)).all():
        forget(session, wait)


def tell(
    session: Session,
    wait: Wait,
    template: str,
    operator: str,
    now: datetime,
    until: str = "",
    why: str = "",
) -> None:
    """Tell whoever waits, by mail or else by telephone."""
    pack: Pack = session.info["pack"]
    row = offer(session, wait) if until else None
    said = contact(session, wait)
    unit = row.unit if row else wait.unit
    values = {
        **noticing.said(pack.buildings[wait.building], unit, (wait.starts_at, wait.ends_at), wait.locale),
        "link": link(session, wait),
        "confirm_by": until,
        "receipt": wait.number,
        "why": why,
    }
    reach = notify.with_line(session, Reach(mail=said.mail, phone=said.phone, name=said.name))
    notify.notify(
        session, reach, template,
        refs={"division": operator, "wait": str(wait.id)}, values=values, locale=wait.locale, now=now,
        # What is told at the end outlives the place in the line.
        key_id=None if template in LAST else wait.key_id, expires_at=wait.starts_at,
    )  # fmt: skip


def _proof(session: Session, wait_id: UUID) -> str:
    return vault_of(session).token(_PROOF, str(wait_id)).hex()[:32]
