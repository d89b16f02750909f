"""The desk's regular work: requests are accepted when their office opens."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.jobs import Every
from services.desk.actions import accepting


def accept(session: Session, now: datetime) -> None:
    """Look whether an office has opened to what arrived."""
    accepting.accept_arrived(session, now)


WORKERS = {"accept": Every(timedelta(minutes=1), accept)}
