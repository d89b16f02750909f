"""What stays of an appointment whose case is erased: when, and not what somebody came for."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.inbox import Case
from services.appointments.models import Appointment, CourseEntry, Visitor, VisitorAnswers


def forget(session: Session, case: Case, now: datetime) -> None:
    """Empty what they came for, in the transaction that erases the case."""
    mine = select(Appointment.id).where(Appointment.case_id == case.id)
    session.execute(delete(VisitorAnswers).where(VisitorAnswers.appointment_id.in_(mine)))
    session.execute(update(CourseEntry).where(CourseEntry.appointment_id.in_(mine)).values(person=None))
    session.execute(update(Visitor).where(Visitor.appointment_id.in_(mine)).values(matters="", person=None))
