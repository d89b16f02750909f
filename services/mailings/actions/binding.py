"""A request that came without a letter is bound to the addressee it answers for, so that nobody is paid twice."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import inbox, receipt_numbers
from portal.inbox import Case
from portal.people import StaffSeat
from portal.refused import Refused
from services.mailings.actions import answering, standing
from services.mailings.actions.standing import MANAGE
from services.mailings.models import Addressee, Mailing
from services.mailings.rules.stages import Stage, outcome_of


def bind(session: Session, seat: StaffSeat, addressee_id: UUID, receipt_no: str, now: datetime) -> None:
    """This request is this addressee's answer; refused where there is one already."""
    found, mailing = standing.addressee(session, seat, addressee_id)
    number = receipt_numbers.read_receipt_number(receipt_no)
    case = session.scalar(select(Case).where(Case.receipt_no == number)) if number else None
    if case is None or case.procedure != mailing.procedure or not seat.may("case.read", case.division):
        raise Refused("case_unknown", status=404)
    if of_case(session, case.id) is not None:
        raise Refused("already_answered")
    outcome = outcome_of(inbox.answers(session, case))
    with standing.holding(session, seat, mailing.id, MANAGE, "case_bound", now):
        answering.settle(session, found.id, outcome, case.channel, now, case_id=case.id, by=seat.id)


def case_of(session: Session, found: Addressee) -> Case | None:
    """The request that answers a letter."""
    return session.get(Case, found.case_id) if found.case_id else None


def of_case(session: Session, case_id: UUID) -> Addressee | None:
    """Whose answer a request is."""
    return session.scalar(select(Addressee).where(Addressee.case_id == case_id))


def wants_addressee(session: Session, case: Case) -> bool:
    """Whether a request came without a letter although letters about it were sent."""
    sent = select(Mailing.id).where(Mailing.procedure == case.procedure, Mailing.stage == str(Stage.RELEASED))
    return session.scalar(sent.limit(1)) is not None and of_case(session, case.id) is None
