"""受付: they are here with the permit, and what is owed is noted; pressed by mistake it is taken back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import inbox, ledger, pace, payments
from portal.db import writing
from portal.inbox import Actor, Case
from portal.opening import today
from portal.pack.crematorium import KEY
from portal.pack.fees import Payable
from portal.payments import waivers
from portal.refused import Refused
from services.crematorium.actions import standing
from services.crematorium.actions.wishes import hall_of
from services.crematorium.models.cremations import Cremation, CremationExtra
from services.crematorium.rules import law
from services.crematorium.rules.states import State

FEE, ACCOUNT = "cremation", "使用料及び手数料"


def came(
    session: Session, cremation_id: UUID, actor: Actor, now: datetime, *, permit_seen: bool
) -> Cremation:
    """They are here; without the permit itself nobody is taken in (墓地、埋葬等に関する法律 第14条第3項)."""
    hall = hall_of(session)
    with writing(session):
        case, row = standing.take_hold(session, cremation_id)
        if row.state == State.HELD:
            return row
        sort = hall.sort(row.sort)
        if row.state != State.CONFIRMED or case is None or sort is None:
            raise Refused("not_certain_yet", 409)
        if law.needs_permit(sort.kind) and not permit_seen:
            raise Refused("permit_not_seen", 422)
        if today(row.starts_at) != today(now):
            raise Refused("not_begun", 409)
        row.state, row.came_at = State.HELD, now
        standing.touched(session, row, now)
        _owe(session, row, case, now)
        _finish(session, case, now)
        standing.note(session, row, "held", actor, now)
        standing.count_event(session, ledger.Kind.CHECKED_IN, row, now)
        standing.changed(session)
    return row


def _owe(session: Session, row: Cremation, case: Case, now: datetime) -> None:
    """What it costs, as it was told at booking; 減免 is decided on the paper that is shown."""
    along = select(func.coalesce(func.sum(CremationExtra.yen), 0)).where(
        CremationExtra.cremation_id == row.id
    )
    yen = row.yen + int(session.execute(along).scalar_one())
    if not yen:
        return
    due = payments.owe(
        session, "case", case.id, FEE, yen, now, key=case.procedure, division=case.division, account=ACCOUNT,
        payable=Payable.ARRIVAL,
    )  # fmt: skip
    if row.relief and row.relieved:
        waivers.claim(session, due, f"{KEY}/{row.relief}", row.relieved, now)


def _finish(session: Session, case: Case, now: datetime) -> None:
    """The request has had its end, where its course allows it."""
    if case.state == inbox.State.ARRIVED:
        inbox.move(session, case, inbox.State.ACCEPTED, inbox.HOUSE, now)
    if inbox.State.DONE in inbox.FOLLOWS[inbox.State(case.state)]:
        inbox.move(session, case, inbox.State.DONE, inbox.HOUSE, now)
        pace.completed(session, case, now)
