"""手続ガイド: from the card of an event to the QR code that a counter reads, every page of it on the way."""

from tests.journeys.walk import SUMMARY, Person, Visit

EVENT, LIST = "/window/tenshutsu", "/window/tenshutsu/prepare/tenshutsu-family"
NAME = "髙﨑 𠮷神渚塚"
HOME = {"street": "一丁目1番1号", "building": ""}


def prepare_a_move(visit: Visit) -> None:
    """Somebody who leaves the city with one other person."""
    person = visit.enter()
    guide(person)
    write(person)
    family(person)
    finish(person)
    show(person)
    give_up(person)


def guide(person: Person) -> None:
    """The cards, the questions with their faults, and what follows from the answers."""
    person.open("/window")
    person.meet("events")
    person.follow(f'main a[href="{EVENT}"]')
    person.meet("event-questions")
    person.press()
    person.meet("event-questions-empty", faulty=True)
    assert len(person.errors()) == 2
    person.answer({"moving_to": "other_city"})
    person.onward(day("moving_day", "12", "1"))
    person.meet("event-plan")


def day(key: str, month: str, of: str) -> dict[str, str]:
    """A day of this year, typed."""
    return {f"{key}-era": "", f"{key}-year": "2026", f"{key}-month": month, f"{key}-day": of}


def write(person: Person) -> None:
    """One topic a page; what is wrong is told beside its box."""
    person.press("main a.button.solid")
    person.meet("prepare-person")
    person.blamed("prepare-person-wrong", {"name": "見本 1234 5678 9018", "phone": "12"})
    person.answer(
        {"birth_date-era": "showa", "birth_date-year": "30", "birth_date-month": "4", "birth_date-day": "1"}
    )
    person.answer(
        {
            "address-postcode": "000-0001",
            "address-area": "見本県ひなた市本町",
            "address-street": HOME["street"],
        }
    )
    person.onward({"name": NAME, "phone": "090-1234-5678"})
    person.answer({"new_address-postcode": "000-0002", "new_address-area": "見本県となり市"})
    person.onward({"new_address-street": HOME["street"]})


def family(person: Person) -> None:
    """A list of people: somebody is added, changed, and nearly taken away."""
    assert person.path == LIST
    person.meet("prepare-list-empty")
    person.press("main a.button.outline")
    person.meet("prepare-list-person")
    person.answer(
        {"member_birth_date-era": "", "member_birth_date-year": "2018", "member_birth_date-month": "6"}
    )
    person.answer({"member_birth_date-day": "1", "member_relation": "child"})
    person.onward({"member_name": "見本 一郎"})
    person.meet("prepare-list")
    person.follow(f'main a[href="{LIST}/1/remove"]')
    person.meet("prepare-list-remove")
    person.follow("main a.button.outline")
    person.press()


def finish(person: Person) -> None:
    """The rest, a change from the page that shows everything, and the QR code."""
    person.onward({"moving_card": "yes"})
    person.onward({"applicant_kind": "self"})
    person.onward({"note": ""})
    person.meet("prepare-check")
    assert NAME in person.words()
    person.follow('main a[href*="tenshutsu-new?back=check"]')
    person.press()
    assert person.path == f"{EVENT}/prepare/check"
    person.press()


def show(person: Person) -> None:
    """The QR code, the spoken code, and the way back to it from the cards."""
    person.meet("slip")
    assert person.has("main svg.qr")
    person.press("main button.outline")
    person.meet("slip-spoken")
    person.open("/window/slip")
    assert person.path.startswith("/window/slip/")


def give_up(person: Person) -> None:
    """Erased after one more question; an unfinished preparation is erased the same way."""
    person.follow('main a[href$="/erase"]')
    person.meet("slip-erase")
    person.press()
    assert not person.has(SUMMARY)
    person.open("/window/slip")
    person.meet("slips-none")
    person.open(EVENT)
    person.answer({"moving_to": "abroad"})
    person.onward(day("moving_day", "12", "1"))
    person.follow(f'main a[href="{EVENT}/discard"]')
    person.meet("prepare-discard")
    person.press()
    assert person.path == "/window"
