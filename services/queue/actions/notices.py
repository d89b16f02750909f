"""「あと3人です」: an address for one ticket, sealed, told once, and erased when it was used or the day is over."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db import put
from portal.notify import Reach, notify, with_line
from portal.opening import TOKYO, midnight, today
from portal.pack import Pack
from portal.refused import Refused
from portal.vault import vault_of
from services.queue.actions import days
from services.queue.models import Day, Notice, Ticket
from services.queue.rules import tickets
from services.queue.rules.tickets import State

SEALED = "queue_notice.sealed"
AHEAD = 3


def ask(session: Session, ticket: Ticket, mail: str, locale: str, now: datetime) -> None:
    """Somebody wishes to be told when only three are before them; the last address counts."""
    queue = days.find(session, session.get_one(Day, ticket.day_id).office)
    with days.holding(session, queue, now) as day:
        ticket = session.get_one(Ticket, ticket.id, populate_existing=True)
        if ticket.state not in (State.AWAY, State.WAITING):
            raise Refused("queue_moved")
        forget(session, ticket.id)
        key = vault_of(session).new_key(session)
        sealed = vault_of(session).seal(session, key, mail, SEALED)
        put(session, Notice, {"ticket_id": ticket.id, "key_id": key, "sealed": sealed, "locale": locale})
        tell(session, day, ticket.band, now)


def asked(session: Session, ticket_id: UUID) -> bool:
    """Whether somebody waits for a notice."""
    return session.get(Notice, ticket_id, populate_existing=True) is not None


def tell(session: Session, day: Day, band: str, now: datetime) -> None:
    """Tell whoever has three or fewer before them in a band, once, in the caller's block."""
    wanted = (
        select(Notice, Ticket)
        .join(Ticket, Ticket.id == Notice.ticket_id)
        .where(Ticket.day_id == day.id, Ticket.band == band, Ticket.state == str(State.WAITING))
    )
    for row in session.execute(wanted.execution_options(populate_existing=True)).all():
        ahead = before(session, row.Ticket)
        if ahead <= AHEAD:
            _send(session, day, row.Notice, row.Ticket, ahead, now)


def before(session: Session, ticket: Ticket) -> int:
    """How many of the same band are called first."""
    count = select(func.count()).where(
        Ticket.day_id == ticket.day_id, Ticket.band == ticket.band, Ticket.state == str(State.WAITING),
        Ticket.turn < ticket.turn,
    )  # fmt: skip
    return int(session.scalar(count) or 0)


def forget(session: Session, ticket_id: UUID) -> None:
    """Erase an address with its key."""
    found = session.get(Notice, ticket_id, populate_existing=True)
    if found is not None:
        vault_of(session).erase(session, found.key_id)
        session.delete(found)
        session.flush()


def _send(session: Session, day: Day, notice: Notice, ticket: Ticket, ahead: int, now: datetime) -> None:
    mail = str(vault_of(session).open(session, notice.key_id, notice.sealed, SEALED))
    pack: Pack = session.info["pack"]
    office = pack.office(day.office, today(now)).name.say(notice.locale).text
    values = {"label": tickets.label(ticket.letter, ticket.number), "ahead": ahead, "office": office}
    # Tomorrow nobody needs it any more.
    ends = midnight(today(now)).astimezone(TOKYO).replace(hour=23, minute=59)
    notify(
        session, with_line(session, Reach(mail=mail)), "queue_soon", refs={"ticket": str(ticket.id)}, values=values, locale=notice.locale, now=now,
        expires_at=ends, dedupe_key=f"queue_soon:{ticket.id}:{ticket.round}",
    )  # fmt: skip
    forget(session, ticket.id)
