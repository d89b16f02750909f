"""The room's work beside requests: 仮予約 without a permit's number are reminded, and lapse."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import notify
from portal.db import writing
from portal.house import House
from portal.jobs import Every
from services.crematorium.actions import cancelling, samples, standing
from services.crematorium.actions.wishes import hall_of
from services.crematorium.models.cremations import Cremation
from services.crematorium.rules import terms
from services.crematorium.rules.states import State

_AT_ONCE = 500


def warn(session: Session, now: datetime) -> None:
    """Remind whoever has not told the permit's number yet, once."""
    if session.info["pack"].crematorium is None:
        return
    rules = hall_of(session).rules
    soon = now + timedelta(hours=rules.warn_hours)
    due = select(Cremation.id).where(Cremation.permit_until <= soon, Cremation.warned_at.is_(None))
    for cremation_id in session.scalars(due.order_by(Cremation.permit_until).limit(_AT_ONCE)).all():
        with writing(session):
            case, row = standing.take_hold(session, cremation_id)
            if row.state != State.TENTATIVE or row.permit_until is None or row.warned_at is not None:
                continue
            if terms.warns_at(rules, row.permit_until) > now or row.permit_until <= now:
                continue
            row.warned_at = now
            session.flush()
            if case is not None:
                values = {"starts": row.starts_at.isoformat(), "until": row.permit_until.isoformat()}
                notify.notify_case(session, case, "cremation_permit", now, values=values)


def lapse(session: Session, now: datetime) -> None:
    """Free the furnaces of those whose time is over."""
    over = select(Cremation.id).where(Cremation.permit_until <= now).order_by(Cremation.permit_until)
    for cremation_id in session.scalars(over.limit(_AT_ONCE)).all():
        cancelling.lapse(session, cremation_id, now)


def look_after(session: Session, now: datetime) -> None:
    """Both, the warnings first."""
    warn(session, now)
    lapse(session, now)


def sample(session: Session, house: House) -> Sequence[str]:
    """Give the sample town a week of cremations, once."""
    return samples.load(session, house.now())


WORKERS: dict[str, Callable[..., None]] = {"cremation_permits": Every(timedelta(minutes=5), look_after)}
