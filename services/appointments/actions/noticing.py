"""What whoever booked is told: what, where and when in their language, and what became of it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from portal import notify
from portal.inbox import Case
from portal.opening import today
from portal.pack import Pack
from portal.pack.appointments import Bookable, Sort
from services.appointments.models import Appointment

LANGUAGES = ("ja", "easy", "en")


class News(StrEnum):
    """What there is to tell."""

    BOOKED = "booked"
    WAITING = "waiting"
    # 抽選: asked for; drawn with a place, with a place in the line, with neither.
    APPLIED = "applied"
    WON = "won"
    IN_LINE = "in_line"
    LOST = "lost"
    MOVED = "moved"
    CANCELLED = "cancelled"
    # One of a party does not come, the others do.
    LEFT = "left"
    # The town did it, or time did: whoever asked to be told by telephone or letter is told so.
    CALLED_OFF = "called_off"
    MOVED_UP = "moved_up"
    FIRST_GONE = "first_gone"
    REMINDER = "reminder"
    RESCHEDULED = "rescheduled"
    # The house is needed otherwise, and staff are looking for another place or day.
    VENUE = "venue"


_OWN = frozenset({News.APPLIED, News.BOOKED, News.WAITING, News.MOVED, News.CANCELLED, News.LEFT})


def template(news: News) -> str:
    """The message that tells it."""
    return "appointment_news" if news in _OWN else "appointment_changed"


def said(
    session: Session, found: Bookable, row: Appointment, news: News, locale: str, reason: str = ""
) -> Mapping[str, str]:
    """The values of the message."""
    lang = locale if locale in LANGUAGES else "ja"
    return {
        "news": str(news),
        "what": found.title.say(lang).text,
        "place": _place(session, found, row, lang),
        "starts": row.starts_at.isoformat(),
        "people": str(row.people),
        "course": "yes" if found.sort is Sort.COURSE else "",
        "dose": str(row.dose) if found.doses else "",
        "reason": reason,
    }


def tell(
    session: Session,
    case: Case | None,
    found: Bookable,
    row: Appointment,
    news: News,
    now: datetime,
    reason: str = "",
    *,
    once: str | None = None,
) -> None:
    """Tell it, in the block that makes it so; of two with the same `once` only the first goes out."""
    if case is not None:
        values = said(session, found, row, news, case.locale, reason)
        notify.notify_case(session, case, template(news), now, values=values, dedupe_key=once)


def _place(session: Session, found: Bookable, row: Appointment, lang: str) -> str:
    pack: Pack = session.info["pack"]
    listed = pack.listing("facilities", today(row.starts_at))
    here = next((one for one in listed if one.get("ID") == _at(found, row)), {})
    room = found.room.say(lang).text if found.room else ""
    return " ".join(one for one in (here.get("名称", ""), room) if one)


def _at(found: Bookable, row: Appointment) -> str:
    """Where the session of a day takes place."""
    day = today(row.starts_at)
    return next((one.place for one in found.sessions if one.day == day and one.place), found.place)
