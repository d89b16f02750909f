"""Sighting: what somebody saw in the street, handed by the door that heard of it to the room that takes reports."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Sighting:
    """A report that was begun elsewhere and is ended on a page of the portal; it may be personal, so it never prints itself."""

    kind: str
    # Staged files (`portal.files`), painted anew and without their place.
    photos: tuple[UUID, ...] = ()
    point: tuple[float, float] | None = None
    place: str = ""
    words: str = ""
    # Through which door it came, as the inbox names its channels.
    channel: str = "line"
    locale: str = "ja"
    # Who told it in a messenger, as a friend of the town (`portal.friends`): where the answer goes if nowhere else.
    friend: UUID | None = None

    def __repr__(self) -> str:
        return "Sighting(…)"


Sight = Callable[[Session, Sighting, datetime], str]


def begin(session: Session, seen: Sighting, now: datetime) -> str | None:
    """The address of the page that ends the report; None in a house where no room takes any. Not in a writing block."""
    sight: Sight | None = session.info.get("sighting")
    return sight(session, seen, now) if sight else None
