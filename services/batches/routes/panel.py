"""What the room says on the desk's page of a case: in which batches it went."""

from sqlalchemy.orm import Session

from portal import i18n
from portal.doors import staff
from portal.inbox import Case
from services.batches.actions import standing
from services.batches.actions.standing import TAKE


def for_staff(session: Session, case: Case) -> str | None:
    """庁内連携 on the desk's page of a case, for who may take batches."""
    found = standing.of_case(session, case)
    if not found or not staff().may(TAKE, case.division):
        return None
    return i18n.page("batches/staff/panel.html", batches=found)
