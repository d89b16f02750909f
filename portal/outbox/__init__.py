"""The outbox: what must be sent or called, stored with the change it belongs to and done by a worker afterwards."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal import service, tasks
from portal.db import inserting, must_write, new_id, put
from portal.outbox import questions
from portal.outbox.rows import DEAD, DONE, EXPIRED, LEASED, WAITING, Later, Never, Outbox, Row
from portal.vault import vault_of

__all__ = ["DEAD", "DONE", "EXPIRED", "LEASED", "WAITING", "Later", "Never", "Outbox", "Row"]

VALUES = "outbox.sealed"
# A receiver that is down over a long week-end is still reached; these tries spread over about three and a half days.
TRIES = 48
_FIRST, _LONGEST = timedelta(seconds=30), timedelta(hours=2)
# One number for the whole outbox: on PostgreSQL claims wait for one another under it, and only claims do.
_CLAIM_LOCK = 7_233_001


def add(  # noqa: PLR0913 (each is a column of the row; a value to hold them would name them twice)
    session: Session,
    kind: str,
    *,
    lane: str,
    template: str,
    locale: str,
    refs: Mapping[str, str],
    values: Mapping[str, Any],
    now: datetime,
    dedupe_key: str | None = None,
    expires_at: datetime | None = None,
    not_before: datetime | None = None,
    key_id: UUID | None = None,
) -> UUID | None:
    """Store something to send, in the caller's writing block; None where its dedupe key is already there.

    With `key_id` (a case's key, say) the values die with that key; without, the row gets a key of its own.
    """
    must_write(session)
    if dedupe_key is not None and known(session, dedupe_key):
        return None
    vault, row_id = vault_of(session), new_id()
    key = key_id or vault.new_key(session)
    row = {
        "id": row_id, "kind": kind, "lane": lane, "template": template, "locale": locale, "refs": dict(refs),
        "key_id": key, "own_key": key_id is None, "sealed": vault.seal(session, key, dict(values), VALUES),
        "state": WAITING, "attempts": 0, "not_before": not_before or now, "expires_at": expires_at,
        "dedupe_key": dedupe_key, "made_at": now,
    }  # fmt: skip
    if dedupe_key is None:
        put(session, Outbox, row)
    elif not _insert_once(session, row):
        if key_id is None:
            vault.erase(session, key)
        return None
    return row_id


def known(session: Session, dedupe_key: str) -> bool:
    """Whether something with this key was stored already, and done perhaps."""
    return session.scalar(select(Outbox.no).where(Outbox.dedupe_key == dedupe_key)) is not None


def _insert_once(session: Session, row: Mapping[str, Any]) -> bool:
    """Insert unless somebody else, whose block is not over yet, adds the same; on PostgreSQL that is waited for."""
    added = (
        inserting(session, Outbox)
        .values(row)
        .on_conflict_do_nothing(index_elements=["dedupe_key"])
        .returning(Outbox.no)
    )
    return session.execute(added).first() is not None


def due(session: Session, kinds: Collection[str], now: datetime) -> bool:
    """Whether anything of these kinds may be waiting to be taken; a glance that locks nothing."""
    asked = questions.asked(now, kinds)
    return any(session.execute(query, asked).first() is not None for query in questions.glances())


def claim(
    session: Session,
    now: datetime,
    limit: int,
    *,
    kinds: Collection[str],
    lease: timedelta = timedelta(minutes=5),
) -> list[Row]:
    """Take up to `limit` rows, one of each lane at most; whoever dies with them loses them when the lease ends."""
    must_write(session)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_CLAIM_LOCK)))
    _take_back(session, now)
    _expire(session, now, kinds)
    heads = session.execute(questions.ready(limit), questions.asked(now, kinds)).mappings().all()
    token, until = new_id(), now + lease
    if heads:
        session.execute(
            update(Outbox)
            .where(Outbox.no.in_([head["no"] for head in heads]))
            .values(state=LEASED, lease=token, leased_until=until, attempts=Outbox.attempts + 1)
        )
    return [
        Row(**{**head, "attempts": head["attempts"] + 1}, lease=token, leased_until=until, taken_at=now)
        for head in heads
    ]


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


def opened(session: Session, row: Row) -> Row:
    """The row with its values opened; raises `vault.Unreadable` where their key was destroyed meanwhile."""
    found = session.execute(select(Outbox.key_id, Outbox.sealed).where(Outbox.no == row.no)).one()
    if found.key_id is None or found.sealed is None:
        return row
    return replace(row, values=vault_of(session).open(session, found.key_id, found.sealed, VALUES))


def finish(session: Session, row: Row, now: datetime) -> bool:
    """It is done: what was sealed is forgotten. False where the lease had ended and somebody else holds the row."""
    found = _held(session, row)
    if found is None:
        return False
    found.state, found.done_at, found.last_error = DONE, now, None
    let_go(session, found)
    forget(session, found)
    session.flush()
    return True


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
        let_go(session, found)
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


def note(session: Session, row: Row, **refs: str) -> Row:
    """Write on the row what its next try must know, in the sender's own writing block; the row as it is now."""
    found = _held(session, row)
    if found is None:
        raise Later("lease_lost")
    found.refs = {**found.refs, **refs}
    session.flush()
    return replace(row, refs=found.refs)


def release(session: Session, rows: Sequence[Row]) -> None:
    """Give back what was taken and not begun, as if it had never been taken."""
    for row in rows:
        found = _held(session, row)
        if found is not None:
            found.state, found.attempts = WAITING, found.attempts - 1
            let_go(session, found)
    session.flush()


def backoff(attempts: int) -> timedelta:
    """Half a minute after the first try, doubled after each further one, up to two hours."""
    return min(_FIRST * (1 << min(attempts - 1, 20)), _LONGEST)


def forget(session: Session, row: Outbox) -> None:
    """Destroy what the row sealed."""
    if row.own_key and row.key_id is not None:
        vault_of(session).erase(session, row.key_id)
    row.sealed = row.key_id = None


def _held(session: Session, row: Row) -> Outbox | None:
    must_write(session)
    held = select(Outbox).where(Outbox.no == row.no, Outbox.lease == row.lease).with_for_update()
    return session.scalar(held.execution_options(populate_existing=True))


def let_go(session: Session, row: Outbox) -> None:
    row.lease = row.leased_until = None


def end(session: Session, row: Outbox, state: str, code: str, now: datetime) -> None:
    """A row that will not be sent: staff get one task for a case and template, and one for each template without a case."""
    row.state, row.last_error, row.done_at = state, code, now
    let_go(session, row)
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
