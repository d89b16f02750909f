"""The live town stands: its pages open in a browser, its clock stands still, its mail is done when asked."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.harness.live import Town

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.browser
def test_the_front_page_opens_with_and_without_scripts(
    each_page: "Page", live: Town, looks_ok: Callable[["Page"], None]
) -> None:
    each_page.goto(live.url("/"))

    assert each_page.locator("h1").count() == 1
    looks_ok(each_page)


def test_the_clock_stands_still_until_it_is_told(live: Town) -> None:
    before = live.app.extensions["house"].now()

    live.clock.forward(days=3)

    assert (live.app.extensions["house"].now() - before).days == 3


def test_the_sample_towns_mail_is_done_when_asked(live: Town) -> None:
    live.work()

    assert live.mails()
