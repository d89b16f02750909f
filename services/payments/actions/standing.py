"""How a case stands with its money, and who may do what about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import payments
from portal.inbox import Case
from portal.pack import Pack
from portal.pack.fees import Payable, WaiverRule
from portal.payments import Due, Move, Payment, waivers
from portal.payments.waivers import CLAIMED, Waiver
from portal.people import StaffSeat
from portal.refused import Refused
from portal.states import State
from services.payments import rules
from services.payments.models import Checkout
from services.payments.rules import Money, Stage, Standing

TAKE, READ, WAIVE, PROPOSE, APPROVE = (
    "payment.take",
    "payment.read",
    "payment.waive",
    "payment.propose",
    "payment.approve",
)


@dataclass(frozen=True)
class Owed:
    """One due with its book and the 減免 that was asked for it."""

    due: Due
    money: Money
    lines: tuple[Payment, ...]
    waiver: Waiver | None
    rule: WaiverRule | None

    @property
    def what(self) -> str:
        """Fee or postage."""
        return self.due.what

    @property
    def yen(self) -> int:
        """What the line comes to before 減免."""
        return self.due.yen

    @property
    def waived(self) -> int:
        """How much 減免 was asked for."""
        return self.waiver.yen if self.waiver else 0

    @property
    def state(self) -> str:
        """How the 減免 stands."""
        return self.waiver.state if self.waiver else ""


@dataclass(frozen=True)
class Account:
    """Everything about the money of one case."""

    case: Case
    owed: tuple[Owed, ...]
    standing: Standing
    waiting: Checkout | None

    @property
    def payable(self) -> int:
        """What is to be paid now."""
        return sum(one.money.payable for one in self.owed)

    @property
    def charged(self) -> int:
        """What it comes to in the end."""
        return sum(one.money.charged for one in self.owed)

    @property
    def paid(self) -> int:
        """What came in and stayed."""
        return sum(one.money.paid - one.money.given_back for one in self.owed)

    @property
    def lines(self) -> tuple[Payment, ...]:
        """Every line, oldest first."""
        return tuple(sorted((line for one in self.owed for line in one.lines), key=lambda line: line.id))


def account(session: Session, case: Case, *, lock: bool = False) -> Account:
    """The money of a case as it is now; `lock` keeps it so until the writing block ends."""
    owed = tuple(_owed(session, due) for due in payments.dues(session, "case", case.id, lock=lock))
    # Only what is owed is ever paid.
    waiting = processing(session, "case", case.id) if owed else None
    money = [one.money for one in owed]
    return Account(case, owed, rules.standing(money, State(case.state), waits=waiting is not None), waiting)


def processing(session: Session, subject_kind: str, subject_id: UUID) -> Checkout | None:
    """The try whose money is awaited from a convenience store."""
    return next(
        (one for one in tries(session, subject_kind, subject_id) if one.state == Stage.PROCESSING), None
    )


def tries(session: Session, subject_kind: str, subject_id: UUID) -> Sequence[Checkout]:
    """The tries that are under way, the newest first."""
    query = select(Checkout).where(
        Checkout.subject_kind == subject_kind,
        Checkout.subject_id == subject_id,
        Checkout.state.in_([str(one) for one in rules.UNDER_WAY]),
    )
    return session.scalars(query.order_by(Checkout.id.desc())).all()


def find(session: Session, seat: StaffSeat, case_id: UUID, permission: str) -> Case:
    """A case whose money this seat may see or touch."""
    case = session.get(Case, case_id)
    if case is None:
        raise Refused("case_unknown", status=404)
    check(seat, permission, case.division)
    return case


def check(seat: StaffSeat, permission: str, division: str) -> None:
    """The accounts serve the whole town; everybody else their own division."""
    if not (seat.may(permission, division) or (seat.may(APPROVE) and seat.may(permission))):
        raise Refused("not_permitted", status=403)


def divisions(seat: StaffSeat) -> frozenset[str] | None:
    """Whose money a seat sees: its divisions', or everybody's."""
    return None if seat.may(APPROVE) else seat.divisions_for(READ)


def pack_of(session: Session) -> Pack:
    """The town that the shell handed to this session."""
    pack: Pack = session.info["pack"]
    return pack


def latest(found: Account) -> datetime | None:
    """When money last moved."""
    return found.lines[-1].at if found.lines else None


def _owed(session: Session, due: Due) -> Owed:
    lines = tuple(payments.book(session, due))
    waiver = waivers.of(session, due)
    summed = {move: sum(line.yen for line in lines if line.move == move) for move in Move}
    money = Money(
        what=due.what,
        yen=due.yen,
        waived=summed[Move.WAIVED],
        claimed=waiver.yen if waiver is not None and waiver.state == CLAIMED else 0,
        paid=summed[Move.PAID],
        given_back=summed[Move.REFUNDED],
        payable=waivers.payable(session, due),
        when=Payable(due.payable),
    )
    rule = pack_of(session).waiver(waiver.rule) if waiver else None
    return Owed(due, money, lines, waiver, rule)
