"""How long a request took: counted with its end, so that a median needs no look at the cases."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal import ledger
from portal.inbox import Case
from portal.opening import today


def completed(session: Session, case: Case, now: datetime) -> None:
    """完了, with the days since 到達; the days that it waited for the resident are among them, as people live them."""
    days = (today(now) - today(case.arrived_at)).days
    ledger.event(
        session, ledger.Kind.COMPLETED, case.procedure, case.channel, case.division, today(now), value=days
    )
