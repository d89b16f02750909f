"""Looking: which open reports are of the same thing, and what the town has published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from portal.distances import around
from portal.refused import Refused
from services.reports.models import Report, ReportFollower
from services.reports.rules import same
from services.reports.rules.same import FARTHER, Seen
from services.reports.rules.stages import OPEN

# What was mended stays on the public page so long.
RECENT = timedelta(days=90)
_MOST, _SHOWN = 200, 5


@dataclass(frozen=True)
class Near:
    """A report of probably the same thing; nothing in it says who made it."""

    report: Report
    # How far away it is, to ten metres; None where one of them names no place.
    metres: int | None
    # How many are troubled by it, whoever reported it first among them.
    people: int


@dataclass(frozen=True)
class Published:
    """A report as everybody may see it."""

    report: Report
    people: int


def near(session: Session, seen: Seen) -> tuple[Near, ...]:
    """Open reports of probably the same thing, the nearest first."""
    found = [
        (one, same.distance(seen, seen_of(one)))
        for one in _candidates(session, seen)
        if same.same(seen, seen_of(one))
    ]
    found.sort(key=lambda each: FARTHER if each[1] is None else each[1])
    people = counts(session, [one.id for one, _ in found])
    return tuple(
        Near(one, None if away is None else max(10, int(round(away, -1))), people[one.id])
        for one, away in found[:_SHOWN]
    )


def seen_of(report: Report) -> Seen:
    """What a report is compared by."""
    placed = report.lat is not None and report.lon is not None
    return Seen(report.kind, (report.lat or 0.0, report.lon or 0.0) if placed else None, report.look)


def _candidates(session: Session, seen: Seen) -> Sequence[Report]:
    """The open reports of the kind that lie in the field around, and those that only a photo can tell."""
    wanted = select(Report).where(Report.kind == seen.kind, Report.stage.in_(OPEN))
    looks = Report.look != ""
    if seen.point is None:
        wanted = wanted.where(looks)
    else:
        (south, west), (north, east) = around(seen.point, FARTHER)
        inside = and_(Report.lat.between(south, north), Report.lon.between(west, east))
        wanted = wanted.where(or_(inside, and_(Report.lat.is_(None), looks)))
    return session.scalars(wanted.order_by(Report.made_at.desc()).limit(_MOST)).all()


def counts(session: Session, ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many are troubled by each: whoever reported it, and those who follow."""
    query = (
        select(ReportFollower.report_id, func.count())
        .where(ReportFollower.report_id.in_(ids))
        .group_by(ReportFollower.report_id)
    )
    more: dict[UUID, int] = dict(session.execute(query).all()) if ids else {}
    return {one: 1 + more.get(one, 0) for one in ids}


def published(session: Session, now: datetime, kind: str = "") -> tuple[Published, ...]:
    """What the town shows everybody: what is open, and what came to its end lately; the newest first."""
    wanted = select(Report).where(
        Report.published_at.is_not(None), or_(Report.stage.in_(OPEN), Report.changed_at >= now - RECENT)
    )
    if kind:
        wanted = wanted.where(Report.kind == kind)
    found = session.scalars(wanted.order_by(Report.made_at.desc()).limit(_MOST)).all()
    people = counts(session, [one.id for one in found])
    return tuple(Published(one, people[one.id]) for one in found)


def open_one(session: Session, report_id: UUID) -> Report:
    """An open report; of all others nobody is told anything."""
    found = session.get(Report, report_id)
    if found is None or found.stage not in OPEN:
        raise Refused("report_unknown", 404)
    return found


def of_case(session: Session, case_id: UUID) -> Report | None:
    """The report of a case, where it is one."""
    return session.scalar(select(Report).where(Report.case_id == case_id))
