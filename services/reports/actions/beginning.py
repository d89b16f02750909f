"""A report that was begun in a talk: kept for a day behind a link that only whoever began it has, and ended on the form."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal import files, friends, links
from portal.db import new_id, writing
from portal.distances import written
from portal.pack.reports import KIND
from portal.refused import Refused
from portal.sightings import Sighting
from services.reports.actions.asking import PHOTO, PLACE, POINT, TEXT

PURPOSE = "report"
# As long as its photos wait for somebody to claim them.
LASTS = timedelta(hours=24)
ADDRESS = "/reports/new"


@dataclass(frozen=True)
class Begun:
    """What the form starts with."""

    origin: UUID
    answers: dict[str, Any] = field(default_factory=dict, repr=False)
    channel: str = "online"
    # Who began it in a messenger.
    friend: UUID | None = None


def sight(session: Session, seen: Sighting, now: datetime) -> str:
    """Keep what was seen; the answer is the address of the form. Not in a writing block."""
    origin = new_id()
    told = {
        KIND: seen.kind,
        PLACE: seen.place,
        POINT: written(seen.point) if seen.point else "",
        TEXT: seen.words,
    }
    value = {
        "origin": str(origin),
        "answers": {key: one for key, one in told.items() if one},
        "channel": seen.channel,
        "friend": str(seen.friend or ""),
    }
    with writing(session):
        files.pass_on(session, seen.photos, to=origin, field=PHOTO)
        token = links.make(session, PURPOSE, now, LASTS, value=value)
    return f"{ADDRESS}?from={token}"


def begun(session: Session, token: str, now: datetime) -> Begun | None:
    """What was kept behind a link; None where its day is over, for the form can be filled in all the same."""
    try:
        found = links.look(session, PURPOSE, token, now)
    except Refused:
        return None
    value: Any = links.opened(session, found)
    friend = UUID(value["friend"]) if value.get("friend") else None
    return Begun(UUID(value["origin"]), dict(value["answers"]), str(value["channel"]), friend)


def friend_of(session: Session, origin: UUID, token: str, now: datetime) -> tuple[bytes, ...]:
    """Who began this form in a messenger, as a holder of its case: the answer reaches them where they asked."""
    found = begun(session, token, now) if token else None
    return (friends.holder(found.friend),) if found and found.friend and found.origin == origin else ()
