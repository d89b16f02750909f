"""A 年度 of a calendar in figures, as a list that a spreadsheet opens."""

from collections import Counter
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import ages
from portal.opening import midnight, today
from portal.pack.appointments import Bookable
from portal.pack.lists import write
from services.appointments.models import Appointment
from services.appointments.rules.states import State

COLUMNS = (
    "予約",
    "日付",
    "予約した人数",
    "来た人数",
    "来なかった人数",
    "取り消した人数",
    "中止になった人数",
    "空きを待つ人数",
)
_COUNTED = (State.BOOKED, State.CAME, State.MISSED, State.CANCELLED, State.CALLED_OFF, State.WAITING)


def listed(session: Session, found: Bookable, day: date) -> bytes:
    """A line a day of the 年度 of a day, with how many people there were in each state; holds are none."""
    first = ages.year_starts(day)
    begin, end = midnight(first), midnight(date(first.year + 1, 4, 1))
    rows = session.execute(
        select(Appointment.starts_at, Appointment.state, Appointment.people).where(
            Appointment.bookable == found.key,
            Appointment.case_id.is_not(None),
            Appointment.starts_at >= begin,
            Appointment.starts_at < end,
        )
    )
    counted: Counter[tuple[date, str]] = Counter()
    for starts, state, people in rows:
        counted[today(starts), state] += people
    days = sorted({day for day, _ in counted})
    return write(COLUMNS, (_line(found, day, counted) for day in days))


def _line(found: Bookable, day: date, counted: Counter[tuple[date, str]]) -> dict[str, str]:
    numbers = [counted[day, state] for state in _COUNTED]
    # Whoever came or did not come had booked.
    numbers[0] += numbers[1] + numbers[2]
    told = (found.title.say("ja").text, day.isoformat(), *numbers)
    return {name: str(value) for name, value in zip(COLUMNS, told, strict=True)}
