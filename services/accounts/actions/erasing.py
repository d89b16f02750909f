"""Forgetting a resident: what the account knows is destroyed with its key; requests that were filed stay with the town."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.people import Contact, Identity, Resident
from portal.saved_answers import AnswerUse, SavedAnswer
from portal.sessions import KnownDevice, WebSession
from portal.vault import vault_of


def erase(session: Session, resident_id: UUID) -> None:
    """Destroy everything the account keeps of a resident, inside the caller's writing block."""
    resident = session.get(Resident, resident_id)
    if resident is None:
        return
    for table in (SavedAnswer, AnswerUse, Contact, Identity):
        session.execute(delete(table).where(table.resident_id == resident_id))
    for kept in (WebSession, KnownDevice):
        session.execute(delete(kept).where(kept.kind == "resident", kept.person_id == resident_id))
    vault_of(session).erase(session, resident.key_id)
    session.delete(resident)
    session.flush()
