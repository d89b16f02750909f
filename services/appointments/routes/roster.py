"""日時の予約: the calendars of a member of staff, and the list of one day."""

from datetime import date, timedelta

from flask import Blueprint

from portal.doors import db, now, staff, staff_door
from portal.opening import today
from portal.pack.appointments import Bookable
from services.appointments.actions import looking, questions, reach, roll
from services.appointments.actions.looking import Day
from services.appointments.routes.frame import asked_day, place_of, shown
from services.appointments.rules.states import PLACED

HERE = "/staff/appointments"
_NEAR = timedelta(days=13)


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get(HERE, endpoint="staff_index")(index)
    blueprint.get(f"{HERE}/<key>", endpoint="staff_day")(day)


@staff_door(reach.READ)
def index() -> str:
    """Every calendar of the seat with its next days in numbers."""
    mine = reach.every(db(), staff())
    return shown(
        "appointments/staff/index.html",
        calendars=[(one, days, _people(one, days)) for one in mine for days in [_days(one)]],
    )


@staff_door(reach.READ)
def day(key: str) -> str:
    """Who comes on a day, in the order of their times."""
    found = reach.bookable(db(), staff(), key)
    days = _days(found)
    on = asked_day() or next((one.day for one in days), today(now()))
    whole = looking.days(db(), found, on, on, (), now(), staff=True)
    booked = roll.rows(db(), found, on, on)
    return shown(
        "appointments/staff/day.html",
        found=found,
        on=on,
        today=today(now()),
        days=days,
        offers=whole[0].offers if whole else (),
        lines=roll.lines(db(), staff(), found, booked, now()),
        answered=questions.answered(db(), [one.id for one in booked]) if found.questions else frozenset(),
        place=place_of(found.place),
        now=now(),
        books=staff().may(reach.BOOK, found.division),
        manages=staff().may(reach.MANAGE, found.division),
    )


def _days(found: Bookable) -> tuple[Day, ...]:
    first = today(now())
    last = first + _NEAR if found.hours else first + looking.HORIZON
    return looking.days(db(), found, first, last, (), now(), staff=True)


def _people(found: Bookable, days: tuple[Day, ...]) -> dict[date, int]:
    """How many people have a time on each of these days."""
    if not days:
        return {}
    counted = dict.fromkeys((one.day for one in days), 0)
    for row in roll.rows(db(), found, days[0].day, days[-1].day):
        if row.state in PLACED and today(row.starts_at) in counted:
            counted[today(row.starts_at)] += row.people
    return counted
