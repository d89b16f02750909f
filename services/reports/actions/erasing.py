"""廃棄: with the case goes all of its report but what statistics count."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.inbox import Case
from portal.people import resident_holder
from services.reports.actions import looking
from services.reports.models import ReportFollower


def forget(session: Session, case: Case, now: datetime) -> None:
    """Keep the kind and the days alone."""
    report = looking.of_case(session, case.id)
    if report is None:
        return
    session.execute(delete(ReportFollower).where(ReportFollower.report_id == report.id))
    report.lat = report.lon = None
    report.look, report.public_place, report.public_photo = "", "", None
    report.published_at, report.changed_at = None, now
    session.flush()


def leave(session: Session, resident: UUID, holders: object, now: datetime) -> None:
    """A resident's account is erased: it follows nothing any more."""
    session.execute(delete(ReportFollower).where(ReportFollower.holder == resident_holder(resident)))
