"""A passkey in place of a code, made and used through the browser's own virtual authenticator."""

from collections.abc import Callable

from tests.journeys import desk
from tests.journeys.walk import Person, Visit

KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def on_a_name(visit: Visit) -> Person:
    """A clerk at a PC with a built-in key; passkeys are bound to a name, never to a number."""
    visit.town.address = visit.town.address.replace("127.0.0.1", "localhost")
    clerk = visit.enter(desk=True)
    keys = clerk.page.context.new_cdp_session(clerk.page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return clerk


def add_passkey(clerk: Person) -> None:
    """Make one on the page of one's own account."""
    clerk.open("/staff/own")
    clerk.page.locator("#passkey-label").fill("見本のキー")
    clerk.page.locator("#passkey-present").fill(desk.PASSWORD)
    clerk.press('form[data-kind="create"] .button')
    clerk.meet("staff-own-passkey")
    assert "見本のキー" in clerk.words()


def test_a_clerk_comes_in_with_a_passkey_alone(visit: Callable[..., Visit]) -> None:
    clerk = on_a_name(visit())
    desk.sign_in(clerk, desk.COUNTER)
    add_passkey(clerk)
    clerk.press('main form[action$="/staff/sign-out"]:not(:has([name="forget"])) .button')

    clerk.open("/staff/sign-in")
    clerk.press("form[data-passkey] .button")

    assert clerk.path == "/staff"
    assert "見本 一郎" in clerk.words(".who")


def test_without_a_key_the_page_says_what_else_to_do(visit: Callable[..., Visit]) -> None:
    clerk = on_a_name(visit())
    clerk.open("/staff/sign-in")

    clerk.page.locator("form[data-passkey] .button").click()

    clerk.page.locator("[data-problem]:visible").wait_for()
    assert clerk.path == "/staff/sign-in"
