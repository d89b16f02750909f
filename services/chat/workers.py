"""The room's work beside requests: what was said is erased when its time is over, and the mind follows what is told."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.jobs import Every
from portal.settings import Settings
from services.chat.actions import minds, sweeping, votes
from services.chat.models import Question


def forget(session: Session, now: datetime) -> None:
    """Erase talks that nobody goes on with, and questions that were kept long enough."""
    settings: Settings = session.info["settings"]
    sweeping.talks(session, now, settings.chat_hours)
    sweeping.questions(session, now, settings.chat_days)


def think(session: Session, now: datetime) -> None:
    """Build the bot's mind anew where what it knows has changed; of the same it lies there already."""
    if session.scalar(select(Question.id).limit(1)) is not None:
        # Where nobody has ever asked anything it would only take room.
        minds.build(session, now)


def calibrate(session: Session, now: datetime) -> None:
    """Once a day, be as sure as what people said of answers allows."""
    votes.calibrate(session, now)


WORKERS: dict[str, Callable[..., None]] = {
    "forget_talks": Every(timedelta(minutes=30), forget),
    "build_mind": Every(timedelta(minutes=2), think),
    "calibrate_mind": Every(timedelta(hours=24), calibrate),
}
