"""The room's work beside requests: what was said is erased when its time is over, and the mind follows what is told."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import friends
from portal.jobs import Every
from portal.service import Pace, Sender
from portal.settings import Settings
from services.chat.actions import (
    garbage_sending,
    gate,
    line_inbox,
    line_menu,
    line_quota,
    line_sending,
    line_working,
    minds,
    sweeping,
    trials,
    votes,
)
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


def remind(session: Session, now: datetime) -> None:
    """Tell those who asked before garbage is collected, and where its days changed."""
    garbage_sending.tell(session, now)


def look_at_quota(session: Session, now: datetime) -> None:
    """Ask LINE how many messages the month still has, where the town has LINE."""
    line_quota.ask(session, now)


# A person waits for the first two in front of a screen; a lease ends soon, so that a token is still good after a crash.
# Whoever answers also sends: most of its time a hand waits for LINE, so that there are more of them than would think at once.
PACES: dict[str, Pace] = {
    line_inbox.KIND: Pace(hands=6, lease=timedelta(seconds=40), bell=True),
    line_sending.REPLY: Pace(hands=2, lease=line_sending.HELD, bell=True),
    # An editor looks at the page meanwhile; two minds of a large town take a minute to build.
    trials.KIND: Pace(lease=timedelta(minutes=15), bell=True),
    "line": Pace(hands=2),
    friends.MANY: Pace(hands=2),
    friends.DISASTER: Pace(hands=2),
}
SENDERS: dict[str, Sender] = {
    line_inbox.KIND: line_working.work,
    line_sending.REPLY: line_sending.reply,
    trials.KIND: gate.work,
    "line": line_sending.notice,
    friends.MANY: line_sending.multicast,
    friends.DISASTER: line_sending.multicast,
    line_menu.KIND: line_menu.show,
}
WORKERS: dict[str, Callable[..., None]] = {
    "forget_talks": Every(timedelta(minutes=30), forget),
    "build_mind": Every(timedelta(minutes=2), think),
    "calibrate_mind": Every(timedelta(hours=24), calibrate),
    "garbage_reminders": Every(timedelta(minutes=5), remind),
    "line_quota": Every(timedelta(minutes=10), look_at_quota),
}
