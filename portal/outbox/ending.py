"""How a row of the outbox ends, or waits for its next try: noted by whoever holds it, and by nobody else."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from portal import service, tasks
from portal.at_once import Insisted, NotThere, insist
from portal.db import must_write
from portal.outbox.rows import DEAD, DONE, WAITING, Later, Outbox, Row
from portal.vault import vault_of

# A receiver that is down over a long week-end is still reached; these tries spread over about three and a half days.
TRIES = 48
_FIRST, _LONGEST = timedelta(seconds=30), timedelta(hours=2)


def finish(session: Session, row: Row, now: datetime) -> bool:
    """It is done: what was sealed is forgotten. False where the lease had ended and somebody else holds the row.

    In a block that asks nothing (portal.at_once) that is told by `NotThere`, at its end.
    """
    try:
        insist(session, _finished(), {"this": row.id, "by": row.lease, "at": now})
    except NotThere:
        return False
    if row.own_key and row.key_id is not None:
        vault_of(session).erase(session, row.key_id)
    return True


def note(session: Session, row: Row, **refs: str) -> Row:
    """Write on the row what its next try must know, in the sender's own writing block; the row as it is now."""
    told = {**row.refs, **refs}
    try:
        insist(session, _noted(), {"this": row.id, "by": row.lease, "told": told})
    except NotThere:
        raise Later("lease_lost") from None
    return replace(row, refs=told)


def retry(session: Session, row: Row, code: str, now: datetime, after: timedelta | None = None) -> bool:
    """Try again after a while that doubles each time; after the last try it is buried."""
    found = _held(session, row)
    if found is None:
        return False
    if found.attempts >= TRIES:
        end(session, found, DEAD, code, now)
    else:
        found.state, found.last_error = WAITING, code
        found.not_before = now + (backoff(found.attempts) if after is None else after)
        _let_go(found)
    session.flush()
    return True


def bury(session: Session, row: Row, code: str, now: datetime) -> bool:
    """It will never work: staff get a task, and rooms hear `outbox.dead`."""
    found = _held(session, row)
    if found is None:
        return False
    end(session, found, DEAD, code, now)
    session.flush()
    return True


def release(session: Session, rows: Sequence[Row]) -> None:
    """Give back what was taken and not begun, as if it had never been taken."""
    for row in rows:
        found = _held(session, row)
        if found is not None:
            found.state, found.attempts = WAITING, found.attempts - 1
            _let_go(found)
    session.flush()


def backoff(attempts: int) -> timedelta:
    """Half a minute after the first try, doubled after each further one, up to two hours."""
    return min(_FIRST * (1 << min(attempts - 1, 20)), _LONGEST)


def forget(session: Session, row: Outbox) -> None:
    """Destroy what the row sealed."""
    if row.own_key and row.key_id is not None:
        vault_of(session).erase(session, row.key_id)
    row.sealed = row.key_id = None


def end(session: Session, row: Outbox, state: str, code: str, now: datetime) -> None:
    """A row that will not be sent: staff get one task for a case and template, and one for each template without a case."""
    row.state, row.last_error, row.done_at = state, code, now
    _let_go(row)
    case = row.refs.get("case", "")
    tasks.add(
        session,
        "undelivered",
        division=row.refs.get("division", tasks.NOBODYS),
        refs={**row.refs, "outbox": str(row.id)},
        now=now,
        key=f"undelivered:{row.kind}:{row.template}:{case}",
    )
    service.fire(session, "outbox.dead", row=row, now=now)


def _held(session: Session, row: Row) -> Outbox | None:
    must_write(session)
    held = select(Outbox).where(Outbox.id == row.id, Outbox.lease == row.lease).with_for_update()
    return session.scalar(held.execution_options(populate_existing=True))


def _let_go(row: Outbox) -> None:
    row.lease = row.leased_until = None


# Put together once, and said of the table: the mapper would read each anew and look for rows of its own that change.


@cache
def _finished() -> Insisted:
    nothing = dict.fromkeys(("last_error", "lease", "leased_until", "sealed", "key_id"))
    return Insisted.on(_mine().values(state=DONE, done_at=bindparam("at"), **nothing))


@cache
def _noted() -> Insisted:
    return Insisted.on(_mine().values(refs=bindparam("told")))


def _mine() -> Any:
    table: Any = Outbox.__table__
    return update(table).where(table.c.id == bindparam("this"), table.c.lease == bindparam("by"))
