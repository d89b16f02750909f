"""Somebody asks, is answered, says whether that helped, and in the end writes to a division."""

from tests.journeys.walk import Person, Visit

LINES = "[data-line]"


def ask_and_hand_over(visit: Visit) -> None:
    """From the empty page to the receipt of a message; the same with a script, which does not leave the page."""
    person = visit.enter()
    person.open("/chat")
    person.meet("chat")
    _ask(person, "住民票の写しはどこで取れますか")
    _meet(person, "chat-answer")
    _press(person, "[name=action][value=yes]")
    _ask(person, "引っ越し")
    _meet(person, "chat-choices")
    _ask(person, "家が燃えている")
    _meet(person, "chat-urgent")
    _ask(person, "量子力学とは")
    _meet(person, "chat-people")
    person.follow('a[href^="/chat/message"]')
    person.meet("chat-message")
    person.press()
    person.meet("chat-receipt")


def _ask(person: Person, text: str) -> None:
    person.page.locator("#said").fill(text)
    _press(person, "form.ask .button.solid")


def _meet(person: Person, name: str) -> None:
    """The page as it is when it is opened; what a script sent before counts for no page's weight."""
    person.open("/chat")
    person.meet(name)


def _press(person: Person, selector: str) -> None:
    """Press, and wait for one line more: by the script on this page, without it on the next."""
    there = person.page.locator(LINES).count()
    person.page.locator(selector).last.click()
    person.page.locator(LINES).nth(there).wait_for()
