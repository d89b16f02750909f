"""Refunds opened for the accounts: which request, which payment, from which year's money."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.inbox import Case
from portal.opening import today
from portal.payments import Due, Payment, refunds
from portal.payments.refunds import Refund
from portal.payments.years import refund_from
from portal.people import staff_names


@dataclass(frozen=True)
class Opened:
    """A refund with what it is of."""

    refund: Refund
    line: Payment
    due: Due
    case: Case | None
    # The year and account it would be taken from today: 戻出, or expenditure once the year is closed.
    year: int
    account: str
    by: str


def open_refunds(session: Session, now: datetime) -> list[Opened]:
    """What waits for the accounts, for the provider or for the counter."""
    found = refunds.waiting(session)
    names = staff_names(session, frozenset(one.proposed_by for one in found))
    return [_opened(session, one, names.get(one.proposed_by, ""), now) for one in found]


def _opened(session: Session, refund: Refund, by: str, now: datetime) -> Opened:
    line, due = session.get_one(Payment, refund.payment_id), session.get_one(Due, refund.due_id)
    case = session.get(Case, due.subject_id) if due.subject_kind == "case" else None
    year, account = refund_from(line.fiscal_year, line.account, today(now))
    return Opened(refund, line, due, case, year, account, by)
