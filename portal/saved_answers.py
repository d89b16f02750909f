"""Saved answers: what a resident agreed to have filled in next time; each knows its source and can be forgotten."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.people import ANSWER, Resident, SavedAnswer
from portal.vault import vault_of


def keep(session: Session, resident_id: UUID, answers: Mapping[str, Any], source: str, now: datetime) -> None:
    """Keep answers by their dictionary keys, inside the caller's writing block, after the resident agreed."""
    key_id, vault = _key(session, resident_id), vault_of(session)
    for field, value in answers.items():
        saved = session.get(SavedAnswer, (resident_id, field))
        if saved is None:
            saved = SavedAnswer(resident_id=resident_id, field=field)
            session.add(saved)
        saved.sealed = vault.seal(session, key_id, value, f"{ANSWER}.{field}")
        saved.source, saved.consent_at = source, now
    session.flush()


def of_resident(session: Session, resident_id: UUID) -> dict[str, Any]:
    """What is kept of a resident."""
    key_id, vault = _key(session, resident_id), vault_of(session)
    rows = session.scalars(
        select(SavedAnswer).where(SavedAnswer.resident_id == resident_id).order_by(SavedAnswer.field)
    )
    return {row.field: vault.open(session, key_id, row.sealed, f"{ANSWER}.{row.field}") for row in rows}


def forget(session: Session, resident_id: UUID, fields: Iterable[str] | None = None) -> None:
    """Forget some answers, or all, inside the caller's writing block."""
    query = delete(SavedAnswer).where(SavedAnswer.resident_id == resident_id)
    session.execute(query if fields is None else query.where(SavedAnswer.field.in_(list(fields))))


def _key(session: Session, resident_id: UUID) -> UUID:
    return session.scalars(select(Resident.key_id).where(Resident.id == resident_id)).one()
