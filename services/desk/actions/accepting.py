"""受付 by the house itself: what arrived is taken in hand when the office opens, where the procedure leaves it to that."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.procedure import Acceptance
from portal import inbox
from portal.db import writing
from portal.inbox import HOUSE, Case
from portal.opening import is_open, today
from portal.refused import Refused
from portal.states import State
from services.desk.actions.standing import answering, pack_of
from services.desk.actions.steps import take_in_hand

# One look takes along so many; the next one, a minute later, goes on.
AT_ONCE = 500


def accept_arrived(session: Session, now: datetime) -> int:
    """Accept whatever waits at an office that is open now.

    到達 happens at any hour (行政手続法第37条, 同第7条: the office begins without delay), 受付 when somebody is there. For most
    notifications nobody needs to look first; where the procedure's file says `acceptance = "clerk"`, a clerk presses the
    button instead and nothing here touches the case.
    """
    pack = pack_of(session)
    automatic = [key for key, one in pack.procedures.items() if one.acceptance is Acceptance.AUTOMATIC]
    waiting = session.execute(
        select(Case.id, Case.division)
        .where(Case.state == State.ARRIVED, Case.procedure.in_(automatic))
        .order_by(Case.id)
        .limit(AT_ONCE)
    ).all()
    open_now = {division: _is_open(session, division, now) for division in {row.division for row in waiting}}
    return sum(_accept(session, row.id, now) for row in waiting if open_now[row.division])


def _is_open(session: Session, division: str, now: datetime) -> bool:
    return is_open(pack_of(session), answering(session, division, today(now)).office, now)


def _accept(session: Session, case_id: UUID, now: datetime) -> bool:
    """One case in one short block, so that no clerk waits for the whole round."""
    try:
        with writing(session):
            case = inbox.take_hold(session, case_id)
            take_in_hand(session, case, HOUSE, now)
    except Refused:
        # Withdrawn, or accepted by a clerk, since the round began.
        return False
    return True
