"""What a booking makes somebody owe: its price once it is booked, with 減免 as claimed, and what stays owed when it is given back late."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal import payments
from portal.inbox import Case
from portal.opening import today
from portal.pack.buildings import Building
from portal.pack.fees import Payable
from portal.payments import Due, reducing, waivers
from services.reservations.actions import groups
from services.reservations.models.bookings import Booking
from services.reservations.rules.prices import Bill
from services.reservations.rules.states import State

USE = "use"
ACCOUNT = "使用料及び手数料"


def rule(building: str, relief: str) -> str:
    """The name of a building's 減免 among all rules of the town."""
    return f"{building}/{relief}"


def what(row: Booking) -> str:
    """What a use is called among all that is owed for a case: each date of a series is owed by itself."""
    return USE if row.series_id is None else f"{USE}:{row.id}"


def owe(session: Session, row: Booking, house: Building, bill: Bill, case: Case, now: datetime) -> None:
    """Note what is owed once nobody has to decide about it any more."""
    if row.state != State.CONFIRMED or not bill.full:
        return
    due = payments.owe(
        session, "case", case.id, what(row), bill.full, now, key=case.procedure, division=house.operator, account=ACCOUNT,
        payable=Payable.ARRIVAL,
    )  # fmt: skip
    _relieve(session, row, house, bill, due, bill.relieved, now)


def change(
    session: Session, row: Booking, house: Building, before: Bill, bill: Bill, case: Case, now: datetime
) -> None:
    """Another time costs more or less: the difference is owed on top, or not owed any more and given back."""
    if bill.full > before.full:
        more = payments.owe(
            session, "case", case.id, f"{USE}:{row.version}", bill.full - before.full, now, key=case.procedure,
            division=house.operator, account=ACCOUNT, payable=Payable.ARRIVAL,
        )  # fmt: skip
        if _known(session, row, house, bill):
            _relieve(session, row, house, bill, more, max(bill.relieved - before.relieved, 0), now)
    elif bill.full < before.full:
        reducing.leave(session, case, bill.full, now, once=f"moved:{row.version}")


def _relieve(
    session: Session, row: Booking, house: Building, bill: Bill, due: Due, yen: int, now: datetime
) -> None:
    """Ask for the 減免 of a bill; a group showed what it is when it was registered, so nothing has to be seen again."""
    relief = _relief(bill)
    if not relief or not yen:
        return
    waivers.claim(session, due, rule(house.key, relief), yen, now)
    if _known(session, row, house, bill):
        waivers.confirm(session, due, None, now)


def _known(session: Session, row: Booking, house: Building, bill: Bill) -> bool:
    return bool(_relief(bill)) and _relief(bill) == groups.relief(
        session, row.group_id, house, today(row.starts_at)
    )


def _relief(bill: Bill) -> str:
    return next((line.key for line in bill.lines if line.kind == "relief"), "")
