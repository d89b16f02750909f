"""What whoever booked is told when the facility changes something: where and when in their language, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from portal import notify
from portal.inbox import Case
from portal.opening import TOKYO, today
from portal.pack.buildings import Building
from services.reservations.models.bookings import Booking
from services.reservations.rules.states import BlockKind

LANGUAGES = ("ja", "easy", "en")
# Nobody took the place away: its day passed before anybody allowed the use, and that has words of its own.
UNDECIDED = "undecided"
# How the sentence of the message goes on; anything else is the facility's own business.
WHY: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        BlockKind.POLLING: {
            "ja": "選挙の投票所になる",
            "easy": "せんきょの 場所に なる",
            "en": "the place becomes a polling station",
        },
        BlockKind.SHELTER: {
            "ja": "災害の避難所になる",
            "easy": "さいがいの とき にげる 場所に なる",
            "en": "the place becomes an emergency shelter",
        },
        BlockKind.REPAIR: {
            "ja": "修繕や点検を行う",
            "easy": "なおしたり しらべたり する",
            "en": "repairs or inspections have to be made",
        },
        "": {
            "ja": "施設の都合で使えなくなった",
            "easy": "施設が つかえなく なった",
            "en": "the place can no longer be used at that time",
        },
    }
)


def place_word(building: Building, unit: str, locale: str) -> str:
    """A building and a room of it in somebody's language."""
    room = building.unit(unit)
    parts = (building.title, room.title if room else None)
    return " ".join(one.say(_language(locale)).text for one in parts if one is not None)


def moved(
    session: Session,
    case: Case,
    building: Building,
    before: tuple[str, datetime, datetime],
    after: tuple[str, datetime, datetime],
    now: datetime,
) -> None:
    """It lies elsewhere or at another time now."""
    values = {
        "was": place_word(building, before[0], case.locale),
        "was_at": before[1].isoformat(),
        "was_until": before[2].isoformat(),
        **said(building, after[0], after[1:], case.locale),
    }
    notify.notify_case(session, case, "use_moved", now, values=values)


def taken_back(
    session: Session, case: Case, building: Building, booking: Booking, why: str, now: datetime
) -> None:
    """The city or the facility needs the place, or did not answer in time."""
    span = booking.starts_at, booking.ends_at
    values = {
        **said(building, booking.unit, span, case.locale),
        "why": cause(why, case.locale),
    }
    template = "use_undecided" if why == UNDECIDED else "use_taken_back"
    notify.notify_case(session, case, template, now, values=values)


def cause(why: str, locale: str) -> str:
    """Why the place is needed, as the sentence of a message goes on."""
    return WHY.get(why, WHY[""])[_language(locale)]


def given_back(
    session: Session, case: Case, building: Building, booking: Booking, fee: int, now: datetime
) -> None:
    """It was cancelled as they asked, and what that costs."""
    span = booking.starts_at, booking.ends_at
    values = {**said(building, booking.unit, span, case.locale), "yen": f"{fee:,}" if fee else ""}
    notify.notify_case(session, case, "use_cancelled", now, values=values)


def missed(
    session: Session, case: Case, building: Building, booking: Booking, until: datetime | None, now: datetime
) -> None:
    """It was neither used nor given back: what that counts, how long, and how to object; `until` where points were given."""
    rules = building.rules
    values = {
        **said(building, booking.unit, (booking.starts_at, booking.ends_at), case.locale),
        "points": str(rules.no_show_points) if until else "",
        "last_day": today(until).isoformat() if until else "",
        "stops_at": str(rules.points_to_stop or ""),
    }
    notify.notify_case(session, case, "use_missed", now, values=values)


def put_right(
    session: Session, case: Case, building: Building, booking: Booking, now: datetime, *, came: bool
) -> None:
    """The points for not coming are taken back: they had come after all, or could not help it."""
    values = {
        **said(building, booking.unit, (booking.starts_at, booking.ends_at), case.locale),
        "news": "came" if came else "waived",
    }
    notify.notify_case(session, case, "use_put_right", now, values=values)


def said(building: Building, unit: str, span: tuple[datetime, datetime], locale: str) -> dict[str, str]:
    """Where and when, as every message about a use tells it."""
    return {
        "place": place_word(building, unit, locale),
        "starts": span[0].isoformat(),
        "until": span[1].isoformat(),
    }


@dataclass(frozen=True)
class Line:
    """One date in a message about several: its room, and from when to when; `why` where it could not be had."""

    unit: str
    starts: datetime
    ends: datetime
    why: str = ""


@dataclass(frozen=True)
class Dates:
    """What one message about a series tells."""

    booked: Sequence[Line] = ()
    cancelled: Sequence[Line] = ()
    # Not booked: left out, or still to be decided by staff.
    left: Sequence[Line] = ()
    waiting: Sequence[Line] = ()


def dates(session: Session, case: Case, building: Building, found: Dates, now: datetime) -> None:
    """定期利用: all dates that were booked, cancelled or could not be had, in one message."""

    def told(lines: Sequence[Line]) -> list[dict[str, str]]:
        return [
            {
                "room": place_word(building, one.unit, case.locale),
                "starts": one.starts.isoformat(),
                "until": f"{one.ends.astimezone(TOKYO):%H:%M}",
                "why": one.why,
            }
            for one in lines
        ]

    values = {
        "booked": told(found.booked),
        "cancelled": told(found.cancelled),
        "left": told(found.left),
        "undecided": told(found.waiting),
    }
    notify.notify_case(session, case, "use_dates", now, values=values)


def _language(locale: str) -> str:
    return locale if locale in LANGUAGES else "ja"
