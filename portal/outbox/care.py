"""What is done to the outbox besides sending: what came back, what staff try again, what the night clears away."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from portal import outbox
from portal.db import must_write, writing
from portal.outbox import DEAD, DONE, EXPIRED, WAITING, Outbox

# A done row keeps its dedupe key this long; a dead one its values, so that staff can try it again, and its history.
KEEP_DONE, KEEP_VALUES, KEEP_DEAD = timedelta(days=90), timedelta(days=30), timedelta(days=400)
# A row of a kind that no worker knows: the room may be about to start, or it was taken out of the house.
STRAY = timedelta(hours=1)
_AT_ONCE = 200
# No two clocks of a town differ by as much (`flask doctor` tells of two seconds); and no wait between two tries is as long.
_AHEAD, _NO_WAIT = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True)
class Figures:
    """What an operator watches: how many rows stand how, and since when the oldest one waits."""

    states: dict[str, int]
    waits_since: datetime | None


def figures(session: Session) -> Figures:
    """How the outbox stands."""
    counted = session.execute(select(Outbox.state, func.count()).group_by(Outbox.state))
    oldest = session.scalar(select(func.min(Outbox.made_at)).where(Outbox.state == WAITING))
    return Figures({row[0]: row[1] for row in counted}, oldest)


def came_back(session: Session, row_id: UUID, code: str, now: datetime) -> bool:
    """Something that was sent came back undelivered; False where that is known already or the row is unknown."""
    row = _locked(session, row_id)
    if row is None or row.state in (DEAD, EXPIRED):
        return False
    outbox.end(session, row, DEAD, code, now)
    session.flush()
    return True


def again(session: Session, row_id: UUID, now: datetime) -> bool:
    """Let a dead row be tried afresh, after staff put right what was wrong; False where its values are forgotten."""
    row = _locked(session, row_id)
    if row is None or row.state != DEAD or row.sealed is None:
        return False
    row.state, row.attempts, row.not_before, row.done_at = WAITING, 0, now, None
    session.flush()
    return True


def strays(session: Session, known: Collection[str], now: datetime) -> int:
    """Bury, visibly, what no sender of this house can send."""
    lost = select(Outbox).where(
        Outbox.state == WAITING, Outbox.kind.not_in(known), Outbox.not_before <= now - STRAY
    )
    with writing(session):
        found = session.scalars(lost.limit(_AT_ONCE)).all()
        for row in found:
            outbox.end(session, row, DEAD, "no_sender", now)
    return len(found)


def set_right(session: Session, now: datetime) -> int:
    """What was stored under a clock that has been put back since waits from now on, not until that clock's moment comes."""
    tried = (Outbox.attempts > 0) & (Outbox.not_before > now + _NO_WAIT)
    wrong = select(Outbox).where(Outbox.state == WAITING, (Outbox.made_at > now + _AHEAD) | tried)
    if session.scalar(wrong.with_only_columns(Outbox.no).limit(1)) is None:
        return 0
    with writing(session):
        found = session.scalars(wrong.limit(_AT_ONCE).with_for_update()).all()
        for row in found:
            ahead = max(timedelta(), row.made_at - now)
            row.made_at -= ahead
            row.not_before = now if row.attempts else row.not_before - ahead
            row.expires_at = row.expires_at and row.expires_at - ahead
    return len(found)


def sweep(session: Session, now: datetime) -> int:
    """Forget what is over: values of dead rows after a month, rows after their time; a few in each block."""
    forgotten = _each(
        session, _ended((DEAD, EXPIRED), now - KEEP_VALUES).where(Outbox.key_id.is_not(None)), gone=False
    )
    done = _each(session, _ended((DONE,), now - KEEP_DONE), gone=True)
    return forgotten + done + _each(session, _ended((DEAD, EXPIRED), now - KEEP_DEAD), gone=True)


def _ended(states: Collection[str], before: datetime) -> Select[Outbox]:
    return (
        select(Outbox)
        .where(Outbox.state.in_(states), Outbox.done_at.is_not(None), Outbox.done_at <= before)
        .limit(_AT_ONCE)
    )


def _each(session: Session, query: Select[Outbox], *, gone: bool) -> int:
    total = 0
    while True:
        with writing(session):
            rows = session.scalars(query).all()
            for row in rows:
                outbox.forget(session, row)
            session.flush()
            if gone:
                session.execute(delete(Outbox).where(Outbox.no.in_([row.no for row in rows])))
        session.expunge_all()
        total += len(rows)
        if len(rows) < _AT_ONCE:
            return total


def _locked(session: Session, row_id: UUID) -> Outbox | None:
    must_write(session)
    query = select(Outbox).where(Outbox.id == row_id).with_for_update()
    return session.scalar(query.execution_options(populate_existing=True))
