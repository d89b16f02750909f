"""領収書: the paper for money that came in, made anew each time from the book; every print after the first says 再発行."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms import show, wareki
from portal import audit, inbox
from portal.db import new_id, writing
from portal.inbox import Case
from portal.notify import reach_in
from portal.opening import today
from portal.pack.sheets import Sheets
from portal.payments import CASH, Due, Move, Payment
from portal.payments.refunds import Refund
from portal.payments.refunds import Stage as RefundStage
from portal.people import StaffSeat
from portal.refused import Refused
from services.payments.actions.standing import Account, account, find, pack_of
from services.payments.models import ReceiptIssue

PAPER = "sheets/paid.html"
# What each provider is called on the paper; one that is not listed is called by its own word.
PROVIDERS = {"stripe": "Stripe", "sample": "見本の支払いサービス"}


@dataclass(frozen=True)
class Part:
    """One line of what was paid at once."""

    what: str
    yen: int
    fiscal_year: int
    account: str


@dataclass(frozen=True)
class Paid:
    """What was paid at once, by one method: one 領収書, known by the first of its lines."""

    id: UUID
    place: int
    method: str
    provider: str
    paid_on: date
    parts: tuple[Part, ...]
    given_back: int
    given_back_on: date | None

    @property
    def yen(self) -> int:
        """All of it."""
        return sum(part.yen for part in self.parts)


def of(session: Session, found: Account) -> tuple[Paid, ...]:
    """Every 領収書 of a case, oldest first; a number for the shop that nobody paid yet, or a 減免, makes none."""
    dues = {line.id: owed.due for owed in found.owed for line in owed.lines}
    lines = [line for line in found.lines if line.move == Move.PAID]
    refunds = _given_back(session, lines)
    # What one press or one message wrote was written at one moment.
    groups = groupby(sorted(lines, key=_moment), key=_moment)
    return tuple(_paid(place, list(group), dues, refunds) for place, (_, group) in enumerate(groups, 1))


def issue(
    session: Session, case: Case, payment_id: UUID, seat: StaffSeat | None, now: datetime
) -> ReceiptIssue:
    """Hand one out, to the resident or by somebody at the counter; what is handed out again is numbered."""
    if case.erased_at is not None:
        raise Refused("receipt_unknown", status=404)
    with writing(session):
        held = inbox.take_hold(session, case.id)
        if all(one.id != payment_id for one in of(session, account(session, held))):
            raise Refused("receipt_unknown", status=404)
        before = select(func.count()).where(ReceiptIssue.payment_id == payment_id)
        made = ReceiptIssue(
            id=new_id(), payment_id=payment_id, copy=int(session.execute(before).scalar_one()) + 1,
            issued_at=now, issued_by=seat.id if seat else None,
        )  # fmt: skip
        session.add(made)
        session.flush()
        kind, who = ("staff", seat.id) if seat else ("resident", None)
        audit.did(session, kind, who, "issued_receipt", "case", case.id, now)
    return made


def at_counter(
    session: Session, seat: StaffSeat, case_id: UUID, payment_id: UUID, permission: str, now: datetime
) -> ReceiptIssue:
    """The same, printed by somebody who may take this case's money."""
    return issue(session, find(session, seat, case_id, permission), payment_id, seat, now)


def case_of(session: Session, issue_id: UUID) -> tuple[ReceiptIssue, Case]:
    """What was handed out, and the case it is for; who may see that is the caller's question."""
    made = session.get(ReceiptIssue, issue_id)
    line = session.get(Payment, made.payment_id) if made else None
    due = session.get(Due, line.due_id) if line else None
    case = session.get(Case, due.subject_id) if due and due.subject_kind == "case" else None
    if made is None or case is None or case.erased_at is not None:
        raise Refused("receipt_unknown", status=404)
    return made, case


def seen_by_staff(
    session: Session, seat: StaffSeat, issue_id: UUID, permission: str, now: datetime
) -> tuple[ReceiptIssue, Case]:
    """The same for somebody on staff; the look is in the audit."""
    made, case = case_of(session, issue_id)
    find(session, seat, case.id, permission)
    with writing(session):
        audit.saw(session, "staff", seat.id, "printed_payment_receipt", "case", case.id, now)
    return made, case


def number(case: Case, paid: Paid) -> str:
    """領収書番号: the number by which the request is known everywhere, and which of its payments this is."""
    return f"{case.receipt_no}-{paid.place}"


def paper(session: Session, case: Case, made: ReceiptIssue, sheets: Sheets, lang: str) -> str:
    """領収書, with how things stand now: what was given back meanwhile is marked on it."""
    pack, day = pack_of(session), today(made.issued_at)
    paid = next(one for one in of(session, account(session, case)) if one.id == made.payment_id)
    division = pack.division(case.division, day)
    return sheets.html(
        PAPER,
        lang=lang,
        division=division,
        office=pack.office(division.office, day),
        title=pack.procedures[case.procedure].title,
        number=number(case, paid),
        receipt_no=case.receipt_no,
        # A receipt needs no address, so nothing on it tells where somebody is.
        payer=reach_in(inbox.answers(session, case)).name,
        paid=paid,
        years={part.fiscal_year: _fiscal_year(part.fiscal_year) for part in paid.parts},
        paid_on=show.day(paid.paid_on, "ja"),
        issued_on=show.day(day, "ja"),
        again=made.copy > 1,
        given_back_on=show.day(paid.given_back_on, "ja") if paid.given_back_on else "",
        by_provider="" if paid.method == CASH else PROVIDERS.get(paid.provider, paid.provider),
    )


def _fiscal_year(year: int) -> str:
    """令和8年度, as the accounts write it: by the era of its first day."""
    return wareki.text(date(year, 4, 1)).partition("年")[0] + "年度"


def _moment(line: Payment) -> tuple[datetime, str]:
    return line.at, line.method


def _given_back(session: Session, lines: Sequence[Payment]) -> dict[UUID, list[Refund]]:
    query = select(Refund).where(
        Refund.payment_id.in_([line.id for line in lines]), Refund.stage == str(RefundStage.DONE)
    )
    found: dict[UUID, list[Refund]] = {}
    for one in session.scalars(query.order_by(Refund.id)):
        found.setdefault(one.payment_id, []).append(one)
    return found


def _paid(place: int, lines: list[Payment], dues: dict[UUID, Due], refunds: dict[UUID, list[Refund]]) -> Paid:
    first = lines[0]
    given = [one for line in lines for one in refunds.get(line.id, ())]
    return Paid(
        id=first.id,
        place=place,
        method=first.method,
        provider=first.once_key.partition(":")[0],
        paid_on=first.paid_on,
        parts=tuple(_parts(lines, dues)),
        given_back=sum(one.yen for one in given),
        given_back_on=max((today(one.done_at) for one in given if one.done_at), default=None),
    )


def _parts(lines: list[Payment], dues: dict[UUID, Due]) -> Iterator[Part]:
    for line in lines:
        yield Part(dues[line.id].kind, line.yen, line.fiscal_year, line.account)
