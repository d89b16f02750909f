"""What was kept for somebody and is needed by the city: an offer from a waiting line, or a win that is not confirmed yet."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import must_write, writing
from portal.inbox import HOUSE, Actor
from portal.notify import Reach, notify
from portal.pack import Pack
from portal.pack.buildings import Building
from services.reservations.actions import entries, noticing, waiting
from services.reservations.models.bookings import Booking
from services.reservations.models.rounds import Entry, Win
from services.reservations.models.waiting import Wait
from services.reservations.rules.rounds import WinState
from services.reservations.rules.states import Kind


def tell(session: Session, building: Building, row: Booking, why: str, now: datetime) -> None:
    """A hold has just ended because the city needs the place: whoever it was kept for is told, and waits for it no more.

    Who is typing at that moment has left no address, and sees it when they send.
    """
    must_write(session)
    if row.kind == Kind.LOTTERY:
        _win(session, building, row, why, now)
        return
    wait = waiting.of_hold(session, row) if row.channel == waiting.CHANNEL else None
    if wait is not None:
        _told(session, building, wait, "hold_taken_back", why, now)
        waiting.end(session, wait, None, HOUSE, "closed", now)


def release_line(
    session: Session,
    building: Building,
    units: frozenset[str],
    span: tuple[datetime, datetime],
    why: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Nobody waits on for a time that is closed; who would take another room does."""
    under = select(Wait.id).where(
        Wait.building == building.key, Wait.unit.in_(units), ~Wait.alike, Wait.starts_at < span[1],
        Wait.ends_at > span[0], Wait.booking_id.is_(None),
    )  # fmt: skip
    for wait_id in session.scalars(under.order_by(Wait.id)).all():
        with writing(session):
            wait = waiting.taken(session, wait_id)
            if wait is not None and wait.booking_id is None:
                _told(session, building, wait, "wait_taken_back", why, now)
                waiting.end(session, wait, None, actor, "closed", now)


def _told(session: Session, building: Building, wait: Wait, template: str, why: str, now: datetime) -> None:
    waiting.tell(session, wait, template, building.operator, now, why=noticing.cause(why, wait.locale))


def _win(session: Session, building: Building, row: Booking, why: str, now: datetime) -> None:
    query = select(Win).where(Win.id == row.id).with_for_update()
    win = session.scalar(query.execution_options(populate_existing=True))
    if win is None or win.state not in (WinState.WON, WinState.GIVEN_UP):
        return
    given_up = win.state == WinState.GIVEN_UP
    win.state, win.settled_at = WinState.BLOCKED, now
    session.flush()
    entry = session.get_one(Entry, win.entry_id)
    if given_up or entry.key_id is None:
        return
    who = entries.opened(session, entry)
    pack: Pack = session.info["pack"]
    values = {
        **noticing.said(pack.buildings[row.building], row.unit, (row.starts_at, row.ends_at), entry.locale),
        "receipt": entry.who,
        "why": noticing.cause(why, entry.locale),
    }
    notify(
        session, Reach(mail=who["mail"], phone=who["phone"], name=who["name"]), "hold_taken_back",
        refs={"division": building.operator, "entry": str(entry.id)}, values=values, locale=entry.locale, now=now,
        expires_at=row.starts_at,
    )  # fmt: skip
