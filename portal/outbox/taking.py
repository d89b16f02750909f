"""Taking from the outbox: whether anything waits, who takes it, and what was sealed in it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from portal.db import dialect, must_write, new_id
from portal.outbox import questions
from portal.outbox.ending import TRIES, end
from portal.outbox.rows import DEAD, EXPIRED, LEASED, VALUES, WAITING, Outbox, Row
from portal.vault import vault_of

# One number for the whole outbox: on PostgreSQL claims wait for one another under it, and only claims do.
_CLAIM_LOCK = 7_233_001


def due(session: Session, kinds: Collection[str], now: datetime) -> bool:
    """Whether anything of these kinds may be waiting to be taken; a glance that locks nothing."""
    return bool(session.scalar(questions.glance(), questions.asked(now, kinds)))


def claim(
    session: Session,
    now: datetime,
    limit: int,
    *,
    kinds: Collection[str],
    lease: timedelta = timedelta(minutes=5),
    along: bool = False,
) -> list[Row]:
    """Take up to `limit` rows, one of each lane at most; whoever dies with them loses them when the lease ends.

    `along`: what is sealed in them is brought along and opened without another question, for whoever begins at once.
    """
    must_write(session)
    asked = questions.asked(now, kinds)
    if dialect(session) == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_CLAIM_LOCK)))
    if session.scalar(questions.ended(), asked):
        _take_back(session, now)
        _expire(session, now, kinds)
    heads = session.execute(questions.ready(limit, along=along), asked).mappings().all()
    token, until = new_id(), now + lease
    if heads:
        session.execute(
            _taken(), {"taken": [head["no"] for head in heads], "by": token, "until": until, "at": LEASED}
        )
    return [
        Row(**{**head, "attempts": head["attempts"] + 1}, lease=token, leased_until=until, taken_at=now)
        for head in heads
    ]


def opened(session: Session, row: Row) -> Row:
    """The row with its values opened; raises `vault.Unreadable` where their key was destroyed meanwhile."""
    if row.values:
        return row
    vault, key, sealed = vault_of(session), row.key_id, row.sealed
    if sealed is None:
        found = session.execute(questions.sealed(), {"this": row.no}).one()
        key, sealed, town_key, wrapped = found
    else:
        town_key, wrapped = row.town_key, row.wrapped
    if key is None or sealed is None:
        return row
    if wrapped is not None:
        vault.hold(session, key, town_key, wrapped)
    return replace(row, values=vault.open(session, key, sealed, VALUES), sealed=None, wrapped=None)


@cache
def _taken() -> Any:
    # Said of the table: the mapper would look for rows of its own that change.
    table: Any = Outbox.__table__
    mine = table.c.no.in_(bindparam("taken", expanding=True))
    held: dict[str, Any] = {
        "state": bindparam("at"),
        "lease": bindparam("by"),
        "leased_until": bindparam("until"),
    }
    return update(table).where(mine).values(**held, attempts=table.c.attempts + 1)


def _take_back(session: Session, now: datetime) -> None:
    """Rows whose worker died wait again; one that was tried too often is buried, for it may be what killed the worker."""
    asked = questions.asked(now)
    lost = session.scalars(questions.lost(), asked).all()
    if not lost:
        return
    for row in lost:
        if row.attempts >= TRIES:
            end(session, row, DEAD, "worker_lost", now)
    session.flush()
    session.execute(
        update(Outbox)
        .where(questions.stands(LEASED), questions.has_ended())
        .values(state=WAITING, lease=None, leased_until=None, last_error="worker_lost")
        .execution_options(synchronize_session=False),
        asked,
    )


def _expire(session: Session, now: datetime, kinds: Collection[str]) -> None:
    """What nobody needs any more is not sent; staff are told, for somebody waited for it."""
    for row in session.scalars(questions.over(), questions.asked(now, kinds)).all():
        end(session, row, EXPIRED, row.last_error or "expired", now)
    session.flush()
