"""A clerk with a telephone: somebody on staff in a browser, and what a caller says."""

from typing import Any
from xml.etree.ElementTree import Element

from portal import sessions
from portal.db import writing
from tests.services.applications.browsing import WATER, Browser, Site
from tests.services.applications.reading import Page, Typed, controls, filled
from tests.services.desk.builders import employ, hire

CALL: Typed = {"_caller": "見本 太郎、長男", "_number": "090-1234-5678"}
# The whole water notification as it is typed on one page.
ALL_WATER: Typed = {key: value for step in WATER.values() for key, value in step.items()}


def clerk(site: Site, *roles: str, division: str = "suido") -> Browser:
    """Somebody on staff of a division, signed in."""
    browser = site.browser()
    with site.session() as session, writing(session):
        person = hire(session)
        for role in roles or ("worker",):
            employ(session, person.id, division, role)
        token = sessions.begin(session, "staff", person.id, sessions.FULL, site.clock())
    browser.client.set_cookie("kmado_staff", token)
    return browser


def begin(browser: Browser, key: str = "suido_kaishi", way: str = "online") -> None:
    """The form of a procedure, with nothing on it yet."""
    browser.open(f"/staff/telephone/new/{key}")
    press(browser, {"way": way})


def press(browser: Browser, typed: Typed | None = None, button: str = "") -> Page:
    """Type into the page's own form, below the bar that every staff page has, and press a button."""
    pairs = filled(_own(browser.page), typed or {})
    return browser.send(browser.page.path.partition("?")[0].partition("#")[0], [*pairs, (button, "yes")])


def send(browser: Browser, typed: Typed, button: tuple[str, str], *more: Any) -> Page:
    """The same with a button that has a value of its own, and with files."""
    pairs: Any = [*filled(_own(browser.page), typed), button, *more]
    return browser.send(browser.page.path.partition("?")[0].partition("#")[0], pairs)


def value(page: Page, name: str) -> str:
    """What stands in a control of the page's own form."""
    return dict(controls(_own(page)))[name]


def _own(page: Page) -> Element:
    return next(one for one in page.all("form", method="post") if not one.get("action"))
