"""Somebody finds a room on the telephone, books it, looks at what is booked and gives it back; somebody else is faster once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from portal.db import writing
from portal.opening import TOKYO
from portal.rush import SETTLED
from portal.turnout import join
from services.reservations.rules import rushes
from tests.journeys.walk import Person, Visit

DAY = "2026-12-08"
ROOM = f"/reservations/chuo_kominkan/washitsu?day={DAY}"
USE = {"people": "12", "purpose": "meeting", "who": "resident"}
PERSON = {
    "name": "見本 花子",
    "name_kana": "みほん はなこ",
    "phone": "080-0000-0000",
    "use_purpose": "町内会の打ち合わせ",
}


def book_a_room(visit: Visit) -> None:
    """From the question to the receipt, and back."""
    person = visit.enter()
    _find(person)
    _choose(person)
    _book(person)
    person.open("/reservations/mine")
    person.meet("facilities-mine")
    person.follow('main a[href$="/change"]')
    person.meet("facilities-change")
    person.open("/reservations/mine")
    person.follow('main a[href$="/cancel"]')
    person.meet("facilities-cancel")
    person.press()
    person.meet("facilities-cancelled")


# February opens on the first of December at nine.
OPENING = datetime(2026, 12, 1, 9, tzinfo=TOKYO)
WANTED = datetime(2027, 2, 10, 10, tzinfo=TOKYO)
POPULAR = "/reservations/hold?building=kawabe&unit=yakyu_1&from=2027-02-10T10:00"


def wait_for_an_opening(visit: Visit) -> None:
    """Somebody comes ten minutes before a month opens, waits as the lot says, and goes on."""
    with _moved(visit):
        visit.town.clock.moment = OPENING - timedelta(minutes=10)
        person = visit.enter()
        person.open(POPULAR)
        person.meet("rush-before")
        _crowd(visit, 30)
        visit.town.clock.moment = OPENING + SETTLED
        person.open(POPULAR)
        person.meet("rush-waiting")
        visit.town.clock.forward(seconds=30)
        if visit.js:
            # The page finds out by itself; without scripts one looks again.
            person.page.locator(".standing .button").wait_for(timeout=30_000)
            person.follow(".standing .button")
        else:
            person.open(POPULAR)
        person.meet("rush-through")


@contextmanager
def _moved(visit: Visit) -> Iterator[None]:
    """The journey has a day of its own; those after it go on where the town was."""
    before = visit.town.clock.moment
    try:
        yield
    finally:
        visit.town.clock.moment = before


def _crowd(visit: Visit, count: int) -> None:
    house = visit.town.app.extensions["house"]
    rush = rushes.rush(house.pack.buildings["kawabe"], WANTED)
    assert rush is not None
    with house.db.session() as session:
        for _ in range(count):
            with writing(session):
                join(session, rush, visit.town.clock())


def _find(person: Person) -> None:
    person.open("/reservations")
    person.meet("facilities")
    person.answer({"day": DAY, "purpose": "meeting", "people": "12"})
    person.press()
    person.meet("facilities-found")
    person.open(f"/reservations/sogo_taiikukan?day={DAY}")
    person.meet("facilities-building")
    person.open("/reservations/chuo_kominkan?month=2026-12")
    person.meet("facilities-month")


def _choose(person: Person) -> None:
    """Two choose the same time; the second is offered others."""
    person.open(ROOM)
    person.meet("facilities-room")
    person.follow(".begin a")
    person.blamed("facilities-use-wrong", {"people": "900"})
    other = person.visit.enter()
    other.open(ROOM)
    other.follow(".begin a")
    other.onward(USE)
    person.answer(USE)
    person.press()
    person.meet("facilities-gone")
    person.press("main .button.area >> nth=0")


def _book(person: Person) -> None:
    person.blamed("facilities-details-wrong", {**PERSON, "phone": ""})
    person.onward(PERSON)
    person.meet("facilities-check")
    person.press()
    person.meet("facilities-receipt")
