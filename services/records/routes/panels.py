"""What the room says on a case's page: how long it is kept, what stops its erasing, and that it was disposed of."""

from sqlalchemy.orm import Session

from portal import holds, i18n
from portal.doors import now, staff
from portal.inbox import Case
from services.records.actions import reading
from services.records.actions.standing import HOLD, READ


def for_staff(session: Session, case: Case) -> str | None:
    """文書の保存 on the desk's page of a case, for who may see records."""
    if not staff().may(READ, case.division):
        return None
    return i18n.page(
        "records/case_panel.html",
        case=case,
        kept=reading.of_case(session, case, now()),
        holds=[] if case.erased_at else holds.of_case(session, case),
        may_hold=staff().may(HOLD, case.division) and case.erased_at is None,
    )
