"""What stays: answers kept for later and opened elsewhere, the list of one's applications behind a mailed link, withdrawing."""

from tests.journeys.quick import WATER, address, file_water, mailed
from tests.journeys.walk import Person, Visit


def keep_for_later(visit: Visit) -> None:
    """Begun on one device, saved, and brought to its end on another with the code."""
    first = visit.enter()
    first.open("/applications/new/suido_kaishi/online")
    first.onward(WATER)
    first.answer({"name": "見本 花子"})
    first.press('main button[name="later"]')
    first.meet("later")
    first.press("main form .button.outline")
    first.meet("later-code")
    code = first.words(".receipt .number")
    _fits(first)
    first.open("/applications/")
    first.meet("list-of-drafts")
    _resume(visit.enter(), code)


def _fits(first: Person) -> None:
    """The widest code there can be stands on one line, however small the telephone."""
    number, before = first.page.locator(".receipt .number"), first.page.viewport_size
    number.evaluate("it => { it.textContent = 'WWWW-MMMM-WWWW' }")
    for width in (390, 320):
        first.page.set_viewport_size({"width": width, "height": 800})
        lines = number.evaluate("it => it.offsetHeight / parseFloat(getComputedStyle(it).lineHeight)")
        assert lines < 1.5, (width, lines)
    if before:
        first.page.set_viewport_size(before)


def _resume(second: Person, code: str) -> None:
    second.open("/applications/resume")
    second.meet("resume")
    second.blamed("resume-wrong", {"code": "2222-3333-4444"})
    # As it is read aloud: small letters, no lines.
    second.onward({"code": code.lower().replace("-", " ")})
    assert second.path.endswith("/contact"), second.path
    second.follow(".back a")
    assert second.value("name") == "見本 花子"
    second.press()
    second.onward({"phone": "080-0000-0000"})
    second.onward({"water_use": "home", "dwelling_tenure": "owner"})
    second.onward({"moving_from": "none"})
    second.onward({"billing_to": "same", "water_payment": "slip"})
    second.onward({"water_attendance": "no"})
    second.press()
    second.press()
    assert second.has("main .receipt")
    second.open("/applications/resume")
    # A code opens once.
    second.answer({"code": code})
    second.press()
    second.meet("resume-used", faulty=True)


def sign_in_and_withdraw(visit: Visit) -> None:
    """On another device a mailed link shows everything that was filed; one request is withdrawn; signed out, nothing is left."""
    filer = visit.enter()
    mail = address(filer, "ichiran")
    number = file_water(filer, "見本 花子", mail)
    person = visit.enter()
    person.open("/applications/")
    person.meet("list-empty")
    assert number not in person.words()
    person.follow('main a[href="/me/sign-in"]')
    _ask_link(person, mail)
    link = mailed(person, mail)
    person.open(link)
    person.meet("link")
    person.press()
    person.meet("list-signed-in")
    assert number in person.words()
    _withdraw(person)
    _own_page(person)
    # The same link opens nothing twice.
    person.open(link)
    person.meet("link-used")


def _ask_link(person: Person, mail: str) -> None:
    person.meet("sign-in")
    person.blamed("sign-in-wrong", {"mail": "hanako＠"})
    person.onward({"mail": mail})
    person.meet("sign-in-sent")


def _withdraw(person: Person) -> None:
    visit = person.visit
    person.follow("main .menu a")
    person.meet("case-of-mine")
    person.follow('main a[href$="/withdraw"]')
    person.meet("withdraw")
    person.press("main .buttons .outline")
    person.follow('main a[href$="/withdraw"]')
    person.press()
    person.meet("withdrawn")
    assert visit.say("取下げ") in person.words("main .status")
    assert not person.has('main a[href$="/withdraw"]')


def _own_page(person: Person) -> None:
    person.open("/me")
    person.meet("me")
    for path, name in (
        ("/me/answers", "me-answers"),
        ("/me/sessions", "me-sessions"),
        ("/me/erase", "me-erase"),
    ):
        person.open(path)
        person.meet(name)
    person.open("/me")
    person.press('main form[action$="/me/sign-out"] .button')
    person.meet("signed-out")
    person.open("/applications/")
    assert not person.has("main .menu .status")


def refused_and_missing(visit: Visit) -> None:
    """Pages that say what happened: no such page, an old link, what every portal must say."""
    person = visit.enter()
    pages = {
        "/nothing-here": "missing",
        "/me/link/of-long-ago": "link-old",
        "/search?q=9999": "search-number",
        "/search?q=123456789018": "search-secret",
        "/search?q=死にたい": "search-life",
        "/contact": "contact",
        "/accessibility": "accessibility",
        "/privacy": "privacy",
        "/me/signed-out": "signed-out-again",
    }
    for path, name in pages.items():
        person.open(path)
        person.meet(name)
    if visit.language == "ja":
        _with_readings(person)


def _with_readings(person: Person) -> None:
    """ふりがな over every word, chosen in the head of any page and kept on the next."""
    person.open("/procedures/juminhyo")
    person.follow('.top a[href*="ruby=1"]')
    person.meet("readings-guide")
    person.open("/applications/new/suido_kaishi/online")
    person.press()
    person.meet("readings-step", faulty=True)
    assert person.has("main ruby rt")
