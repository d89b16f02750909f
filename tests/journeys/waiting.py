"""Somebody takes a number at home and waits for it, a machine in the hall gives another, and a clerk calls them."""

from urllib.parse import urlsplit

from tests.journeys.desk import sign_in
from tests.journeys.walk import Person, Visit

CLERK = "1002"
DESK = "/staff/queue/honcho"


def wait_for_a_turn(visit: Visit) -> None:
    """From the page of all queues to the call, with the machine's and the clerk's pages on the way."""
    clerk = visit.enter(desk=True)
    sign_in(clerk, CLERK)
    clerk.open(DESK)
    clerk.meet("staff-queue")
    clerk.open(f"{DESK}/manage")
    clerk.meet("staff-queue-manage")
    link = urlsplit(clerk.words("main code"))
    _in_the_hall(visit.enter(desk=True), f"{link.path}?{link.query}")
    _on_the_telephone(visit.enter())
    take_the_counter(clerk)
    clerk.press()
    clerk.meet("staff-queue-called")
    clerk.press("form[action$='/finish'] button")


def take_the_counter(clerk: Person) -> None:
    """Sit down at counter 6, which is hers already where another reader of this town came first."""
    seat = ".seats form:has([name=counter][value='6']) button"
    clerk.open(DESK)
    if clerk.has(seat):
        if not clerk.has("details.details[open]"):
            clerk.page.locator("details.details summary").click()
        clerk.press(seat)


def _in_the_hall(machine: Person, link: str) -> None:
    machine.open(link)
    machine.meet("queue-machine")
    machine.press(".kinds button[value='C']")
    machine.meet("queue-machine-ticket")
    machine.open("/queue/kiosk/arrive")
    machine.meet("queue-machine-arrive")
    machine.blamed("queue-machine-arrive-wrong", {"number": "Z9", "pin": "1"})


def _on_the_telephone(person: Person) -> None:
    person.open("/queue")
    person.meet("queue")
    person.follow("main a.button")
    person.meet("queue-take")
    person.press()
    person.meet("queue-ticket")
    person.blamed("queue-ticket-wrong", {"code": "12"})
    person.open("/queue/kiosk")
    person.meet("queue-no-machine")
