"""日計: the day's book for the accounts, as sums, as lines for Excel, and beside what the bank says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal import audit
from portal.db import writing
from portal.pack.lists import write
from portal.payments import Deposit, Move, daybook
from portal.payments.daybook import Line, Sum, Way
from portal.payments.years import closes
from portal.people import StaffSeat
from portal.refused import Refused
from services.payments.actions.standing import READ, divisions

BANK = "payment.bank"
COLUMNS = (
    "計上日", "会計年度", "科目", "費目", "区分", "方法", "金額", "受付番号", "手続ID", "部署ID", "納付日", "入金日",
)  # fmt: skip
METHODS = {"cash": "現金", "card": "カード", "konbini": "コンビニ", "paypay": "PayPay"}
MOVES = {Move.PAID: "収納", Move.REFUNDED: "還付", Move.WAIVED: "減免"}
WHATS = {
    "fee": "手数料",
    "postage": "郵送料",
    "use": "使用料",
    "cremation": "火葬使用料",
    "share": "自己負担金",
}


@dataclass(frozen=True)
class Day:
    """日計表 of one day."""

    day: date
    sums: list[Sum]
    deposits: list[Deposit]
    on_the_way: list[Way]
    # A year that ended in March still takes what belongs to it until its accounts close.
    closing: tuple[int, date] | None

    @property
    def taken(self) -> int:
        """収納."""
        return sum(one.yen for one in self.sums if one.move == Move.PAID)

    @property
    def given_back(self) -> int:
        """還付."""
        return sum(one.yen for one in self.sums if one.move == Move.REFUNDED)

    @property
    def waiting(self) -> int:
        """未入金."""
        return sum(one.yen for one in self.on_the_way)


def day(session: Session, seat: StaffSeat, on: date) -> Day:
    """The day as this seat may see it; the bank's side is for the accounts."""
    mine = divisions(seat)
    whole = mine is None
    return Day(
        on,
        daybook.sums(session, on, mine),
        daybook.deposits(session, on) if whole else [],
        daybook.on_the_way(session, on) if whole else [],
        (on.year - 1, closes(on.year - 1)) if (4, 1) <= (on.month, on.day) <= (5, 31) else None,
    )


def lines_csv(session: Session, seat: StaffSeat, on: date, now: datetime) -> bytes:
    """Every line of the day as Excel opens it without asking; the look is in the audit."""
    if not seat.may(READ):
        raise Refused("not_permitted", status=403)
    with writing(session):
        audit.saw(session, "staff", seat.id, "exported", "daybook", on.isoformat(), now)
    return write(COLUMNS, map(_row, daybook.lines(session, on, divisions(seat))))


def bank(
    session: Session,
    seat: StaffSeat,
    method: str,
    days: Sequence[date],
    yen: int,
    on: date,
    now: datetime,
    *,
    differs: bool,
) -> UUID:
    """入金: what the statement says about some days of one method."""
    if not seat.may(BANK):
        raise Refused("not_permitted", status=403)
    with writing(session):
        deposit = daybook.bank(session, method, days, yen, on, seat.id, now, differs=differs)
        audit.did(session, "staff", seat.id, "banked", "deposit", deposit.id, now)
    return deposit.id


def _row(line: Line) -> dict[str, str]:
    one, due = line.payment, line.due
    return {
        "計上日": one.booked_on.isoformat(),
        "会計年度": str(one.fiscal_year),
        "科目": one.account,
        "費目": WHATS.get(due.kind, due.what),
        "区分": MOVES[Move(one.move)],
        "方法": METHODS.get(one.method, one.method),
        "金額": str(-one.yen if one.move == Move.REFUNDED else one.yen),
        "受付番号": line.receipt_no,
        "手続ID": due.key,
        "部署ID": due.division,
        "納付日": one.paid_on.isoformat(),
        "入金日": one.banked_on.isoformat() if one.banked_on else "",
    }
