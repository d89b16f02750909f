"""Whose mailing it is, who may do what with it, and what is known of an addressee."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.procedure import Procedure
from portal import audit
from portal.db import new_id, put, writing
from portal.pack import Pack
from portal.people import StaffSeat
from portal.refused import Refused
from portal.vault import vault_of
from services.mailings.models import Addressee, AddresseeEvent, Mailing
from services.mailings.rules.stages import FOLLOWS, Stage

MANAGE, RELEASE = "mailing.manage", "mailing.release"
SEALED = "mailing_addressee.sealed"


def find(session: Session, seat: StaffSeat, mailing_id: UUID, permission: str = MANAGE) -> Mailing:
    """A mailing of this seat's division; of another division's nobody learns that it exists."""
    found = session.get(Mailing, mailing_id, populate_existing=True)
    if found is None or not seat.may(permission, found.division):
        raise Refused("mailing_unknown", status=404)
    return found


def addressee(session: Session, seat: StaffSeat, addressee_id: UUID) -> tuple[Addressee, Mailing]:
    """An addressee and their mailing, for who may see both."""
    found = session.get(Addressee, addressee_id, populate_existing=True)
    # Somebody who was disposed of stands in the counts, and has no page any more.
    if found is None or not found.sealed:
        raise Refused("mailing_unknown", status=404)
    return found, find(session, seat, found.mailing_id)


@contextmanager
def holding(
    session: Session, seat: StaffSeat, mailing_id: UUID, permission: str, verb: str, now: datetime
) -> Iterator[Mailing]:
    """One act in one writing block: the mailing locked, the right checked, the deed in the audit."""
    with writing(session):
        mailing = take_hold(session, mailing_id)
        if not seat.may(permission, mailing.division):
            raise Refused("mailing_unknown", status=404)
        yield mailing
        session.flush()
        audit.did(session, "staff", seat.id, verb, "mailing", mailing.id, now)


def take_hold(session: Session, mailing_id: UUID) -> Mailing:
    """A mailing as it stands now, locked until the block ends."""
    query = select(Mailing).where(Mailing.id == mailing_id).with_for_update()
    found = session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise Refused("mailing_unknown", status=404)
    return found


def go(mailing: Mailing, stage: Stage) -> None:
    """Take a mailing to its next stage, or refuse."""
    if stage not in FOLLOWS[Stage(mailing.stage)]:
        raise Refused("mailing_stage")
    mailing.stage = stage


def values(session: Session, found: Addressee) -> dict[str, Any]:
    """What the city knows of an addressee: number, answers, last day; for somebody who may see it."""
    opened: dict[str, Any] = vault_of(session).open(session, found.key_id, found.sealed, SEALED)
    return opened


def note(
    session: Session, addressee_id: UUID, kind: str, now: datetime, *, way: str = "", by: UUID | None = None
) -> None:
    """Write one line into an addressee's history, in the caller's block."""
    row = {"id": new_id(), "addressee_id": addressee_id, "at": now, "kind": kind, "way": way, "by": by}
    put(session, AddresseeEvent, row)


def pack_of(session: Session) -> Pack:
    """The town that the shell handed to this session."""
    pack: Pack = session.info["pack"]
    return pack


def procedure_of(session: Session, mailing: Mailing) -> Procedure:
    """The procedure a mailing opens; one that the town took away can be answered no more."""
    found = pack_of(session).procedures.get(mailing.procedure)
    if found is None:
        raise Refused("mailing_unknown", status=404)
    return found
