"""A time at a counter is booked, changed and given back; a family comes to the clinic; the desk takes, receives and calls off."""

from collections.abc import Mapping
from datetime import date, timedelta

from tests.journeys.desk import sign_in
from tests.journeys.groups import born
from tests.journeys.walk import LANGUAGES, Person, Visit

# Who runs the counter for cards in the sample town: takes bookings there, and may call a day off.
CLERK, CHIEF = "1001", "1002"
CARD = "/appointments/mynumber_card"
DESK = f"/staff{CARD}"
PERSON = {"p1-name": "見本 花子", "p1-name_kana": "みほん はなこ", "phone": "080-0000-0000"}
SECOND = {"p2-visitor_name": "見本 太郎"}


def book_a_time(visit: Visit) -> None:
    """From the list to the receipt, to another day, and back; then two at the clinic and a course."""
    person = visit.enter()
    person.open("/appointments")
    person.meet("appointments")
    person.open(f"{CARD}?day={_day(visit)}")
    person.meet("appointments-counter")
    person.follow(".times a")
    person.meet("appointments-hold")
    person.press()
    person.meet("appointments-details")
    person.blamed("appointments-details-wrong", {**PERSON, "phone": ""})
    person.onward(PERSON)
    person.meet("appointments-check")
    person.press()
    person.meet("appointments-receipt")
    _change(person)
    _bring_two(visit, visit.enter())
    _course(visit.enter())


def _change(person: Person) -> None:
    person.open("/appointments/mine")
    person.meet("appointments-mine")
    person.follow('main a[href$="/change"]')
    person.meet("appointments-change")
    person.press(".times button >> nth=1")
    person.follow('main a[href$="/cancel"]')
    person.meet("appointments-cancel")
    person.press()
    person.meet("appointments-cancelled")


def _bring_two(visit: Visit, person: Person) -> None:
    """One of them is too young for what was chosen, until the year is put right; one stays at home after all."""
    # Nobody has the same examination twice in a year, so each walk brings people of its own.
    older, younger = str(1930 + _walk(visit)), str(1955 + _walk(visit))
    person.open("/appointments/gan_kenshin?people=2&day=2026-12-05")
    person.meet("appointments-clinic")
    person.follow(".times a")
    person.press()
    person.meet("appointments-hold-wrong", faulty=True)
    person.onward({"matters-0": "lung", "matters-1": "lung"})
    told: Mapping[str, str] = {**PERSON, **born(older, "p1-birth_date"), **SECOND}
    person.blamed("appointments-too-young", {**told, **born("2000", "p2-visitor_birth_date")})
    person.onward(born(younger, "p2-visitor_birth_date"))
    person.meet("appointments-family-check")
    person.press()
    person.meet("appointments-family-receipt")
    person.follow('main a[href$="/cancel"]')
    person.meet("appointments-family-cancel")
    person.answer({"who": "1"})
    person.press()
    person.meet("appointments-family-one-left")
    person.open("/appointments/taijo_hoshin")
    person.meet("appointments-vaccination")
    person.follow(".times a")
    person.press()
    person.follow('main a[href$="/second"]')
    person.meet("appointments-second")


def _course(person: Person) -> None:
    person.open("/appointments/sumaho_kyoshitsu")
    person.meet("appointments-course")
    person.follow("#times a")
    person.meet("appointments-course-hold")
    person.open("/appointments/hoshi_kai")
    person.meet("appointments-drawn")
    person.open("/appointments/hoshi_kai/draw")
    person.meet("appointments-draw")
    person.open("/appointments/hoshi_kai")
    person.follow("#times a.button")
    person.meet("appointments-drawn-hold")


def keep_a_calendar(visit: Visit) -> None:
    """A call is taken, whoever comes is ticked off, and a morning is called off once its bookings are seen."""
    clerk = visit.enter(desk=True)
    sign_in(clerk, CLERK)
    clerk.open("/staff/appointments")
    clerk.meet("staff-appointments")
    today = visit.town.clock().date().isoformat()
    _take(clerk, f"{DESK}/new?day={today}")
    clerk.meet("staff-appointments-day")
    clerk.press('main form[action$="/came"] button >> nth=0')
    clerk.meet("staff-appointments-came")
    clerk.open(f"{DESK}/figures?year=2026")
    clerk.meet("staff-appointments-figures")
    chief = visit.enter(desk=True)
    sign_in(chief, CHIEF)
    day = _day(visit, 7)
    _take(chief, f"{DESK}/new?day={day}", look=False)
    chief.follow('main a[href$="/move"]')
    chief.meet("staff-appointments-move")
    chief.blamed("staff-appointments-move-wrong", {"reason": ""})
    chief.open(f"{DESK}/changes?day={day}")
    chief.meet("staff-appointments-changes")
    chief.blamed("staff-appointments-changes-wrong", {"from": "09:00", "to": "12:00", "reason": ""})
    chief.answer({"reason": "見本の停電"})
    chief.press()
    chief.meet("staff-appointments-preview")
    chief.press()
    chief.meet("staff-appointments-called-off")


def _take(clerk: Person, path: str, *, look: bool = True) -> None:
    clerk.open(path)
    if look:
        clerk.meet("staff-appointments-new")
        clerk.blamed("staff-appointments-new-wrong", {"p1-name": PERSON["p1-name"]})
    clerk.onward({"p1-name": PERSON["p1-name"], "phone": PERSON["phone"]})


def _walk(visit: Visit) -> int:
    return 2 * LANGUAGES.index(visit.language) + visit.js


def _day(visit: Visit, later: int = 0) -> str:
    """A weekday of this walk's own: all languages, with scripts and without, share one town."""
    walk = _walk(visit)
    return (date(2026, 11, 30) + timedelta(days=walk % 5 + 7 * (walk // 5) + later)).isoformat()
