"""還付: money that came in and goes back, proposed by one person and approved by another, in the accounts."""

import enum
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal import payments
from portal.db import Base, must_write, new_id
from portal.payments.rows import Due, Move, Payment, Told
from portal.refused import Refused


class Stage(enum.StrEnum):
    """How far a refund has come."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    # The provider has it in hand and tells later whether it arrived.
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"


FOLLOWS: Mapping[Stage, frozenset[Stage]] = MappingProxyType(
    {
        Stage.PROPOSED: frozenset({Stage.APPROVED, Stage.REFUSED}),
        Stage.APPROVED: frozenset({Stage.SENT, Stage.DONE, Stage.FAILED}),
        Stage.SENT: frozenset({Stage.DONE, Stage.FAILED}),
        # A bank may send back what a provider had called arrived, and staff may then hand it over in cash.
        Stage.FAILED: frozenset({Stage.DONE}),
        Stage.DONE: frozenset(),
        Stage.REFUSED: frozenset(),
    }
)
# What still takes from what can be given back.
STANDING = (Stage.PROPOSED, Stage.APPROVED, Stage.SENT, Stage.DONE, Stage.FAILED)
REASONS = ("twice", "withdrawn", "amount", "waived", "other")


class Refund(Base):
    """A refund of one payment; why is a word of a list, for nothing about a person belongs in the accounts."""

    __tablename__ = "refund"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    due_id: Mapped[UUID] = mapped_column(ForeignKey("due.id"), index=True)
    payment_id: Mapped[UUID] = mapped_column(ForeignKey("payment.id"), index=True)
    yen: Mapped[int] = mapped_column(BigInteger)
    method: Mapped[str]
    reason: Mapped[str]
    stage: Mapped[str] = mapped_column(index=True)
    proposed_by: Mapped[UUID]
    proposed_at: Mapped[datetime]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    # The provider's number of it.
    ref: Mapped[str | None] = mapped_column(unique=True)
    done_at: Mapped[datetime | None]


def propose(session: Session, line: Payment, yen: int, reason: str, by: UUID, now: datetime) -> Refund:
    """Ask the accounts to give back some of a payment; never more of it than is left."""
    must_write(session)
    session.execute(select(Due.id).where(Due.id == line.due_id).with_for_update())
    if line.move != Move.PAID or reason not in REASONS:
        raise Refused("refund_reason", status=422)
    if not 0 < yen <= left(session, line):
        raise Refused("refund_too_large", status=422)
    refund = Refund(
        id=new_id(), due_id=line.due_id, payment_id=line.id, yen=yen, method=line.method, reason=reason,
        stage=Stage.PROPOSED, proposed_by=by, proposed_at=now,
    )  # fmt: skip
    session.add(refund)
    session.flush()
    return refund


def left(session: Session, line: Payment) -> int:
    """How much of a payment can still be given back."""
    taken = select(func.coalesce(func.sum(Refund.yen), 0)).where(
        Refund.payment_id == line.id, Refund.stage.in_([str(one) for one in STANDING])
    )
    return line.yen - int(session.execute(taken).scalar_one())


def approve(session: Session, refund_id: UUID, by: UUID, now: datetime) -> Refund:
    """支出の決定: never by the one who proposed it."""
    return _decide(session, refund_id, Stage.APPROVED, by, now)


def refuse(session: Session, refund_id: UUID, by: UUID, now: datetime) -> Refund:
    """The accounts do not give it back."""
    return _decide(session, refund_id, Stage.REFUSED, by, now)


def sent(session: Session, refund_id: UUID, ref: str) -> Refund:
    """The provider has it in hand under this number; told again, nothing changes."""
    refund = take_hold(session, refund_id)
    if refund.stage == Stage.APPROVED:
        refund.stage, refund.ref = Stage.SENT, ref
        session.flush()
    return refund


def done(session: Session, refund_id: UUID, method: str, on: date, by: UUID | None, now: datetime) -> bool:
    """It arrived, or was handed over: written in the book; False where that was known."""
    refund = take_hold(session, refund_id)
    if refund.stage == Stage.DONE:
        return False
    _go(refund, Stage.DONE)
    refund.done_at, refund.method = now, method
    session.flush()
    due = session.get_one(Due, refund.due_id)
    return payments.refunded(session, due, Told(refund.yen, method, f"refund:{refund.id}", by, on), now)


def failed(session: Session, refund_id: UUID) -> bool:
    """The provider could not give it back; staff find another way. False where that was known, or it arrived."""
    refund = take_hold(session, refund_id)
    if refund.stage not in (Stage.APPROVED, Stage.SENT):
        return False
    _go(refund, Stage.FAILED)
    session.flush()
    return True


def take_hold(session: Session, refund_id: UUID) -> Refund:
    """A refund as it stands now, locked until the block ends."""
    must_write(session)
    query = select(Refund).where(Refund.id == refund_id).with_for_update()
    found = session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise Refused("refund_unknown", status=404)
    return found


def by_ref(session: Session, ref: str) -> Refund | None:
    """The refund a provider speaks of."""
    return session.scalar(select(Refund).where(Refund.ref == ref))


def waiting(session: Session) -> list[Refund]:
    """What is not over yet, oldest first."""
    open_ones = [str(one) for one in (Stage.PROPOSED, Stage.APPROVED, Stage.SENT, Stage.FAILED)]
    return list(session.scalars(select(Refund).where(Refund.stage.in_(open_ones)).order_by(Refund.id)))


def of(session: Session, due: Due) -> list[Refund]:
    """Every refund of a due, oldest first."""
    return list(session.scalars(select(Refund).where(Refund.due_id == due.id).order_by(Refund.id)))


def _decide(session: Session, refund_id: UUID, stage: Stage, by: UUID, now: datetime) -> Refund:
    refund = take_hold(session, refund_id)
    if by == refund.proposed_by:
        raise Refused("four_eyes", status=403)
    _go(refund, stage)
    refund.decided_by, refund.decided_at = by, now
    session.flush()
    return refund


def _go(refund: Refund, stage: Stage) -> None:
    if stage not in FOLLOWS[Stage(refund.stage)]:
        raise Refused("refund_decided")
    refund.stage = stage
