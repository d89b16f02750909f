"""What somebody asks for, and whether it can be asked for at all: worked out before any block is opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.opening import today
from portal.pack.appointments import Bookable, Matter, Sort
from portal.refused import Refused
from services.appointments.actions import draws, looking
from services.appointments.rules import times
from services.appointments.rules.lots import Stage

BY_STAFF = frozenset({"counter", "telephone"})
# How a request came in, and what the case says of it.
CHANNELS: Mapping[str, str] = {"counter": "window", "telephone": "telephone", "online": "online"}


# Somebody of a party: their place among the names of the case, what they come for, and the token of who they are.
Who = tuple[int, tuple[str, ...], bytes | None]


@dataclass(frozen=True)
class Wish:
    """A time for a party, and what each of them comes for."""

    bookable: str
    starts: datetime
    # One entry a person: the keys of their matters.
    people: tuple[tuple[str, ...], ...]
    once_key: UUID
    channel: str = "online"
    made_by: UUID | None = None
    # Of a second dose: the first.
    after: UUID | None = None
    # Rather wait for a place than have none.
    waits: bool = False
    # Their places among the names of the case, where these are not all who stand there.
    places: tuple[int, ...] = ()

    @property
    def placed(self) -> list[Who]:
        """Everybody with their place."""
        places = self.places or tuple(range(len(self.people)))
        return [(place, matters, None) for place, matters in zip(places, self.people, strict=True)]


@dataclass(frozen=True)
class Asked:
    """A wish with the calendar it names and what its keys mean."""

    found: Bookable
    wish: Wish
    wishes: tuple[tuple[Matter, ...], ...]
    # It is drawn, and nobody has a place before that.
    applies: bool = False


def asked(session: Session, wish: Wish, now: datetime) -> Asked:
    """What a wish names, where it can be asked for; refused with the reason where it cannot."""
    found = looking.find(session, wish.bookable)
    by_staff = wish.channel in BY_STAFF
    if wish.starts <= now and not by_staff:
        raise Refused("time_is_past", 409)
    if not by_staff and (code := times.fault(found, today(wish.starts), now)):
        raise Refused(code, 409)
    applies = found.lot is not None and draws.stage(session, found, now) is not Stage.DONE
    if applies:
        draws.may_apply(session, found, wish.starts, now)
    return Asked(found, wish, meant(found, wish.people), applies)


def meant(found: Bookable, people: Sequence[Sequence[str]]) -> tuple[tuple[Matter, ...], ...]:
    """The matters of each person; a course has none, everything else at least one for everybody."""
    if not 0 < len(people) <= found.most_people:
        raise Refused("too_many_together", 422, most=found.most_people)
    wishes = tuple(
        tuple(one for key in dict.fromkeys(keys) if (one := found.matter(key)) is not None) for keys in people
    )
    for wish, keys in zip(wishes, people, strict=True):
        if len(wish) != len(set(keys)) or (not wish and found.sort is not Sort.COURSE):
            raise Refused("matter_needed", 422)
    return wishes
