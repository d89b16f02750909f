"""Two accounts turn out to be one person: what was booked, counted and entered under the old one is the new one's."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.db import inserting
from portal.slots.tables import QuotaCount
from portal.vault import DataKey, vault_of
from services.reservations.actions import entries, favourites, waiting, wishes
from services.reservations.actions import rounds as opened_rounds
from services.reservations.models.bookings import Booking
from services.reservations.models.given_back import Point
from services.reservations.models.rounds import Entry, Win
from services.reservations.models.waiting import Wait
from services.reservations.rules.rounds import State, WinState


def hand_on(session: Session, old: UUID, new: UUID, now: datetime) -> None:
    """Move everything to the account that stays, inside the caller's writing block."""
    vault = vault_of(session)
    before, after = (wishes.holder(vault, resident=one) or b"" for one in (old, new))
    for table in (Booking, Point):
        session.execute(update(table).where(table.holder == before).values(holder=after))
    _waits(session, before, after)
    favourites.hand_on(session, before, after)
    _quotas(session, before, after)
    _entries(session, before, after, now)
    session.flush()


def _waits(session: Session, before: bytes, after: bytes) -> None:
    """One place in a line: where both accounts wait for the same time the one that stays keeps its own."""
    own = {
        (one.building, one.unit, one.starts_at, one.ends_at)
        for one in session.scalars(select(Wait).where(Wait.holder == after))
    }
    for wait in session.scalars(select(Wait).where(Wait.holder == before)).all():
        if (wait.building, wait.unit, wait.starts_at, wait.ends_at) in own:
            waiting.forget(session, wait)
        else:
            wait.holder = after


def _quotas(session: Session, before: bytes, after: bytes) -> None:
    """Both counts together, even where that is more than one person may have: nothing that stands is taken away."""
    rows = session.scalars(select(QuotaCount).where(QuotaCount.holder == before)).all()
    for row in sorted(rows, key=lambda one: (one.building, one.month)):
        mine = {"holder": after, "building": row.building, "month": row.month, "used": row.used}
        add = inserting(session, QuotaCount).values(mine)
        session.execute(
            add.on_conflict_do_update(
                index_elements=["holder", "building", "month"], set_={"used": QuotaCount.used + row.used}
            )
        )
        session.delete(row)
    session.flush()


def _entries(session: Session, before: bytes, after: bytes, now: datetime) -> None:
    """One entry a person and round: where both accounts took part the earlier stands."""
    mine = session.scalars(
        select(Entry)
        .where(Entry.holder.in_([before, after]))
        .order_by(Entry.round_id, Entry.made_at, Entry.id)
    ).all()
    standing: dict[UUID, Entry] = {}
    for entry in mine:
        if entry.round_id in standing:
            _drop(session, entry, now)
        else:
            standing[entry.round_id] = entry
    session.flush()
    for entry in standing.values():
        entry.holder = after


def _drop(session: Session, entry: Entry, now: datetime) -> None:
    """While the round takes wishes it was never there; a published list stays, and what it wins falls to the next."""
    row = opened_rounds.locked(session, entry.round_id)
    if row.state == State.OPEN and now < row.closes_at:
        session.execute(delete(Entry).where(Entry.id == entry.id))
        session.execute(delete(DataKey).where(DataKey.id == entry.key_id))
        session.expunge(entry)
        return
    session.execute(
        update(Win)
        .where(Win.entry_id == entry.id, Win.state == WinState.WON)
        .values(state=str(WinState.GIVEN_UP))
    )
    entries.make_nobodys(session, entry)
