"""The room's work beside requests: what was said is erased when its time is over."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.jobs import Every
from portal.settings import Settings
from services.chat.actions import sweeping


def forget(session: Session, now: datetime) -> None:
    """Erase talks that nobody goes on with, and questions that were kept long enough."""
    settings: Settings = session.info["settings"]
    sweeping.talks(session, now, settings.chat_hours)
    sweeping.questions(session, now, settings.chat_days)


WORKERS: dict[str, Callable[..., None]] = {"forget_talks": Every(timedelta(minutes=30), forget)}
