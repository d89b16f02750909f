"""A room is found on the telephone, booked, looked at and given back; somebody else is faster once, and somebody waits for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

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
    _miss(person)
    wanted = _choose(person)
    _book(person, "facilities-receipt")
    waiter = _wait(visit, wanted)
    person.open("/reservations/mine")
    person.meet("facilities-mine")
    person.follow('main a[href$="/change"]')
    person.meet("facilities-change")
    person.open("/reservations/mine")
    person.follow('main a[href$="/cancel"]')
    person.meet("facilities-cancel")
    person.press()
    person.meet("facilities-cancelled")
    _take(visit, waiter)


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
    person.open(f"/reservations?day={DAY}&purpose=meeting&people=12&equipment=projector&access=toilet")
    person.meet("facilities-found-why")
    person.answer({"day": DAY, "purpose": "meeting", "people": "12"})
    person.press()
    person.meet("facilities-found")
    person.open("/reservations/favourites?room=chuo_kominkan/washitsu")
    person.press()
    person.meet("facilities-favourites")
    person.open(f"/reservations/sogo_taiikukan?day={DAY}")
    person.meet("facilities-building")
    person.open("/reservations/chuo_kominkan?month=2026-12")
    person.meet("facilities-month")


def _miss(person: Person) -> None:
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


def _choose(person: Person) -> dict[str, str]:
    """A time from the table of free times, to which what was typed goes along; and which time it is."""
    person.press('main form[action^="/reservations/chuo_kominkan/"] button')
    person.meet("facilities-room-along")
    person.press("main .begin button >> nth=0")
    person.meet("facilities-use-along")
    form = person.page.locator('main form[action="/reservations/hold"]')
    wanted = {
        name: form.locator(f'[name="{name}"]').input_value() for name in ("building", "unit", "from", "until")
    }
    assert form.locator('[name="people"]').input_value() == USE["people"]
    person.press()
    return wanted


def _book(person: Person, name: str) -> None:
    if not name.endswith("again"):
        person.blamed("facilities-details-wrong", {**PERSON, "phone": ""})
    person.onward(PERSON)
    if not name.endswith("again"):
        person.meet("facilities-check")
    person.press()
    person.meet(name)


def _wait(visit: Visit, wanted: dict[str, str]) -> Person:
    """Somebody else wants the same time and waits for it."""
    waiter = visit.enter()
    waiter.open(f"/reservations/wait?{urlencode({**wanted, **USE})}")
    waiter.meet("facilities-wait")
    waiter.blamed("facilities-wait-wrong", {"name": "見本 次郎"})
    waiter.onward({"mail": _mail(visit)})
    waiter.meet("facilities-waiting")
    return waiter


def _take(visit: Visit, waiter: Person) -> None:
    """The time is given back: the mail's link leads to the offer, and the offer to a booking."""
    visit.town.work()
    mail = visit.town.mails(_mail(visit))[-1].get_content()
    link = next(word for word in mail.split() if "/reservations/waiting/" in word)
    waiter.open(urlsplit(link).path)
    waiter.meet("facilities-offer")
    waiter.press()
    _book(waiter, "facilities-receipt-again")


def _mail(visit: Visit) -> str:
    return f"jiro-{visit.language}-{'js' if visit.js else 'plain'}@example.jp"
