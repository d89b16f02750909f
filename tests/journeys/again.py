"""Once only, and not to be found: answers kept with a tick fill the next form; a case that hides where somebody is, from both sides."""

from tests.journeys.desk import sign_in
from tests.journeys.quick import WATER, address, mailed
from tests.journeys.walk import Person, Visit

# The water office's worker of the sample town.
PLUMBER = "2001"


def keep_answers_and_hide(visit: Visit) -> None:
    """Signed in by mail, somebody keeps their answers, finds them in the next form, says that nobody may find them, and forgets all."""
    person = visit.enter()
    mail = address(person, "ichido")
    person.open("/me/sign-in")
    person.onward({"mail": mail})
    person.open(mailed(person, mail))
    person.press()
    _to_the_check_page(person, mail)
    person.meet("check-keep")
    person.answer({"keep_answers": "yes"})
    person.press()
    _next_form(person)
    _hide(person)
    number = person.receipt_no()
    _forget(person)
    _at_the_desk(visit.enter(desk=True), number)


def _to_the_check_page(person: Person, mail: str) -> None:
    person.open("/applications/new/suido_kaishi/online")
    person.onward(WATER)
    person.onward({"name": "見本 花子"})
    person.onward({"phone": "080-0000-0000", "email": mail})
    _rest(person)


def _rest(person: Person) -> None:
    person.onward({"water_use": "home", "dwelling_tenure": "owner"})
    person.onward({"moving_from": "none"})
    person.onward({"billing_to": "same", "water_payment": "slip"})
    person.onward({"water_attendance": "no"})
    person.press()


def _next_form(person: Person) -> None:
    person.open("/applications/new/suido_kaishi/online")
    person.onward(WATER)
    person.meet("filled-in")
    assert person.value("name") == "見本 花子"
    person.press()
    assert person.value("phone") == "080-0000-0000"
    person.onward({"phone": "080-0000-0001"})
    _rest(person)
    person.meet("check-changed")


def _hide(person: Person) -> None:
    person.follow('main a[href$="/safety"]')
    person.meet("safety")
    person.press()
    person.meet("safety-missing", faulty=True)
    person.onward({"safe_way": "counter"})
    person.meet("check-hidden")
    person.press()


def _forget(person: Person) -> None:
    person.open("/me/answers")
    person.meet("me-answers-kept")
    assert "見本 花子" in person.words()
    person.press("main form:last-of-type .button.outline")
    person.meet("me-answers-gone")
    assert "見本 花子" not in person.words()


def _at_the_desk(clerk: Person, number: str) -> None:
    sign_in(clerk, PLUMBER)
    clerk.page.locator("#desk-search").fill(number)
    clerk.press(".find button")
    clerk.follow(f'main a:text-is("{number}")')
    clerk.meet("staff-shielded")
    assert "080-0000-0001" not in clerk.words()
    case = clerk.path
    clerk.press('main form[action$="/shield/seen"] button')
    clerk.meet("staff-whereabouts")
    assert "080-0000-0001" in clerk.words()
    clerk.open(f"{case}/shield")
    clerk.meet("staff-shield")
    clerk.press()
