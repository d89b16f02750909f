"""Speech made ahead: as soon as a number is given the worker makes its clips, so that a call never waits for a program."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.opening import today
from services.queue import outside
from services.queue.actions import days
from services.queue.models import Day, Ticket
from services.queue.rules import spoken
from services.queue.rules.tickets import OPEN

# A look lasts a few seconds at most; what is left is made at the next.
_AT_ONCE = 10


def folder(session: Session) -> Path:
    """Where the clips of this machine lie; they are the same every day."""
    home: Path = session.info["settings"].home
    return home / "speech"


def find(session: Session, name: str) -> Path | None:
    """The file of a clip, where it was made."""
    if spoken.clip(name) is None:
        return None
    path = folder(session) / f"{name}.wav"
    return path if path.is_file() else None


def prepare(session: Session, now: datetime) -> int:
    """Make the clips of the numbers that are out; says how many were made."""
    able = {lang for lang in spoken.LANGUAGES if outside.can(lang)}
    if not able:
        return 0
    numbers, place = _numbers(session, now), folder(session)
    counters = sorted({one.number for queue in days.pack_of(session).queues for one in queue.counters})
    missing = [
        name
        for name in spoken.every(iter(numbers), iter(counters if numbers else ()))
        if name.partition("-")[0] in able and not (place / f"{name}.wav").is_file()
    ]
    # No transaction stays open while a program runs.
    session.commit()
    made = 0
    for name in missing[:_AT_ONCE]:
        clip = spoken.clip(name)
        made += clip is not None and outside.speak(clip, place / f"{name}.wav")
    return made


def _numbers(session: Session, now: datetime) -> list[tuple[str, int]]:
    wanted = (
        select(Ticket.letter, Ticket.number)
        .join(Day, Day.id == Ticket.day_id)
        .where(Day.day == today(now), Ticket.state.in_([str(one) for one in OPEN]))
        .order_by(Ticket.turn)
    )
    return [(row.letter, row.number) for row in session.execute(wanted)]
