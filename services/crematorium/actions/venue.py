"""The house of the 斎場 is needed otherwise: its furnaces rest, each family is told, and staff find another time with them."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit, notify, tasks
from portal.db import new_id
from portal.inbox import Case
from portal.pack import Pack
from portal.slots import claiming
from services.crematorium.actions import standing
from services.crematorium.actions.pausing import SUBJECT
from services.crematorium.models.cremations import Cremation, FurnacePause
from services.crematorium.rules import takings
from services.crematorium.rules.states import OPEN

TASK = "cremation_venue"
_LONGEST_USE = timedelta(hours=4)


def hear_closed(
    session: Session, listed: str, starts: datetime, ends: datetime, reason: str, now: datetime
) -> None:
    """Take nobody new in, in the block that closes the house; who has a time keeps it until a clerk has spoken with them."""
    pack: Pack = session.info["pack"]
    hall = pack.crematorium
    if hall is None or hall.listed != listed:
        return
    for furnace in hall.furnaces:
        made = FurnacePause(
            id=new_id(), furnace=furnace.key, starts_at=starts, ends_at=ends, reason=reason, made_at=now,
            made_by=None, ended_at=None,
        )  # fmt: skip
        session.add(made)
        session.flush()
        name = takings.space(furnace.key)
        steps = tuple((name, step) for step in takings.slots(starts, ends))
        claiming.fill(session, made.id, standing.PAUSE, steps)
        audit.did(session, "house", None, "paused", SUBJECT, made.id, now)
    query = select(Cremation).where(
        Cremation.state.in_(OPEN), Cremation.starts_at < ends, Cremation.ends_at > starts - _LONGEST_USE
    )
    for row in session.scalars(query.order_by(Cremation.id)).all():
        if row.ends_at > starts:
            _tell(session, row, hall.operator, reason, now)
    standing.changed(session)


def hear_opened(session: Session, listed: str, starts: datetime, ends: datetime, now: datetime) -> None:
    """The house can be used after all."""
    pack: Pack = session.info["pack"]
    if pack.crematorium is None or pack.crematorium.listed != listed:
        return
    mine = FurnacePause.made_by.is_(None), FurnacePause.ended_at.is_(None)
    query = select(FurnacePause).where(*mine, FurnacePause.starts_at == starts, FurnacePause.ends_at == ends)
    for row in session.scalars(query.order_by(FurnacePause.id)).all():
        claiming.release(session, [row.id])
        row.ended_at = now
        session.flush()
        audit.did(session, "house", None, "resumed", SUBJECT, row.id, now)
    standing.changed(session)


def _tell(session: Session, row: Cremation, operator: str, reason: str, now: datetime) -> None:
    """A family hears it from a person; the message only says that somebody will telephone."""
    case = session.get(Case, row.case_id) if row.case_id else None
    if case is not None and case.erased_at is None:
        values = {"starts": row.starts_at.isoformat(), "reason": reason}
        notify.notify_case(session, case, "cremation_venue", now, values=values)
    refs = {"case": str(row.case_id)} if row.case_id else {"cremation": str(row.id)}
    tasks.add(session, TASK, division=operator, refs=refs, now=now, key=f"{TASK}:{row.id}")
