"""What this room keeps beside a case and must forget with it."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.inbox import Case
from services.applications.models import CardSignatureKept, RatedCase


def erase(session: Session, case: Case, now: datetime) -> None:
    """The card's signature and certificate go with the case, and that it was rated, inside the caller's writing block."""
    session.execute(delete(CardSignatureKept).where(CardSignatureKept.case_id == case.id))
    session.execute(delete(RatedCase).where(RatedCase.case_id == case.id))
