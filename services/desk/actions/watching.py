"""Looks that leave a row in the audit: lists, hits of a search, mails, letters; and the audit itself, read by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit
from portal.audit import Audit
from portal.db import writing
from portal.opening import midnight
from portal.people import StaffSeat

ROWS_A_PAGE = 100


@dataclass(frozen=True)
class Day:
    """The audit of one day, a page of it; `older` is the row below which the next page begins, if there is one."""

    on: date
    rows: tuple[Audit, ...]
    older: UUID | None


def listed(session: Session, seat: StaffSeat, which: str, now: datetime) -> None:
    """Somebody looked at a list with names."""
    with writing(session):
        audit.saw(session, "staff", seat.id, "listed", "cases", which, now)


def found(session: Session, seat: StaffSeat, ids: Sequence[UUID], now: datetime) -> None:
    """Somebody searched: each case that came up is a look at it; what was typed is written nowhere."""
    with writing(session):
        if ids:
            audit.saw_each(session, "staff", seat.id, "searched", "case", ids, now)
        else:
            audit.saw(session, "staff", seat.id, "searched", "cases", None, now)


def looked(
    session: Session, seat: StaffSeat, verb: str, kind: str, subject: UUID | str | None, now: datetime
) -> None:
    """Somebody looked at something else."""
    with writing(session):
        audit.saw(session, "staff", seat.id, verb, kind, subject, now)


def day(session: Session, on: date, actor: str = "", below: UUID | None = None) -> Day:
    """What staff saw and did on a day, the newest first; one person's only, where one is named."""
    query = select(Audit).where(Audit.at >= midnight(on), Audit.at < midnight(on + timedelta(days=1)))
    if actor:
        query = query.where(Audit.actor_kind == "staff", Audit.actor_id == actor)
    if below:
        query = query.where(Audit.id < below)
    rows = session.scalars(query.order_by(Audit.id.desc()).limit(ROWS_A_PAGE + 1)).all()
    shown = tuple(rows[:ROWS_A_PAGE])
    return Day(on, shown, older=shown[-1].id if len(rows) > ROWS_A_PAGE else None)
