"""施設の予約: the calendar across the buildings of a member of staff, by day and by week."""

from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, request

from portal.doors import db, now, staff, staff_door
from portal.opening import today
from portal.pack.buildings import Building
from services.reservations.actions import calendar, reach
from services.reservations.actions.calendar import Board
from services.reservations.routes import typed
from services.reservations.routes.frame import shown

HERE = "/staff/reservations"
WEEK = 7


def register(blueprint: Blueprint) -> None:
    """Add this address to the room."""
    blueprint.get(HERE, endpoint="calendar")(show)


@staff_door(reach.READ)
def show() -> str:
    """Who has what: one day with every step, or a week with what stands in it."""
    weekly = request.args.get("view") == "week"
    on = typed.day(request.args.get("day", ""), today(now()))
    first = on - timedelta(days=on.weekday()) if weekly else on
    mine = reach.buildings(db(), staff())
    wanted = request.args.get("building", "")
    chosen = tuple(one for one in mine if one.key == wanted) or mine
    boards = [(one, calendar.days(db(), one, first, WEEK if weekly else 1)) for one in chosen]
    return shown(
        "reservations/staff/week.html" if weekly else "reservations/staff/day.html",
        on=on,
        first=first,
        days=[first + timedelta(days=n) for n in range(WEEK)],
        today=today(now()),
        now=now(),
        mine=mine,
        wanted=wanted if len(chosen) < len(mine) else "",
        boards=boards,
        names={} if weekly else _names(boards),
        receipts=_receipts(boards),
        before=_shifted(on, -WEEK if weekly else -1),
        after=_shifted(on, WEEK if weekly else 1),
        edits=any(staff().may(reach.MANAGE, one.operator) for one in mine),
        books=any(staff().may(reach.BOOK, one.operator) for one in chosen),
    )


def _names(boards: list[tuple[Building, tuple[Board, ...]]]) -> dict[UUID, str]:
    """Names stand on the page of a day only: a week of them would be opened for nothing."""
    found: dict[UUID, str] = {}
    for building, (board,) in boards:
        found.update(calendar.names(db(), staff(), building, board.bookings, now()))
    return found


def _receipts(boards: list[tuple[Building, tuple[Board, ...]]]) -> dict[UUID, str]:
    booked = [one for _, days in boards for board in days for one in board.bookings]
    return dict(calendar.receipts(db(), booked))


def _shifted(on: date, days: int) -> str:
    return (on + timedelta(days=days)).isoformat()
