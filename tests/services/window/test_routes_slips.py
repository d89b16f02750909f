"""The slip's pages: its own browser's only, once, for half a month; the spoken code; gone at a wish."""

import re

from services.window.actions import slips
from services.window.actions.slips import Payload
from services.window.rules import tokens
from tests.services.applications.browsing import Browser, Site
from tests.services.window.prepared import redeemed

ANSWERS = {"moving_to": "other_city", "moving_day": "2026-11-25", "name": "見本 花子"}


def with_slip(site: Site) -> tuple[Browser, str, str]:
    """A browser that has made a slip: with its token and its page's address."""
    browser = site.browser()
    with site.session() as session:
        token = slips.make(session, Payload("tenshutsu", dict(ANSWERS), "ja", site.clock()), site.clock())
    browser.client.set_cookie("kmado_slips", token)
    return browser, token, f"/window/slip/{tokens.key(token).id}"


def test_the_slip_says_what_it_is_not_and_until_when_it_holds(hinata_site: Site) -> None:
    browser, token, _ = with_slip(hinata_site)

    page = browser.open("/window/slip")

    assert "これは準備で、まだ申請ではありません" in page.text
    assert "12月4日" in page.text
    assert 'class="qr"' in page.html
    assert token not in page.html
    assert token not in page.path
    assert "no-store" in page.response.headers["Cache-Control"]


def test_another_browser_finds_no_such_page(hinata_site: Site) -> None:
    _, _, place = with_slip(hinata_site)
    stranger = hinata_site.browser()
    own, _, _ = with_slip(hinata_site)

    for browser in (stranger, own):
        assert browser.open(place).status == 404
        assert browser.open(f"{place}/erase").status == 404
    token = own.open("/window/slip").value("_token")
    assert own.send(f"{place}/code", [("_token", token)]).status == 404
    assert own.send(f"{place}/erase", [("_token", token)]).status == 404


def test_a_spoken_code_is_shown_once_and_opens_the_slip(hinata_site: Site) -> None:
    browser, token, place = with_slip(hinata_site)
    browser.open(place)

    page = browser.press(action="/code")

    found = re.search(r"[0-9A-Z]{4} [0-9A-Z]{4}", page.text)
    assert found
    assert tokens.is_code(tokens.read(found.group()))
    assert found.group() not in browser.open(place).text
    assert token not in page.html


def test_a_used_slip_says_so_and_shows_no_code(hinata_site: Site) -> None:
    browser, token, place = with_slip(hinata_site)
    with hinata_site.session() as session:
        redeemed(session, token, hinata_site.clock())

    page = browser.open(place)

    assert "もう使われています" in page.text
    assert 'class="qr"' not in page.html


def test_it_is_erased_at_once_after_one_more_question(hinata_site: Site) -> None:
    browser, token, place = with_slip(hinata_site)
    browser.open(f"{place}/erase")

    browser.press()

    assert browser.open(place).status == 404
    with hinata_site.session() as session:
        assert slips.look(session, token, hinata_site.clock()) is None
    assert "この端末で作ったQRコードはありません" in browser.open("/window/slip").text


def test_a_slip_that_ran_out_is_no_page_any_more(hinata_site: Site) -> None:
    browser, _, place = with_slip(hinata_site)
    hinata_site.clock.forward(days=14)

    gone = browser.open(place).status
    hinata_site.clock.forward(days=-14)

    assert gone == 404
