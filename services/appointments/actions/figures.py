"""A 年度 of a calendar in figures, as a list that a spreadsheet opens."""

from collections import Counter
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.opening import midnight, today
from portal.pack.appointments import Bookable
from portal.pack.lists import write
from services.appointments.models import Appointment, Visitor
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


def year(session: Session, found: Bookable, first: date) -> list[tuple[date, tuple[int, ...]]]:
    """Every day of a 年度 with how many people there were in each state; holds are none."""
    begin, end = midnight(first), midnight(date(first.year + 1, 4, 1))
    mine = (
        Appointment.bookable == found.key,
        Appointment.case_id.is_not(None),
        Appointment.starts_at >= begin,
        Appointment.starts_at < end,
    )
    counted: Counter[tuple[date, str]] = Counter()
    every = select(Appointment.starts_at, Appointment.state, Appointment.people).where(*mine)
    for starts, state, people in session.execute(every):
        counted[today(starts), state] += people
    # One of a party who stayed at home while the others came gave their time back as well.
    left = select(Appointment.starts_at).join(Visitor, Visitor.appointment_id == Appointment.id)
    for starts in session.scalars(left.where(*mine, Visitor.gone_at.is_not(None))):
        counted[today(starts), State.CANCELLED] += 1
    return [(day, _numbers(counted, day)) for day in sorted({day for day, _ in counted})]


def listed(session: Session, found: Bookable, first: date) -> bytes:
    """The same, a line a day."""
    return write(COLUMNS, (_line(found, day, numbers) for day, numbers in year(session, found, first)))


def _numbers(counted: Counter[tuple[date, str]], day: date) -> tuple[int, ...]:
    booked, came, missed, *rest = (counted[day, state] for state in _COUNTED)
    # Whoever came or did not come had booked.
    return (booked + came + missed, came, missed, *rest)


def _line(found: Bookable, day: date, numbers: tuple[int, ...]) -> dict[str, str]:
    told = (found.title.say("ja").text, day.isoformat(), *numbers)
    return {name: str(value) for name, value in zip(COLUMNS, told, strict=True)}
