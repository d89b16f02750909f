"""What the room says on a case's pages: to the resident what is to be paid, to staff how the money stands."""

from sqlalchemy.orm import Session

from portal import i18n
from portal.doors import staff
from portal.inbox import Case
from services.payments.actions import receipts, standing
from services.payments.actions.standing import READ
from services.payments.rules import Standing


def for_resident(session: Session, case: Case) -> str | None:
    """手数料 on the page of the resident's own case."""
    found = standing.account(session, case)
    if found.standing is Standing.NOTHING:
        return None
    papers = () if case.erased_at else receipts.of(session, found)
    return i18n.page("payments/own_panel.html", account=found, case=case, receipts=papers)


def for_staff(session: Session, case: Case) -> str | None:
    """手数料 on the desk's page of a case, for who may see money."""
    found = standing.account(session, case)
    if found.standing is Standing.NOTHING or not staff().may(READ, case.division):
        return None
    return i18n.page("payments/staff/case_panel.html", account=found, case=case)
