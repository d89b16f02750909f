"""日計表: what was taken and given back on a day, what the bank says came in, and what is still on its way."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select, true, update
from sqlalchemy.orm import Session

from portal.db import must_write, new_id
from portal.inbox import Case
from portal.opening import today
from portal.payments.rows import Deposit, Due, Move, Payment
from portal.refused import Refused

# A waiver moves no money.
MONEY = (str(Move.PAID), str(Move.REFUNDED))
_SIGNED = case((Payment.move == str(Move.REFUNDED), -Payment.yen), else_=Payment.yen)


@dataclass(frozen=True)
class Sum:
    """So many lines of one year, account, method and move."""

    fiscal_year: int
    account: str
    method: str
    move: str
    n: int
    yen: int


@dataclass(frozen=True)
class Way:
    """A day's money of one method that the bank has not told of yet."""

    method: str
    booked_on: date
    n: int
    yen: int


@dataclass(frozen=True)
class Line:
    """One line of the book with what it is for."""

    payment: Payment
    due: Due
    receipt_no: str


Divisions = Collection[str] | None


def sums(session: Session, day: date, divisions: Divisions = None) -> list[Sum]:
    """The day's book by year, account, method and move; of some divisions, or of the whole town."""
    split = (Payment.fiscal_year, Payment.account, Payment.method, Payment.move)
    query = (
        select(*split, func.count(), func.sum(Payment.yen))
        .join(Due, Due.id == Payment.due_id)
        .where(Payment.booked_on == day, _of(divisions))
        .group_by(*split)
        .order_by(*split)
    )
    return [Sum(*row[:4], n=int(row[4]), yen=int(row[5])) for row in session.execute(query)]


def lines(session: Session, day: date, divisions: Divisions = None) -> list[Line]:
    """Every line of a day's book, with the receipt number it is known by at the counter and online."""
    query = (
        select(Payment, Due, Case.receipt_no)
        .join(Due, Due.id == Payment.due_id)
        .outerjoin(Case, (Case.id == Due.subject_id) & (Due.subject_kind == "case"))
        .where(Payment.booked_on == day, _of(divisions))
        .order_by(Payment.id)
    )
    return [Line(row[0], row[1], row[2] or "") for row in session.execute(query)]


def on_the_way(session: Session, until: date) -> list[Way]:
    """What was taken up to a day and has not reached the town's account."""
    query = (
        select(Payment.method, Payment.booked_on, func.count(), func.sum(_SIGNED))
        .where(Payment.move.in_(MONEY), Payment.banked_on.is_(None), Payment.booked_on <= until)
        .group_by(Payment.method, Payment.booked_on)
        .order_by(Payment.method, Payment.booked_on)
    )
    return [Way(row[0], row[1], int(row[2]), int(row[3])) for row in session.execute(query)]


def deposits(session: Session, day: date) -> list[Deposit]:
    """What the bank said came in on a day."""
    return list(session.scalars(select(Deposit).where(Deposit.banked_on == day).order_by(Deposit.id)))


def bank(
    session: Session,
    method: str,
    days: Sequence[date],
    yen: int,
    banked_on: date,
    by: UUID,
    now: datetime,
    *,
    differs: bool = False,
) -> Deposit:
    """Write 入金日 into the lines of some days; a sum that does not fit is refused until somebody says that it is so."""
    must_write(session)
    if not days or yen < 0 or banked_on > today(now) or banked_on < max(days):
        raise Refused("deposit_incomplete", status=422)
    found = session.execute(_unbanked(method, days)).all()
    expected = sum(int(row.yen) for row in found)
    if not found:
        raise Refused("deposit_known")
    if expected != yen and not differs:
        raise Refused("deposit_differs", status=422, expected=expected, told=yen, gap=yen - expected)
    deposit = Deposit(
        id=new_id(), method=method, banked_on=banked_on, yen=yen, expected=expected, by=by, at=now
    )
    session.add(deposit)
    session.flush()
    mine = update(Payment).where(Payment.id.in_([row.id for row in found]))
    session.execute(mine.values(banked_on=banked_on, deposit_id=deposit.id))
    return deposit


def _unbanked(method: str, days: Sequence[date]) -> Any:
    """The lines meant, locked, so that two people with one statement do not both write it."""
    return (
        select(Payment.id, _SIGNED.label("yen"))
        .where(
            Payment.method == method,
            Payment.booked_on.in_(days),
            Payment.move.in_(MONEY),
            Payment.banked_on.is_(None),
        )
        .with_for_update()
    )


def _of(divisions: Divisions) -> ColumnElement[bool]:
    return true() if divisions is None else Due.division.in_(divisions)
