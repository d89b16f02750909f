"""The town as a worker answers on LINE: its index and its mind, made once for each process."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal import finding
from portal.finding import Finder
from portal.opening import today
from portal.pack import Pack
from portal.settings import Settings
from services.chat import outside
from services.chat.actions import garbage_wishes, line_requests, minds, streets, worlds
from services.chat.actions.minds import Minds

_FINDER, _MINDS = "line_finder", "line_minds"


def town(session: Session, now: datetime, user: str = "", friend: UUID | None = None) -> worlds.Town:
    """The town at this moment, for a user who talks with it alone, and is this friend; nobody in particular in a group."""
    settings: Settings = session.info["settings"]
    model = outside.model(settings)
    return worlds.Town(
        session.info["pack"],
        _finder(session, today(now)),
        session.info["words"].words,
        now,
        model.complete if model else None,
        _minds(session, settings).answer,
        reminders=garbage_wishes.reminders(session, friend, now),
        requests=lambda lang: line_requests.of(session, user, lang, now),
        report=lambda trouble: streets.begin(session, trouble, "line", now, friend),
    )


def _finder(session: Session, day: date) -> Finder:
    """What can be found today: made once a day and when editors publish, for it takes as long as many searches."""
    pack: Pack = session.info["pack"]
    made: dict[str, Any] = session.info["made"]
    kept: tuple[Pack, Finder] | None = made.get(_FINDER)
    if kept is None or kept[0] is not pack or kept[1].day != day:
        kept = made[_FINDER] = (pack, finding.finder(pack, day))
    return kept[1]


def _minds(session: Session, settings: Settings) -> Minds:
    made: dict[str, Any] = session.info["made"]
    found: Minds = made.setdefault(
        _MINDS, Minds(minds.folder(settings), noted=minds.noting(session.info["meter"]))
    )
    return found
