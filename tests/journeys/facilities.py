"""Somebody finds a room on the telephone, books it, looks at what is booked and gives it back; somebody else is faster once."""

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
