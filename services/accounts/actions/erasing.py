"""Forgetting a resident: what the account knows is destroyed with its key; requests that were filed stay with the town."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import audit, erased, holds, service
from portal.db import writing
from portal.erased import Whose
from portal.holds import HoldKind
from portal.inbox import Case
from portal.opening import today
from portal.people import Contact, Identity, Resident, ResidentSeat, resident_holder
from portal.refused import Refused
from portal.saved_answers import AnswerUse, SavedAnswer
from portal.sessions import KnownDevice, WebSession
from portal.vault import vault_of


@dataclass(frozen=True)
class Held:
    """A request of the resident whose records must stay for now, and why."""

    receipt_no: str
    kind: HoldKind
    until: date | None


def held(session: Session, seat: ResidentSeat, holders: Collection[bytes], now: datetime) -> tuple[Held, ...]:
    """What keeps this account from being forgotten today."""
    stops = holds.of_holders(session, holders, seat.mail_tokens, today(now))
    numbers = dict(session.execute(select(Case.id, Case.receipt_no).where(Case.id.in_(stops))).all())
    return tuple(Held(numbers[key], stop.kind, stop.until) for key, stop in stops.items())


def forget(session: Session, seat: ResidentSeat, holders: Collection[bytes], now: datetime) -> None:
    """Forget the resident at their own wish, unless one of their requests is held for a procedure of law."""
    with writing(session):
        if holds.of_holders(session, holders, seat.mail_tokens, today(now)):
            raise Refused("erase_held")
        erase(session, seat.id, now, holders)
        audit.did(session, "resident", seat.id, "forgotten", "resident", seat.id, now)


def erase(session: Session, resident_id: UUID, now: datetime, holders: Collection[bytes] = ()) -> None:
    """Destroy everything kept of a resident, inside the caller's writing block; rooms hear it and forget their part."""
    resident = session.get(Resident, resident_id)
    if resident is None:
        return
    for table in (SavedAnswer, AnswerUse, Contact, Identity):
        session.execute(delete(table).where(table.resident_id == resident_id))
    for kept in (WebSession, KnownDevice):
        session.execute(delete(kept).where(kept.kind == "resident", kept.person_id == resident_id))
    theirs = {resident_holder(resident_id), *holders}
    service.fire(session, "resident.erased", resident=resident_id, holders=theirs, now=now)
    vault_of(session).erase(session, resident.key_id)
    erased.note(session, resident.key_id, Whose.RESIDENT, now)
    session.delete(resident)
    session.flush()
