"""Payments: what is owed for something, what was paid, given back or waived; providers are handed in."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from portal import ledger, service, tasks
from portal.db import inserting, must_write, new_id
from portal.opening import fiscal_year, today
from portal.pack.fees import Payable
from portal.payments.rows import CASH, Deposit, Due, Move, Payment, Told
from portal.payments.years import income_year, refund_from
from portal.refused import Refused

__all__ = [
    "CASH", "Deposit", "Due", "Move", "Payment", "Told", "book", "dues", "outstanding", "owe", "owing", "paid",
    "refunded", "waived",
]  # fmt: skip


def owe(  # noqa: PLR0913 (each is a column of the due; a value to hold them would name them twice)
    session: Session,
    subject_kind: str,
    subject_id: UUID,
    what: str,
    yen: int,
    now: datetime,
    *,
    key: str,
    division: str,
    account: str = "",
    payable: str = Payable.ARRIVAL,
    noticed_on: date | None = None,
) -> Due:
    """Note that something is owed, in the caller's writing block; the same thing twice is owed once."""
    must_write(session)
    if yen < 0:
        raise ValueError("nobody owes less than nothing")
    same = (Due.subject_kind == subject_kind, Due.subject_id == subject_id, Due.what == what)
    found = session.scalar(select(Due).where(*same))
    if found is not None:
        if found.yen != yen:
            raise Refused("owed_already", owed=found.yen)
        return found
    day = today(now)
    due = Due(
        id=new_id(), subject_kind=subject_kind, subject_id=subject_id, what=what, key=key, division=division,
        yen=yen, fiscal_year=fiscal_year(noticed_on or day), account=account, payable=str(payable),
        noticed_on=noticed_on, made_at=now,
    )  # fmt: skip
    session.add(due)
    session.flush()
    ledger.event(session, ledger.Kind.OWED, key, "", division, day, value=yen)
    return due


def paid(session: Session, due: Due, told: Told, now: datetime) -> bool:
    """Write a payment, in the caller's writing block; False where it was told before.

    Money that came in is always written, even too much of it: then staff get the task to give it back.
    """
    booked = income_year(due.noticed_on, told.on or today(now)), due.account
    if not _write(session, due, Move.PAID, told, now, booked):
        return False
    if owing(session, due) < 0:
        refs = {due.subject_kind: str(due.subject_id), "due": str(due.id), "division": due.division}
        tasks.add(session, "overpaid", division=due.division, refs=refs, now=now, key=f"overpaid:{due.id}")
    service.fire(session, "payment.paid", due=due, yen=told.yen, method=told.method, now=now)
    return True


def refunded(session: Session, due: Due, told: Told, now: datetime) -> bool:
    """還付: write what was given back; never more than came in. False where it was told before."""
    _lock(session, due)
    if _told_before(session, told):
        return _same(session, due, Move.REFUNDED, told)
    if told.yen > _sum(session, Due.id == due.id, {Move.PAID: 1, Move.REFUNDED: -1}):
        raise Refused("refund_too_large")
    _write(session, due, Move.REFUNDED, told, now, _taken_from(session, due, told.on or today(now)))
    service.fire(session, "payment.refunded", due=due, yen=told.yen, method=told.method, now=now)
    return True


def waived(session: Session, due: Due, told: Told, now: datetime) -> bool:
    """減免, or a request that was withdrawn before anybody worked on it: that much is not owed any more."""
    _lock(session, due)
    if _told_before(session, told):
        return _same(session, due, Move.WAIVED, told)
    if told.yen > owing(session, due):
        raise Refused("waiver_too_large")
    return _write(session, due, Move.WAIVED, told, now, (due.fiscal_year, due.account))


def outstanding(session: Session, subject_kind: str, subject_id: UUID) -> int:
    """How many yen are still owed for something; less than nothing where too much was paid."""
    return sum(owing(session, due) for due in dues(session, subject_kind, subject_id))


def owing(session: Session, due: Due) -> int:
    """How many yen of one due are still owed."""
    return due.yen - _sum(session, Due.id == due.id, {Move.PAID: 1, Move.WAIVED: 1, Move.REFUNDED: -1})


def dues(session: Session, subject_kind: str, subject_id: UUID, *, lock: bool = False) -> list[Due]:
    """Everything owed for something, oldest first; `lock` lets nobody else pay or waive until the block ends."""
    mine = select(Due).where(Due.subject_kind == subject_kind, Due.subject_id == subject_id).order_by(Due.id)
    if lock:
        must_write(session)
        mine = mine.with_for_update()
    return list(session.scalars(mine))


def book(session: Session, due: Due) -> list[Payment]:
    """The lines of a due, oldest first."""
    return list(session.scalars(select(Payment).where(Payment.due_id == due.id).order_by(Payment.id)))


def _taken_from(session: Session, due: Due, on: date) -> tuple[int, str]:
    years = [line.fiscal_year for line in book(session, due) if line.move == Move.PAID]
    return refund_from(max(years, default=due.fiscal_year), due.account, on)


def _write(
    session: Session, due: Due, move: Move, told: Told, now: datetime, booked: tuple[int, str]
) -> bool:
    must_write(session)
    if told.yen <= 0:
        raise ValueError("a line of the book moves at least one yen")
    (year, account), paid_on = booked, told.on or today(now)
    row = {
        "id": new_id(), "due_id": due.id, "move": str(move), "yen": told.yen, "method": told.method,
        "once_key": told.once_key, "by": told.by, "fiscal_year": year, "account": account,
        "paid_on": paid_on, "booked_on": today(now), "at": now,
    }  # fmt: skip
    once = (
        inserting(session, Payment)
        .values(row)
        .on_conflict_do_nothing(index_elements=["once_key"])
        .returning(Payment.id)
    )
    if session.execute(once).first() is None:
        return _same(session, due, move, told)
    ledger.event(session, str(move), due.key, told.method, due.division, paid_on, value=told.yen)
    return True


def _same(session: Session, due: Due, move: Move, told: Told) -> bool:
    """Told again is told before; the same number for something else would hide money, so it is refused loudly."""
    line = session.scalars(select(Payment).where(Payment.once_key == told.once_key)).one()
    if (line.due_id, line.move, line.yen) != (due.id, str(move), told.yen):
        raise Refused("payment_key_used")
    return False


def _lock(session: Session, due: Due) -> None:
    """Two refunds at once must see one another, or together they would give back more than came in."""
    must_write(session)
    session.execute(select(Due.id).where(Due.id == due.id).with_for_update())


def _told_before(session: Session, told: Told) -> bool:
    return session.scalar(select(Payment.id).where(Payment.once_key == told.once_key)) is not None


def _sum(session: Session, which: Any, signs: dict[Move, int]) -> int:
    signed = case(*((Payment.move == str(move), sign * Payment.yen) for move, sign in signs.items()), else_=0)
    query = select(func.coalesce(func.sum(signed), 0)).join(Due, Due.id == Payment.due_id).where(which)
    return int(session.execute(query).scalar_one())
