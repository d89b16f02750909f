"""Messages about a case in a real browser, from both sides of the counter."""

from tests.journeys.walk import Person

TOLD, ANSWERED = "書類は届いています。", "ありがとうございます。"


def talk(clerk: Person, resident: Person) -> None:
    """A message there and an answer back; each stands on the other's page."""
    case, own = clerk.path.partition("?")[0], resident.path.partition("?")[0]
    clerk.follow('main a[href$="/talk"]')
    clerk.meet("staff-talk")
    clerk.press()
    clerk.meet("staff-talk-empty", faulty=True)
    clerk.onward({"text": TOLD})
    resident.page.reload()
    resident.meet("case-message")
    resident.follow('main a[href$="/messages"]')
    assert TOLD in resident.words()
    resident.meet("messages")
    resident.blamed("messages-empty", {"text": ""})
    resident.onward({"text": ANSWERED})
    resident.meet("messages-sent")
    resident.open(own)
    clerk.open(f"{case}/talk")
    assert ANSWERED in clerk.words()
    clerk.meet("staff-talked")
    clerk.open(case)
