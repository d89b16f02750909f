"""The large display in a real browser: nothing is cut, its letters can be read from ten metres, a call is said once."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.harness.live import Town
from tests.journeys.asking import WEAR
from tests.journeys.desk import sign_in
from tests.journeys.waiting import CLERK, take_the_counter
from tests.journeys.walk import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

SCREEN = {"width": 1920, "height": 1080}
DISPLAY = "/queue/display/honcho"
# A panel of 55 inches is 680 mm high; at ten metres a letter must be 50 mm high, and a capital is 0.73 of its font.
LEAST = 50 / 680 * 1080 / 0.73
# What hall PCs and their panels often have besides.
OTHERS = ((1280, 800), (1366, 768), (1024, 768))
OVER = """() => [...document.querySelectorAll('.board section, .board li, .board .no, .board h2, .lines .what')]
  .filter((one) => { const box = one.getBoundingClientRect();
    return box.right > innerWidth || box.bottom > innerHeight || one.scrollWidth > one.clientWidth + 1
      || one.scrollHeight > one.clientHeight + 1 && one.matches('section'); })
  .map((one) => one.textContent.trim().slice(0, 30))"""
SIZES = "() => [...document.querySelectorAll('.calling .no')].map((one) => parseFloat(getComputedStyle(one).fontSize))"
# What the page would say aloud is written down instead of spoken.
HEAR = """() => { window.heard = [];
  speechSynthesis.speak = (words) => { heard.push([words.lang, words.text]); words.onend(); }; }"""


@pytest.fixture
def screen(town: Town, open_page: Callable[..., "Page"]) -> "Page":
    """A browser as large as the panel."""
    page = open_page(js=True, size=SCREEN, language="ja")
    page.goto(town.url(DISPLAY))
    return page


def test_the_display_shows_everything_large_enough_for_ten_metres(screen: "Page") -> None:
    sizes = screen.evaluate(SIZES)

    assert len(sizes) >= 4
    assert min(sizes) >= LEAST
    assert sizes[0] >= 1.9 * LEAST
    assert screen.evaluate(OVER) == []


def test_no_row_is_cut_on_screens_of_other_shapes(screen: "Page") -> None:
    over = {}
    for width, height in OTHERS:
        screen.set_viewport_size({"width": width, "height": height})
        over[width, height] = screen.evaluate(OVER)

    assert over == {size: [] for size in OTHERS}


def test_a_counter_of_two_digits_is_not_cut_in_the_widest_font(screen: "Page") -> None:
    def wider(route: "Route") -> None:
        answer = route.fetch()
        body = re.sub(r'(class="where"><b>)\d+', r"\g<1>12", answer.text())
        route.fulfill(response=answer, body=body)

    screen.evaluate(WEAR, ".calling li * { letter-spacing: .2em; }")
    screen.route(f"**{DISPLAY}/*", wider)
    screen.locator(".where b", has_text="12").first.wait_for()

    assert screen.evaluate(OVER) == []
    assert min(screen.evaluate(SIZES)) >= 0.7 * LEAST


def test_a_call_is_shown_and_said_once_in_both_languages(screen: "Page", visit: Callable[..., Visit]) -> None:
    screen.evaluate(HEAR)
    clerk = visit("ja").enter(desk=True)
    sign_in(clerk, CLERK)
    take_the_counter(clerk)
    clerk.press()
    label = clerk.words(".now-no")

    screen.locator(".calling li:first-child .no", has_text=label).wait_for(timeout=2000)
    screen.wait_for_function("() => heard.length >= 2", timeout=8000)
    screen.wait_for_timeout(2500)

    heard = screen.evaluate("() => heard")
    assert [lang for lang, _ in heard] == ["ja-JP", "en-GB"]
    assert "6番窓口へ" in heard[0][1]
    assert "counter 6" in heard[1][1]
    assert label[0] in str(screen.locator("[data-said]").text_content())
