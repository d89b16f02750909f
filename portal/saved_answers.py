"""Saved answers: what a resident agreed to have filled in next time; each knows its source, its uses, and can be forgotten."""

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db import Base, must_write, new_id, put
from portal.people import Resident
from portal.vault import vault_of

ANSWER = "saved_answer.sealed"
# Many requests come once a year (現況届, 就学援助), so that what was missed once is still there and what was missed
# twice is as good as forgotten by the person as well.
UNUSED_LIVES = timedelta(days=2 * 366)
# The only reason there is to use a saved answer: its owner hands in a request of their own.
APPLICATION = "application"


class SavedAnswer(Base):
    """An answer a resident agreed to have filled in next time, where it came from and when they agreed."""

    __tablename__ = "saved_answer"

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("resident.id"), primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]
    # The procedure it was an answer to, and the request it stood in.
    source: Mapped[str]
    case_id: Mapped[UUID | None]
    consent_at: Mapped[datetime]
    # When it last went into a request; what nobody uses for long is forgotten.
    used_at: Mapped[datetime | None]


class AnswerUse(Base):
    """One use of a saved answer: into which request it went, when, and why."""

    __tablename__ = "answer_use"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("resident.id"), index=True)
    field: Mapped[str]
    at: Mapped[datetime]
    procedure: Mapped[str]
    case_id: Mapped[UUID]
    purpose: Mapped[str]


@dataclasses.dataclass(frozen=True)
class Saved:
    """One answer with where it came from; the value is personal, so it never prints itself."""

    field: str
    source: str
    case_id: UUID | None
    consent_at: datetime
    used_at: datetime | None
    value: Any = dataclasses.field(repr=False)


def keep(
    session: Session,
    resident_id: UUID,
    answers: Mapping[str, Any],
    source: str,
    now: datetime,
    case_id: UUID | None = None,
) -> None:
    """Keep answers by their dictionary keys, inside the caller's writing block, after the resident agreed."""
    key_id, vault = _key(session, resident_id), vault_of(session)
    for key, value in answers.items():
        saved = session.get(SavedAnswer, (resident_id, key))
        if saved is None:
            saved = SavedAnswer(resident_id=resident_id, field=key)
            session.add(saved)
        saved.sealed = vault.seal(session, key_id, value, f"{ANSWER}.{key}")
        saved.source, saved.case_id, saved.consent_at, saved.used_at = source, case_id, now, None
    session.flush()


def of_resident(session: Session, resident_id: UUID) -> dict[str, Any]:
    """What is kept of a resident."""
    return {one.field: one.value for one in every(session, resident_id)}


def every(session: Session, resident_id: UUID) -> list[Saved]:
    """What is kept of a resident, with where each answer came from."""
    rows = session.scalars(
        select(SavedAnswer).where(SavedAnswer.resident_id == resident_id).order_by(SavedAnswer.field)
    ).all()
    if not rows:
        return []
    key_id, vault = _key(session, resident_id), vault_of(session)
    return [
        Saved(
            row.field,
            row.source,
            row.case_id,
            row.consent_at,
            row.used_at,
            vault.open(session, key_id, row.sealed, f"{ANSWER}.{row.field}"),
        )
        for row in rows
    ]


def use(
    session: Session,
    resident_id: UUID,
    fields: Collection[str],
    procedure: str,
    case_id: UUID,
    now: datetime,
) -> None:
    """Write down that answers went into a request, in the caller's writing block."""
    must_write(session)
    if not fields:
        return
    rows = [
        {
            "id": new_id(), "resident_id": resident_id, "field": key, "at": now, "procedure": procedure,
            "case_id": case_id, "purpose": APPLICATION,
        }
        for key in sorted(fields)
    ]  # fmt: skip
    put(session, AnswerUse, rows)
    used = update(SavedAnswer).where(
        SavedAnswer.resident_id == resident_id, SavedAnswer.field.in_(list(fields))
    )
    session.execute(used.values(used_at=now))


def uses(session: Session, resident_id: UUID) -> dict[str, list[AnswerUse]]:
    """Every use of each answer, the newest first."""
    found: dict[str, list[AnswerUse]] = {}
    rows = session.scalars(
        select(AnswerUse).where(AnswerUse.resident_id == resident_id).order_by(AnswerUse.id.desc())
    )
    for row in rows:
        found.setdefault(row.field, []).append(row)
    return found


def forget(session: Session, resident_id: UUID, fields: Iterable[str] | None = None) -> None:
    """Forget some answers, or all, and what they were used for, inside the caller's writing block."""
    wanted = None if fields is None else list(fields)
    for table in (SavedAnswer, AnswerUse):
        query = delete(table).where(table.resident_id == resident_id)
        session.execute(query if wanted is None else query.where(table.field.in_(wanted)))


def sweep(session: Session, now: datetime) -> int:
    """Forget what nobody has used for long, inside the caller's writing block; says how many answers that were."""
    must_write(session)
    last = func.coalesce(SavedAnswer.used_at, SavedAnswer.consent_at)
    gone = session.execute(
        delete(SavedAnswer)
        .where(last < now - UNUSED_LIVES)
        .returning(SavedAnswer.resident_id, SavedAnswer.field)
    ).all()
    for row in gone:
        session.execute(
            delete(AnswerUse).where(AnswerUse.resident_id == row.resident_id, AnswerUse.field == row.field)
        )
    return len(gone)


def _key(session: Session, resident_id: UUID) -> UUID:
    return session.scalars(select(Resident.key_id).where(Resident.id == resident_id)).one()
