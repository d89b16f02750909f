"""Labels: words a division puts on its cases to find them again; they say nothing to the resident."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from forms.numbers import find_individual_numbers
from portal.inbox import Case
from portal.people import StaffSeat
from portal.refused import Refused
from services.desk.actions.standing import READ, Hold, holding
from services.desk.models import CaseLabel
from services.desk.rules import Act

LONGEST = 20


def known(session: Session, seat: StaffSeat) -> list[str]:
    """The labels in use where this seat reads."""
    mine = CaseLabel.division.in_(seat.divisions_for(READ))
    return list(session.scalars(select(CaseLabel.label).where(mine).distinct().order_by(CaseLabel.label)))


def on(session: Session, case_ids: Sequence[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The labels of some cases."""
    found: dict[UUID, tuple[str, ...]] = {}
    rows = select(CaseLabel.case_id, CaseLabel.label).where(CaseLabel.case_id.in_(case_ids))
    for case_id, label in session.execute(rows.order_by(CaseLabel.label)):
        found[case_id] = (*found.get(case_id, ()), label)
    return found


def worded(typed: str) -> str:
    """A label as it is kept, or why it cannot be: it stands in addresses, so it is short and holds no number of a person."""
    label = " ".join(typed.split())
    if not label or len(label) > LONGEST or find_individual_numbers(label):
        raise Refused("label_name", status=422, longest=LONGEST)
    return label


def put(session: Session, seat: StaffSeat, hold: Hold, label: str, now: datetime) -> None:
    """Put a label on a case; a second time changes nothing."""
    with holding(session, seat, hold, Act.LABEL, now) as case:
        if session.get(CaseLabel, (case.id, label)) is None:
            session.add(CaseLabel(case_id=case.id, label=label, division=case.division))


def take_off(session: Session, seat: StaffSeat, hold: Hold, label: str, now: datetime) -> None:
    """Take a label off a case."""
    with holding(session, seat, hold, Act.LABEL, now) as case:
        session.execute(delete(CaseLabel).where(CaseLabel.case_id == case.id, CaseLabel.label == label))


def forget(session: Session, case: Case, now: datetime) -> None:
    """A word somebody put on a case goes with it, inside the caller's writing block."""
    session.execute(delete(CaseLabel).where(CaseLabel.case_id == case.id))
