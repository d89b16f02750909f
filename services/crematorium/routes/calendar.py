"""斎場の予約: the office's calendar by day and by week."""

from datetime import date, timedelta

from flask import Blueprint, request

from portal.doors import db, now, staff, staff_door
from services.crematorium.actions import looking, own, papers, reach
from services.crematorium.actions.papers import NOBODY
from services.crematorium.routes.frame import asked_day, shown

HERE = "/staff/crematorium"
WEEK = 7


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.get(HERE, endpoint="calendar")(show)


@staff_door(reach.READ)
def show() -> str:
    """A day with every furnace and everybody who comes, or a week with what is booked in it."""
    hall = reach.hall(db(), staff())
    on = asked_day(request.args.get("day", ""))
    if request.args.get("view") == "week":
        first = on - timedelta(days=on.weekday())
        days = looking.days_of(db(), hall, first, WEEK, now(), by_staff=True)
        rows = list(looking.booked(db(), first, WEEK))
        return shown(
            "crematorium/staff/week.html",
            on=on,
            first=first,
            days=days,
            told=own.told_all(db(), rows, now()),
            before=_shifted(on, -WEEK),
            after=_shifted(on, WEEK),
        )
    (day,) = looking.days_of(db(), hall, on, 1, now(), by_staff=True)
    rows = list(looking.booked(db(), on, 1))
    people = papers.persons(db(), staff(), [one.case_id for one in rows if one.case_id], now())
    told = own.told_all(db(), rows, now())
    return shown(
        "crematorium/staff/day.html",
        on=on,
        before=_shifted(on, -1),
        after=_shifted(on, 1),
        day=day,
        lines=[(told[one.id], people.get(one.case_id or one.id, NOBODY)) for one in rows if one.id in told],
        told=told,
        names={one.id: people.get(one.case_id or one.id, NOBODY).deceased for one in rows},
        books=staff().may(reach.BOOK, hall.operator),
    )


def _shifted(on: date, days: int) -> str:
    return (on + timedelta(days=days)).isoformat()
