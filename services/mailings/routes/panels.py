"""What the room says on the desk's page of a case: whose letter it answers, and whether the account is theirs."""

from sqlalchemy.orm import Session

from portal import i18n
from portal.doors import staff
from portal.inbox import Case
from services.mailings.actions import binding, standing, transfers
from services.mailings.actions.standing import MANAGE
from services.mailings.rules import paper
from services.mailings.rules import transfers as sending
from services.mailings.rules.stages import Outcome


def for_staff(session: Session, case: Case) -> str | None:
    """案内 on the desk's page of a case."""
    if not staff().may(MANAGE, case.division):
        return None
    found = binding.of_case(session, case.id)
    if found is None:
        unbound = binding.wants_addressee(session, case)
        return i18n.page("mailings/staff/case_panel.html", one=None, hindrance="", yen=0) if unbound else None
    _, mailing = standing.addressee(session, staff(), found.id)
    known = standing.values(session, found)["answers"]
    yen = paper.amount(standing.procedure_of(session, mailing), known)
    account, kana = transfers.account_of(session, found, case), str(known.get("name_kana") or "")
    hindrance = sending.hindrance(account, yen, kana) if found.outcome == Outcome.ANSWERED else ""
    return i18n.page(
        "mailings/staff/case_panel.html", one=found, mailing=mailing, hindrance=hindrance, yen=yen
    )
