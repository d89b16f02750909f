"""減免 of one due: asked for by an answer, decided by staff on a document; until then that much is not asked for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal import payments
from portal.db import Base, must_write, new_id
from portal.payments.rows import Due, Told
from portal.refused import Refused

CLAIMED, CONFIRMED, REFUSED, DROPPED = "claimed", "confirmed", "refused", "dropped"
METHOD = "waiver"


class Waiver(Base):
    """A 減免 somebody asked for, by the id of the town's rule."""

    __tablename__ = "waiver"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    due_id: Mapped[UUID] = mapped_column(ForeignKey("due.id"), unique=True)
    rule: Mapped[str]
    yen: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str]
    made_at: Mapped[datetime]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]


def claim(session: Session, due: Due, rule: str, yen: int, now: datetime) -> None:
    """Ask for it, in the caller's writing block; once for each due."""
    must_write(session)
    if yen and of(session, due) is None:
        session.add(Waiver(id=new_id(), due_id=due.id, rule=rule, yen=yen, state=CLAIMED, made_at=now))
        session.flush()


def of(session: Session, due: Due) -> Waiver | None:
    """What was asked for a due."""
    return session.scalar(select(Waiver).where(Waiver.due_id == due.id))


def confirm(session: Session, due: Due, by: UUID | None, now: datetime) -> None:
    """The document was seen, by nobody anew where the town knows it already: so much is not owed any more."""
    waiver = _decide(session, due, CONFIRMED, by, now)
    payments.waived(session, due, Told(waiver.yen, METHOD, f"waiver:{waiver.id}", by), now)


def refuse(session: Session, due: Due, by: UUID, now: datetime) -> None:
    """There is no document, or it does not say so: the fee is asked for in full."""
    _decide(session, due, REFUSED, by, now)


def drop(session: Session, due: Due, now: datetime) -> None:
    """What it was asked for has ended; nobody has to decide about it any more."""
    must_write(session)
    found = _held(session, due)
    if found is not None and found.state == CLAIMED:
        found.state, found.decided_at = DROPPED, now
        session.flush()


def payable(session: Session, due: Due) -> int:
    """How much is to be paid now: what is owed, less what is still being looked at."""
    found = of(session, due)
    waiting = found.yen if found is not None and found.state == CLAIMED else 0
    return max(payments.owing(session, due) - waiting, 0)


def _decide(session: Session, due: Due, state: str, by: UUID | None, now: datetime) -> Waiver:
    must_write(session)
    found = _held(session, due)
    if found is None or found.state != CLAIMED:
        raise Refused("waiver_decided")
    found.state, found.decided_by, found.decided_at = state, by, now
    session.flush()
    return found


def _held(session: Session, due: Due) -> Waiver | None:
    query = select(Waiver).where(Waiver.due_id == due.id).with_for_update()
    return session.scalar(query.execution_options(populate_existing=True))
