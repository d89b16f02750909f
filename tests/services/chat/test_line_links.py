"""Every page that a message or a menu on LINE leads to is there, and opens in a browser that can do what it asks for."""

from collections.abc import Iterator
from shutil import copytree
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from portal.words import LANGUAGES
from services.chat.actions.linking import PAGE
from services.chat.rules import rich_menus
from services.chat.rules.line_addresses import outside
from tests.harness.live import Clock, make_app, sample
from tests.portal.cases import hinata
from tests.services.chat.line_kinds import BASE, LANGS, messages
from tests.services.chat.line_limits import parts
from tests.services.chat.talking import MORNING

if TYPE_CHECKING:
    from flask import Flask

# Pages that actions of ours lead to besides those of the stored messages.
PAGES = (
    "/applications/", "/me", "/queue", "/reports", "/reservations", "/procedures", "/chat", PAGE, "/line/garbage",
    "/line/case/01a1fc17-6c83-7826-8036-3d622ac79a57", "/chat/days/kita.ics",
)  # fmt: skip
# Asks for a sign-in first, whose mail is opened in the phone's browser, or hands out a file that LINE's own would lose.
ELSEWHERE = ("/applications", "/me", "/line/case", "/line/garbage", ".ics")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Flask"]:
    """The sample town, with LINE."""
    var = tmp_path_factory.mktemp("links") / "var"
    copytree(sample(MORNING), var)
    app = make_app(var, Clock(MORNING), line_token="x", line_secret="y")
    yield app
    app.extensions["house"].db.dispose()


def links(held: Any) -> Iterator[str]:
    """Every address in something that LINE is told."""
    for part in parts(held):
        if isinstance(part.get("uri"), str):
            yield part["uri"]


def told() -> Iterator[str]:
    """Every address of every kind of message, and of each menu, in the three languages."""
    menus = hinata().line
    assert menus is not None
    for lang in LANGS:
        for made in messages(lang).values():
            yield from links(made)
        for menu in menus.menus:
            yield from links(rich_menus.told(menus, menu, lang, BASE, "signed.{}".format))
        for page in PAGES:
            yield outside(page, BASE, lang)


def test_every_link_opens_its_page_or_asks_for_a_sign_in_that_leads_there(town: "Flask") -> None:
    ours = sorted({one for one in told() if one.startswith(BASE)})
    assert len(ours) > 20

    wrong = {one: fault for one in ours if (fault := faulty(town, one.removeprefix(BASE)))}

    assert wrong == {}


def faulty(town: "Flask", path: str) -> str:
    """What somebody who presses the link would not expect; "" where all is well."""
    browser = town.test_client()
    answer = browser.get(path)
    onward = answer.headers.get("Location", "")
    if answer.status_code == 303:
        if parse_qs(urlsplit(onward).query).get("next", [path]) != [path]:
            return f"leads to {onward}"
        answer = browser.get(onward)
    if answer.status_code != 200:
        return str(answer.status_code)
    lang = LANGUAGES[parse_qs(urlsplit(path).query)["lang"][0]].tag
    # In the language of the talk, also where a sign-in comes first.
    is_page = answer.mimetype == "text/html"
    return f"not in {lang}" if is_page and f'<html lang="{lang}"' not in answer.text else ""


def test_what_lines_own_browser_cannot_do_opens_in_the_phones() -> None:
    for address in told():
        path = urlsplit(address).path
        if address.startswith(BASE):
            asked = parse_qs(urlsplit(address).query)
            assert asked["lang"][0] in LANGS, address
            there = any(path.startswith(one) or path.endswith(one) for one in ELSEWHERE)
            assert (asked.get("openExternalBrowser") == ["1"]) == there, address


def test_other_addresses_are_calls_places_and_pages_of_others() -> None:
    others = {urlsplit(one).scheme for one in told() if not one.startswith(BASE)}

    assert others <= {"https", "tel"}
