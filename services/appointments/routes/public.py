"""What can be booked with the town and when: the same for everybody, without a script."""

from datetime import date, datetime, timedelta

from flask import Blueprint, Response, request

from portal import i18n
from portal.doors import db, house, now, open_door
from portal.home import reception
from portal.pack.appointments import Bookable, Matter, Sort
from services.appointments.actions import looking
from services.appointments.actions.looking import Day
from services.appointments.routes.frame import asked_day, for_all, lot_of, people_of, place_of, whom
from services.appointments.rules import rushes, seeking

_DAY = timedelta(days=1)
# So many days with something free stand on one page.
_PAGE = 14
_LONGEST = 60


def register(blueprint: Blueprint) -> None:
    """Add these addresses to the room."""
    blueprint.get("/appointments", endpoint="index")(index)
    blueprint.get("/appointments/<key>", endpoint="bookable")(bookable)


@open_door
def index() -> Response:
    """Everything that can be booked, by its sort."""
    return for_all(tuple(house().pack.appointments.values()), _index)


@open_door
def bookable(key: str) -> Response:
    """One of them: what it is, for whom, what to bring, and when there is room."""
    found = looking.find(db(), key)
    return for_all((found,), lambda: _bookable(found))


def _index() -> str:
    sought = request.args.get("q", "").strip()[:_LONGEST]
    whole = tuple(house().pack.appointments.values())
    every = tuple(one for one in whole if seeking.answers(one, sought))
    return i18n.page(
        "appointments/index.html",
        sorts=[(sort, [(one, _next(one)) for one in every if one.sort is sort]) for sort in Sort],
        every=every,
        whole=len(whole),
        sought=sought,
        contact=reception(),
    )


def _next(found: Bookable) -> date | None:
    """The first day with room for somebody."""
    return next((one.day for one in _days(found, 1, ()) if one.free), None)


def _days(found: Bookable, people: int, matters: tuple[Matter, ...]) -> tuple[Day, ...]:
    first, last = looking.bookable_span(found, now())
    return looking.days(db(), found, first, last, [matters] * people, now())


def chosen(found: Bookable) -> tuple[int, tuple[Matter, ...]]:
    """How many come, and what for where that decides how long it takes, as the address says."""
    people = people_of(found, request.values.get("people", ""))
    if found.sort is not Sort.COUNTER:
        return people, ()
    matter = found.matter(request.values.get("matter", "")) or found.matters[0]
    return people, (matter,)


def _bookable(found: Bookable) -> str:
    people, matters = chosen(found)
    days = _days(found, people, matters)
    free = [one for one in days if one.free]
    day = _day(asked_day(), [one.day for one in free])
    at = next((n for n, one in enumerate(free) if one.day == day), 0)
    first = at // _PAGE * _PAGE
    return i18n.page(
        "appointments/bookable.html",
        found=found,
        people=people,
        matters=matters,
        days=free[first : first + _PAGE] if found.hours else days,
        day=day,
        times=next((one.offers for one in free if one.day == day), ()),
        before=free[first - _PAGE].day if first else None,
        after=free[first + _PAGE].day if found.hours and first + _PAGE < len(free) else None,
        waits=_waits(found, days) if day is None else None,
        opens=_opens(found),
        lot=lot_of(found),
        waits_room=bool((rush := rushes.rush(found)) and rush.holds(now())),
        place=place_of(found.place),
        place_of=place_of,
        contact=whom(found),
    )


def _opens(found: Bookable) -> datetime | None:
    """When booking begins, where that is still to come."""
    moment = rushes.opens(found)
    return moment if moment is not None and now() < moment else None


def _waits(found: Bookable, days: tuple[Day, ...]) -> datetime | None:
    """When a full course begins, where one more may wait for a place."""
    if found.sort is not Sort.COURSE or not days or not looking.may_wait(db(), found):
        return None
    return days[0].offers[0].time.starts


def _day(asked: date | None, free: list[date]) -> date | None:
    """The day of the address where there is room, else the first that has some."""
    return asked if asked in free else next(iter(free), None)


def moment(text: str) -> datetime | None:
    """A moment as an address writes it; one without a zone is none."""
    try:
        found = datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    return found if found.tzinfo else None
