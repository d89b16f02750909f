"""Audit: who saw or did what, ids only; rows are appended freely and sealed into a chain of hashes afterwards."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary, func, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db import Base, new_id, put, writing
from portal.log_lines import Log

_SEAL_LOCK = 7_233_002
_AT_ONCE = 500
_BEGINNING = bytes(32)
_UNSEALED = text("seal_no IS NULL")


class Audit(Base):
    """One thing somebody saw or did; `seal_no` is its place in the chain and `seal` the chain's hash up to it."""

    __tablename__ = "audit"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime]
    actor_kind: Mapped[str]
    actor_id: Mapped[str | None]
    verb: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[str | None]
    seal_no: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    seal: Mapped[bytes | None] = mapped_column(LargeBinary)

    __table_args__ = (
        Index("ix_audit_subject", "subject_kind", "subject_id"),
        Index("ix_audit_actor", "actor_kind", "actor_id"),
        Index("ix_audit_unsealed", "id", sqlite_where=_UNSEALED, postgresql_where=_UNSEALED),
    )


@dataclass(frozen=True)
class Broken:
    """Where the chain does not hold any more: the place, the row if there is one, and what is wrong with it."""

    seal_no: int
    row_id: UUID | None
    why: str


@dataclass(frozen=True)
class Head:
    """The end of the chain; noted outside the database it shows later whether the end was cut off or all was redone."""

    seal_no: int
    seal: bytes


def saw(
    session: Session,
    actor_kind: str,
    actor_id: UUID | str | None,
    verb: str,
    subject_kind: str,
    subject_id: UUID | str | None,
    now: datetime,
) -> None:
    """Somebody looked at something about a person; in the caller's writing block, before it is shown."""
    saw_each(session, actor_kind, actor_id, verb, subject_kind, (subject_id,), now)


def saw_each(
    session: Session,
    actor_kind: str,
    actor_id: UUID | str | None,
    verb: str,
    subject_kind: str,
    subject_ids: Iterable[UUID | str | None],
    now: datetime,
) -> None:
    """Somebody looked at several at once: a row for each, sent together."""
    by = {
        "at": now, "actor_kind": actor_kind, "actor_id": _text(actor_id), "verb": verb, "subject_kind": subject_kind,
    }  # fmt: skip
    put(session, Audit, [{"id": new_id(), **by, "subject_id": _text(one)} for one in subject_ids])


# Looking and doing leave the same row; the two words keep the calls readable.
did = saw


def seal(session: Session, now: datetime) -> Head | None:
    """Chain every row that is not in the chain yet, a few in each block; gives the chain's new end.

    The end goes into the log too, outside the database: who rewrites the whole trail would have to rewrite that as well.
    """
    grown = 0
    while True:
        with writing(session):
            sealed = _seal_some(session)
        grown += sealed
        if sealed < _AT_ONCE:
            break
    end = head(session)
    if grown and end is not None:
        Log("portal").info("audit_sealed", seal_no=end.seal_no, seal=end.seal.hex())
    return end


def head(session: Session) -> Head | None:
    """The chain's end."""
    query = select(Audit.seal_no, Audit.seal).where(Audit.seal_no.is_not(None))
    row = session.execute(query.order_by(Audit.seal_no.desc()).limit(1)).one_or_none()
    return None if row is None or row.seal_no is None or row.seal is None else Head(row.seal_no, row.seal)


def verify(session: Session, known: Head | None = None) -> Broken | None:
    """Walk the whole chain: the first place where a row was changed, put in or taken out, or None.

    `known` is an end that was noted earlier; a chain that does not lead through it was cut or made anew.
    """
    previous, place = _BEGINNING, 0
    for row in _chain(session):
        place += 1
        if row.seal_no != place:
            return Broken(place, None, "missing")
        previous = _hash(previous, row)
        if previous != row.seal:
            return Broken(place, row.id, "changed")
        if known is not None and known.seal_no == place and known.seal != previous:
            return Broken(place, row.id, "made_anew")
    return Broken(place + 1, None, "cut_off") if known is not None and known.seal_no > place else None


def of(session: Session, subject_kind: str, subject_id: UUID | str, limit: int = 200) -> list[Audit]:
    """Who saw or did something to a subject, newest first."""
    mine = select(Audit).where(Audit.subject_kind == subject_kind, Audit.subject_id == _text(subject_id))
    return list(session.scalars(mine.order_by(Audit.id.desc()).limit(limit)))


def _seal_some(session: Session) -> int:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_SEAL_LOCK)))
    end = head(session) or Head(0, _BEGINNING)
    columns = (Audit.id, *_CANONICAL)
    rows = session.execute(
        select(*columns).where(Audit.seal_no.is_(None)).order_by(Audit.id).limit(_AT_ONCE)
    ).all()
    previous, sealed = end.seal, []
    for place, row in enumerate(rows, start=end.seal_no + 1):
        previous = _hash(previous, row)
        sealed.append({"id": row.id, "seal_no": place, "seal": previous})
    if sealed:
        session.execute(update(Audit), sealed)
    return len(sealed)


_CANONICAL = (
    Audit.at,
    Audit.actor_kind,
    Audit.actor_id,
    Audit.verb,
    Audit.subject_kind,
    Audit.subject_id,
)


def _chain(session: Session) -> Iterator[Any]:
    """The sealed rows in order, some at a time, so that a long trail is never held at once."""
    query = select(Audit.id, *_CANONICAL, Audit.seal_no, Audit.seal).order_by(Audit.seal_no).limit(_AT_ONCE)
    last = 0
    while rows := session.execute(query.where(Audit.seal_no > last)).all():
        yield from rows
        last = rows[-1].seal_no


def _hash(previous: bytes, row: Any) -> bytes:
    canonical = [
        str(row.id), row.at.astimezone(UTC).isoformat(timespec="microseconds"), row.actor_kind, row.actor_id,
        row.verb, row.subject_kind, row.subject_id,
    ]  # fmt: skip
    return hashlib.sha256(previous + json.dumps(canonical, ensure_ascii=True).encode()).digest()


def _text(id: UUID | str | None) -> str | None:
    return None if id is None else str(id)
